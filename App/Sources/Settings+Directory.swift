import Directory
import Foundation

/// The LDAP directory through which people may log in; without `addresses` there is none.
struct DirectorySettings: Sendable, Equatable {
    var addresses: [LDAPAddress] = []
    var base: String?
    var filter: String?
    var template: String?
    var bindDN: String?
    /// Holds the password of `bindDN`.
    var bindPasswordFile: String?
    var loginAttribute: String?
    var nameAttribute: String?
    /// PEM: who may have signed the directory's certificate.
    var authorityFile: String?
    var isPlain = false
    var connectSeconds: Int?
    var seconds: Int?
    /// Whoever logs in through it and is no user yet becomes one, without rights.
    var createsUsers = false
}

extension Settings {
    static let directoryReaders: [Reader] = [
        ("ldapURLs", { read($1, each: LDAPAddress.init, into: &$0.directory.addresses) && !$0.directory.addresses.isEmpty }),
        ("ldapBase", { $0.directory.base = $1; return $1.contains("=") }),
        ("ldapFilter", { $0.directory.filter = $1; return $1.hasPrefix("(") && $1.hasSuffix(")") && $1.contains("{login}") }),
        ("ldapUserDN", { $0.directory.template = $1; return $1.contains("={login}") }),
        ("ldapBindDN", { $0.directory.bindDN = $1; return !$1.isEmpty }),
        ("ldapBindPasswordFile", { $0.directory.bindPasswordFile = $1; return !$1.isEmpty }),
        ("ldapLoginAttribute", { $0.directory.loginAttribute = $1; return isAttribute($1) }),
        ("ldapNameAttribute", { $0.directory.nameAttribute = $1; return isAttribute($1) }),
        ("ldapAuthorityFile", { $0.directory.authorityFile = $1; return !$1.isEmpty }),
        ("ldapPlain", { read($1, into: &$0.directory.isPlain) }),
        ("ldapConnectSeconds", { read(Int($1), in: 1...30, into: &$0.directory.connectSeconds) }),
        ("ldapSeconds", { read(Int($1), in: 1...60, into: &$0.directory.seconds) }),
        ("ldapCreatesUsers", { read($1, into: &$0.directory.createsUsers) }),
    ]

    private static func isAttribute(_ text: String) -> Bool { text.wholeMatch(of: #/[A-Za-z][A-Za-z0-9-]*/#) != nil }

    private static func read(_ number: Int?, in range: ClosedRange<Int>, into target: inout Int?) -> Bool {
        target = number
        return number.map(range.contains) ?? false
    }

    /// The directory, where there is one.
    func readDirectory() throws -> LDAPDirectory? {
        guard !directory.addresses.isEmpty else {
            guard directory == DirectorySettings() else {
                throw Mistake(description: "ldapURLs is missing: without it the other settings that begin with ldap mean nothing")
            }
            return nil
        }
        var ldap = LDAPSettings(addresses: directory.addresses, base: directory.base ?? "")
        if let template = directory.template {
            guard directory.base == nil, directory.filter == nil, directory.bindDN == nil else {
                throw Mistake(description: "ldapUserDN names the entry without a search: leave out ldapBase, ldapFilter and ldapBindDN")
            }
            ldap.template = template
        } else if directory.base == nil {
            throw Mistake(description: "ldapURLs needs ldapBase, below which people are looked for, or ldapUserDN")
        }
        if let filter = directory.filter { ldap.filter = filter }
        ldap.searcher = try readSearcher()
        if let loginAttribute = directory.loginAttribute { ldap.loginAttribute = loginAttribute }
        if let nameAttribute = directory.nameAttribute { ldap.nameAttribute = nameAttribute }
        if let authorityFile = directory.authorityFile { ldap.authorities = authorityFile }
        if let connectSeconds = directory.connectSeconds { ldap.connectTime = .seconds(connectSeconds) }
        if let seconds = directory.seconds { ldap.time = .seconds(seconds) }
        ldap.isPlain = directory.isPlain
        guard FileManager.default.isReadableFile(atPath: ldap.authorities) else {
            throw Mistake(description: "ldapAuthorityFile: cannot read \(ldap.authorities), which holds who may have signed the directory's certificate")
        }
        return LDAPDirectory(ldap)
    }

    private func readSearcher() throws -> LDAPSettings.Searcher? {
        guard directory.bindDN != nil || directory.bindPasswordFile != nil else { return nil }
        guard let dn = directory.bindDN, let file = directory.bindPasswordFile else {
            throw Mistake(description: "ldapBindDN and ldapBindPasswordFile belong together: set both or none")
        }
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw Mistake(description: "ldapBindPasswordFile: cannot read \(file)")
        }
        guard let searcher = LDAPSettings.Searcher(dn: dn, password: text.trimmingCharacters(in: .newlines)) else {
            throw Mistake(description: "ldapBindPasswordFile: \(file) is empty")
        }
        return searcher
    }
}
