import CLDAP
import Foundation

/// A connection to a directory, encrypted unless the settings say otherwise. It blocks, and ends with the object.
final class LDAPConnection {
    private let handle: OpaquePointer
    private let socket = LDAPSocket()
    private let callbacks: UnsafeMutablePointer<ldap_conncb>
    private let deadline: LDAPDeadline
    private var watch: Task<Void, any Error>?

    /// The largest answer that is read, in bytes.
    private static let maximumAnswer: ber_len_t = 256 * 1024
    /// `LDAP_OPT_X_TLS_PROTOCOL_TLS1_2`, which is no plain number in the header.
    private static let tls12: Int32 = (3 << 8) + 3
    /// What servers answer to a password that is wrong, missing, locked, or of nobody.
    private static let denials: Set<Int32> = [
        LDAP_INVALID_CREDENTIALS, LDAP_INAPPROPRIATE_AUTH, LDAP_NO_SUCH_OBJECT, LDAP_INVALID_DN_SYNTAX, LDAP_CONSTRAINT_VIOLATION,
        LDAP_INSUFFICIENT_ACCESS, LDAP_UNWILLING_TO_PERFORM,
    ]
    /// The library prepares itself at its first call, and not for several threads at once.
    private static let isPrepared: Bool = {
        var version: Int32 = 0
        return ldap_get_option(nil, LDAP_OPT_PROTOCOL_VERSION, &version) == LDAP_OPT_SUCCESS
    }()

    init(to address: LDAPAddress, _ settings: LDAPSettings, until deadline: LDAPDeadline) throws(LDAPError) {
        var handle: OpaquePointer?
        guard Self.isPrepared, ldap_initialize(&handle, address.description) == LDAP_SUCCESS, let handle else {
            throw .refused("\(address) is no address")
        }
        (self.handle, self.deadline, callbacks) = (handle, deadline, socket.callbacks())
        try prepare(settings)
        try connect(to: address, settings)
    }

    deinit {
        watch?.cancel()
        ldap_unbind_ext_s(handle, nil, nil)
        callbacks.deallocate()
    }

    private func connect(to address: LDAPAddress, _ settings: LDAPSettings) throws(LDAPError) {
        let time = min(settings.connectTime, try deadline.left())
        var seconds = timeval(time)
        try check(ldap_set_option(handle, LDAP_OPT_NETWORK_TIMEOUT, &seconds), "a time")
        try check(ldap_set_option(handle, LDAP_OPT_TIMEOUT, &seconds), "a time")
        let watch = socket.cut(at: .now + time)
        defer { watch.cancel() }
        try check(ldap_connect(handle), "connecting to \(address)")
        if !address.isEncrypted, !settings.isPlain { try check(ldap_start_tls_s(handle, nil, nil), "StartTLS with \(address)") }
        self.watch = socket.cut(at: deadline.end)
    }

    /// Everything that a file or variable of the machine could have set otherwise.
    private func prepare(_ settings: LDAPSettings) throws(LDAPError) {
        try set(LDAP_OPT_PROTOCOL_VERSION, LDAP_VERSION3)
        try set(LDAP_OPT_DEREF, LDAP_DEREF_NEVER)
        // Nil is "off": no other server sees the password because this one names it.
        try check(ldap_set_option(handle, LDAP_OPT_REFERRALS, nil), "referrals")
        try check(ldap_set_option(handle, LDAP_OPT_CONNECT_CB, callbacks), "callbacks")
        try set(LDAP_OPT_X_TLS_REQUIRE_CERT, LDAP_OPT_X_TLS_DEMAND)
        try set(LDAP_OPT_X_TLS_PROTOCOL_MIN, Self.tls12)
        try check(ldap_set_option(handle, LDAP_OPT_X_TLS_CACERTFILE, settings.authorities), "authorities")
        // A context of its own, in which the options above hold.
        guard (try? set(LDAP_OPT_X_TLS_NEWCTX, 0)) != nil else { throw .refused("\(settings.authorities) holds no certificates") }
        var socket: OpaquePointer?
        ldap_get_option(handle, LDAP_OPT_SOCKBUF, &socket)
        var maximum = Self.maximumAnswer
        ber_sockbuf_ctrl(socket, LBER_SB_OPT_SET_MAX_INCOMING, &maximum)
    }

    /// Whether this is the password of the entry. An empty one never is, whatever the server says of it.
    func isPassword(_ password: String, of dn: String) throws(LDAPError) -> Bool {
        guard !password.isEmpty, !dn.isEmpty else { return false }
        let code = try bind(dn, password)
        if Self.denials.contains(code) { return false }
        try check(code, "a bind")
        return true
    }

    func bind(as searcher: LDAPSettings.Searcher) throws(LDAPError) {
        try check(try bind(searcher.dn, searcher.password), "the bind of \(searcher.dn)")
    }

    private func bind(_ dn: String, _ password: String) throws(LDAPError) -> Int32 {
        try limit()
        return password.withCString { bytes in
            var credentials = berval(bv_len: ber_len_t(password.utf8.count), bv_val: UnsafeMutablePointer(mutating: bytes))
            return ldap_sasl_bind_s(handle, dn, nil, &credentials, nil, nil, nil)
        }
    }

    /// What a search finds: at most two entries, since more than one is as good as none.
    func search(_ base: String, below: Bool, filter: String, attributes: [String]) throws(LDAPError) -> [LDAPEntry] {
        var time = try limit()
        var found: OpaquePointer?
        defer { if let found { ldap_msgfree(found) } }
        var names = attributes.map { strdup($0) } + [nil]
        defer { names.forEach { free($0) } }
        let scope = below ? LDAP_SCOPE_SUBTREE : LDAP_SCOPE_BASE
        let code = ldap_search_ext_s(handle, base, ber_int_t(scope), filter, &names, 0, nil, nil, &time, 2, &found)
        if code != LDAP_SIZELIMIT_EXCEEDED { try check(code, "a search below \(base)") }
        var entries: [LDAPEntry] = []
        var next = ldap_first_entry(handle, found)
        while let entry = next {
            entries.append(LDAPEntry(handle, entry, attributes))
            next = ldap_next_entry(handle, entry)
        }
        return entries
    }

    /// Nothing that follows takes longer than is left, which it returns.
    @discardableResult
    private func limit() throws(LDAPError) -> timeval {
        var time = timeval(try deadline.left())
        try check(ldap_set_option(handle, LDAP_OPT_TIMEOUT, &time), "a time")
        return time
    }

    private func set(_ option: Int32, _ value: Int32) throws(LDAPError) {
        var value = value
        try check(ldap_set_option(handle, option, &value), "option \(option)")
    }

    private func check(_ code: Int32, _ what: String) throws(LDAPError) {
        guard code != LDAP_SUCCESS else { return }
        var detail: UnsafeMutablePointer<CChar>?
        ldap_get_option(handle, LDAP_OPT_DIAGNOSTIC_MESSAGE, &detail)
        defer { ldap_memfree(detail) }
        let words = String(cString: ldap_err2string(code)) + (detail.map { ": " + String(cString: $0).prefix(300) } ?? "")
        // Negative ones are the library's own, such as no connection and no answer in time.
        throw code < 0 ? .unreachable("\(what): \(words)") : .refused("\(what): \(words)")
    }
}

/// An entry of the directory: its name, and the values that were asked for.
struct LDAPEntry {
    let dn: String
    private let values: [String: [String]]

    fileprivate init(_ handle: OpaquePointer, _ entry: OpaquePointer, _ attributes: [String]) {
        let name = ldap_get_dn(handle, entry)
        defer { ldap_memfree(name) }
        dn = name.map { String(cString: $0) } ?? ""
        values = Dictionary(attributes.map { ($0, Self.values(handle, entry, $0)) }) { first, _ in first }
    }

    /// The one value; nil where there are none or several, since nobody says which of them counts.
    subscript(attribute: String) -> String? { values[attribute].flatMap { $0.count == 1 ? $0[0] : nil } }

    private static func values(_ handle: OpaquePointer, _ entry: OpaquePointer, _ attribute: String) -> [String] {
        guard let found = ldap_get_values_len(handle, entry, attribute) else { return [] }
        defer { ldap_value_free_len(found) }
        return (0..<Int(ldap_count_values_len(found))).compactMap { index in
            found[index].flatMap { value in
                String(validating: UnsafeRawBufferPointer(start: value.pointee.bv_val, count: Int(value.pointee.bv_len)), as: UTF8.self)
            }
        }
    }
}

/// When a log-in must be decided.
struct LDAPDeadline: Sendable {
    let end: ContinuousClock.Instant

    func left() throws(LDAPError) -> Duration {
        let left = end - .now
        guard left > .zero else { throw .unreachable("it took too long") }
        return left
    }
}

extension timeval {
    fileprivate init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self.init(tv_sec: time_t(seconds), tv_usec: suseconds_t(attoseconds / 1_000_000_000_000))
    }
}
