/// What must be known of a directory.
public struct LDAPSettings: Sendable {
    /// `ldaps://ldap.example.com` or `ldap://…`, with a port perhaps; tried in this order.
    public var addresses: [LDAPAddress]
    /// The entry below which people are: `ou=people,dc=example,dc=com`.
    public var base: String
    /// Finds the entry of a login, which takes the place of `{login}`.
    public var filter = "(uid={login})"
    /// The entry of a login without a search: `uid={login},ou=people,dc=example,dc=com`.
    public var template: String?
    /// Who searches; nil for nobody, where the directory lets everybody search.
    public var searcher: Searcher?
    public var loginAttribute = "uid"
    public var nameAttribute = "cn"
    /// A PEM file with the authorities that may have signed the directory's certificate.
    public var authorities = "/etc/ssl/certs/ca-certificates.crt"
    /// Lets passwords travel unencrypted over `ldap://`. Otherwise StartTLS comes first, and without it nothing.
    public var isPlain = false
    /// For each address, until connected.
    public var connectTime = Duration.seconds(3)
    /// For a log-in, with all that belongs to it.
    public var time = Duration.seconds(8)

    public init(addresses: [LDAPAddress], base: String) { (self.addresses, self.base) = (addresses, base) }

    /// The account by which people are looked for.
    public struct Searcher: Sendable {
        let dn: String
        let password: String

        /// Nil for an empty password: many servers take whoever gives none for nobody, and say that all is well.
        public init?(dn: String, password: String) {
            guard !dn.isEmpty, !password.isEmpty else { return nil }
            (self.dn, self.password) = (dn, password)
        }
    }
}

/// Where a directory listens: scheme, host, perhaps a port, and nothing else.
public struct LDAPAddress: Sendable, Hashable, CustomStringConvertible {
    public let description: String
    let isEncrypted: Bool

    public init?(_ text: String) {
        guard let match = text.wholeMatch(of: #/(ldaps?)://([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?/?/#) else { return nil }
        (description, isEncrypted) = (text, match.1 == "ldaps")
    }
}

/// Why nobody could be asked; for the log of the server, not for whoever wants in.
public enum LDAPError: Error, Sendable, Equatable {
    /// It cannot be reached, its certificate is not good, or it answered too late.
    case unreachable(String)
    /// Too many log-ins wait for it already.
    case busy
    /// It does not do what the settings ask of it.
    case refused(String)
}
