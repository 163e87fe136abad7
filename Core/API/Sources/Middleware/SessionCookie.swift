import Hummingbird

/// The cookie that holds a session's secret. Scripts cannot read it, other sites cannot make a browser send it.
struct SessionCookie: Sendable {
    /// Whether the server is reached by HTTPS.
    let isSecure: Bool

    /// With the prefix, browsers take the cookie from this very host alone, and only over HTTPS.
    var name: String { isSecure ? "__Host-guanxi_session" : "guanxi_session" }

    func secret(_ request: Request) -> String? { request.cookies[name]?.value }

    /// - Parameter seconds: 0 takes the cookie away.
    func header(_ secret: String, lasting seconds: Int) -> String {
        Cookie(name: name, value: secret, maxAge: seconds, path: "/", secure: isSecure, httpOnly: true, sameSite: .strict).description
    }
}

extension APISettings {
    var sessionCookie: SessionCookie { SessionCookie(isSecure: sessionCookieIsSecure) }
}
