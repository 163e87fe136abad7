/// Reads mail at one account of an IMAP server (RFC 3501).
public struct IMAPClient: Sendable {
    private let server: MailServer
    private let credentials: MailCredentials

    public init(_ server: MailServer, credentials: MailCredentials) { (self.server, self.credentials) = (server, credentials) }

    /// Connects, logs in, calls, and closes whatever happens. Throws `MailError`, `CancellationError`, and what the work throws.
    public func session<Result: Sendable>(_ work: (IMAPSession) async throws -> Result) async throws -> Result {
        try await MailWire.open(to: server) { wire in
            let session = IMAPSession(wire)
            try await session.greet(server.security)
            try await session.logIn(credentials, allowsPlain: server.security == .plain)
            let result = try await work(session)
            await session.logOut()
            return result
        }
    }
}
