import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif
import Kernel

/// Talks to a server that may vanish at any moment.
struct Client: Sendable {
    let port: Int
    var headers: [String: String] = [:]

    init(port: Int, token: String? = nil) {
        self.port = port
        headers["Authorization"] = token.map { "Bearer \($0)" }
    }

    /// Without a jar of cookies: cookies do not tell ports apart, and would go to another test's server.
    private static let session: URLSession = {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpCookieStorage = nil
        configuration.httpShouldSetCookies = false
        configuration.httpMaximumConnectionsPerHost = 16
        return URLSession(configuration: configuration)
    }()

    struct Answer: Sendable {
        let status: Int
        let body: String
        let headers: [String: String]

        var json: JSON { (try? JSON.parse(body)) ?? .null }
        var id: String? { json["id"]?.string }
    }

    /// Nil when no answer came: the change may have been made or not.
    func send(
        _ method: String, _ path: String, query: [String: String] = [:], _ body: String? = nil, type: String = "application/json",
        language: String? = nil
    ) async -> Answer? {
        var address = URLComponents()
        (address.scheme, address.host, address.port, address.path) = ("http", "127.0.0.1", port, path)
        if !query.isEmpty { address.queryItems = query.sorted { $0.key < $1.key }.map { URLQueryItem(name: $0.key, value: $0.value) } }
        guard let url = address.url else { return nil }
        var request = URLRequest(url: url)
        request.httpMethod = method
        request.httpBody = body.map { Data($0.utf8) }
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        if body != nil { request.setValue(type, forHTTPHeaderField: "Content-Type") }
        if let language { request.setValue(language, forHTTPHeaderField: "Accept-Language") }
        guard let (data, response) = try? await Self.session.data(for: request), let response = response as? HTTPURLResponse else {
            return nil
        }
        let fields = response.allHeaderFields.map { (String(describing: $0.key).lowercased(), String(describing: $0.value)) }
        return Answer(
            status: response.statusCode, body: String(decoding: data, as: UTF8.self),
            headers: Dictionary(fields, uniquingKeysWith: { first, _ in first }))
    }
}

extension Program {
    /// A server that answers.
    struct Server {
        let process: Process
        let port: Int

        /// As when the power fails: at once, and without a word.
        func kill() {
            Foundation.kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }

        /// As an administrator stops it.
        func stop() {
            process.terminate()
            process.waitUntilExit()
        }
    }

    /// Starts a server on a free port and waits until it answers.
    func serve() async throws -> Server {
        let port = try Self.freePort()
        return Server(process: try await serve(port: port), port: port)
    }

    /// A user who can log in with `correct horse`, and a token of theirs.
    func makeUser(_ login: String = "li") throws -> String {
        _ = try run(["user", login, "--name", "李敏", "--administrator", "--database", database], input: "correct horse\n")
        return try run(["token", login, "--database", database]).output.trimmingCharacters(in: .newlines)
    }
}
