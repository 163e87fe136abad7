/// What must be agreed with an OpenID provider.
public struct OIDCSettings: Sendable {
    /// Its address, as it stands in its tokens: `https://login.example.com/realms/company`.
    public let issuer: String
    public let clientID: String
    /// Nil for a public client.
    public let clientSecret: String?
    /// Where the provider sends the browser back to, registered with it: `https://crm.example.com/login/oidc/callback`.
    public let redirectURI: String
    /// The claim that holds the login here.
    public var loginClaim = "preferred_username"

    public init(issuer: String, clientID: String, clientSecret: String?, redirectURI: String) {
        (self.issuer, self.clientID, self.clientSecret, self.redirectURI) = (issuer, clientID, clientSecret, redirectURI)
    }
}

/// What went wrong with a provider; for the log of the server, not for the browser.
public enum OIDCError: Error, Sendable, Equatable {
    /// The provider cannot be reached, or does not answer as the standard says.
    case provider(String)
    /// Its answer is not for us, not for this browser, or not good any more.
    case answer(String)
}
