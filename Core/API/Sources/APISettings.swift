public import Engine
public import HummingbirdCore

/// How the server listens and what it takes.
public struct APISettings: Sendable {
    public var host = "127.0.0.1"
    /// 0 lets the system choose.
    public var port = 8080
    /// A made-up company with a known password: nothing is set up.
    public var isDemo = false
    /// The longest body of a request, except for imports.
    public var maximumBodyBytes = 2 * 1024 * 1024
    /// The longest file of an import, which is read as a stream.
    public var maximumImportBytes = 200 * 1024 * 1024
    /// The longest file that may hang on a record.
    public var maximumFileBytes = 50 * 1024 * 1024
    /// Browsers send the session cookie over HTTPS only. Set it wherever the server is reached by HTTPS.
    public var sessionCookieIsSecure = false
    /// How many streams of events one user may have open on this server.
    public var maximumStreams = 8
    /// How often a stream shows that it lives, and its session is looked at again.
    public var streamHeartbeat = Duration.seconds(15)
    /// Another system that people may log in through, at `/login/oidc`.
    public var singleSignOn: (any SingleSignOn)?
    /// Whether somebody whom it vouches for becomes a user, without rights, at the first log-in.
    public var createsUsers = false
    /// A connection on which nothing happens is closed.
    public var idleTimeout = Duration.seconds(75)
    /// How long running requests may take to end when the server stops.
    public var shutdownTimeout = Duration.seconds(40)
    public var limits = Limits()
    /// Who is believed about where a request came from.
    public var proxies = Proxies()
    /// Whether connections are encrypted here, by what `transport` adds.
    public var isEncrypted = false
    /// What connections are made of, such as TLS around HTTP.
    public var transport: @Sendable (HTTPServerBuilder) -> HTTPServerBuilder = { $0 }
    /// Other origins, such as `https://app.example.com`, whose pages may use the API with the user's login.
    public var corsOrigins: Set<String> = []
    /// Whoever asks for `/metrics` must have it; without one only this machine itself may ask.
    public var metricsToken: String?
    /// The browser pages; without them the server draws a page that leads to the documents.
    public var web: WebFolders?
    /// The program's, for `/metrics`.
    public var version = ""
    /// After how many days without a backup administrators are warned; 0 for never.
    public var backupWarningDays = 2
    /// Called with the port as soon as connections are taken.
    public var whenRunning: @Sendable (_ port: Int) async -> Void = { _ in }

    public init(
        host: String = "127.0.0.1", port: Int = 8080, isDemo: Bool = false, maximumBodyBytes: Int = 2 * 1024 * 1024,
        maximumImportBytes: Int = 200 * 1024 * 1024, sessionCookieIsSecure: Bool = false
    ) {
        (self.host, self.port, self.isDemo) = (host, port, isDemo)
        (self.maximumBodyBytes, self.maximumImportBytes) = (maximumBodyBytes, maximumImportBytes)
        self.sessionCookieIsSecure = sessionCookieIsSecure
    }
}
