/// What an administrator should know before others connect.
extension Settings {
    /// Says so when passwords and records would cross a network in the open; nil when they do not, or when a proxy is known that
    /// may encrypt them.
    func exposure(on host: String) -> String? {
        let isLocal = host == "localhost" || host == "::1" || host.hasPrefix("127.")
        guard !isLocal, certificate.isEmpty, trustedProxies.isEmpty else { return nil }
        return """
            Warning: whoever is on the network can read along. Set certificate and certificateKey, or put a proxy with TLS before this \
            server and name it in trustedProxies.
            """
    }
}
