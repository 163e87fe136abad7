/// Sender addresses that tell by themselves which mail came back (VERP): `bounce+k3J9@example.com`.
///
/// Anybody can write to such an address: a token must be hard to guess where a false bounce would do harm.
public struct BounceAddress: Sendable {
    private let local: String
    private let domain: String

    /// The address that all of them are variants of. Its server must take `local+anything`.
    public init(_ base: MailAddress) {
        local = String(base.address.dropLast(base.domain.utf8.count + 1))
        domain = String(base.domain)
    }

    /// Throws `DraftError.badAddress` for a token that is not of 1 to 40 letters, digits, `-` and `_`, or too long with the rest.
    public func address(for token: String) throws(DraftError) -> MailAddress {
        guard token.wholeMatch(of: /[A-Za-z0-9_-]{1,40}/) != nil else { throw .badAddress(String(token.prefix(40))) }
        return try MailAddress("\(local)+\(token)@\(domain)")
    }

    /// The token of such an address; nil for any other.
    public func token(of address: MailAddress) -> String? {
        guard address.domain.lowercased() == domain.lowercased() else { return nil }
        let name = address.address.dropLast(address.domain.utf8.count + 1)
        guard name.lowercased().hasPrefix("\(local)+".lowercased()) else { return nil }
        let token = name.dropFirst(local.count + 1)
        return token.wholeMatch(of: /[A-Za-z0-9_-]{1,40}/).map { _ in String(token) }
    }
}
