/// Sends mail through one server (RFC 5321).
public struct SMTPClient: Sendable {
    private let server: MailServer
    private let credentials: MailCredentials?
    private let name: String

    /// - Parameters:
    ///   - credentials: nil where nobody has to log in.
    ///   - name: what the program calls itself; many servers want the name of its machine.
    public init(_ server: MailServer, credentials: MailCredentials?, name: String = "localhost") {
        (self.server, self.credentials, self.name) = (server, credentials, name)
    }

    /// Connects, logs in, and lets any number of mails be sent over the one connection, which it closes.
    /// Throws `MailError`, and what the work throws.
    public func session<Result: Sendable>(_ work: (SMTPSession) async throws -> Result) async throws -> Result {
        try await MailWire.open(to: server) { wire in
            let session = SMTPSession(wire)
            try await session.greet(server.security, name: name)
            if let credentials { try await session.logIn(credentials, allowsPlain: server.security == .plain) }
            let result = try await work(session)
            await session.quit()
            return result
        }
    }
}
