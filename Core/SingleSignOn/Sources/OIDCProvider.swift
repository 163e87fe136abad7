import AsyncHTTPClient
import Foundation
import Kernel
import NIOCore
import NIOHTTP1
import Synchronization

/// A provider's addresses and keys, as it publishes them (OpenID Connect Discovery 1.0). Kept for an hour; keys are asked for again
/// when a token names one that is not among them.
actor OIDCProvider {
    struct Addresses: Sendable {
        let authorization: String
        let token: String
        let keys: String
    }

    private let issuer: String
    private var addresses: (value: Addresses, at: ContinuousClock.Instant)?
    private var keys: (value: JSON, at: ContinuousClock.Instant)?

    private static let lifetime = Duration.seconds(3_600)
    /// A token with a made-up key id must not make us ask the provider at every request.
    private static let keyInterval = Duration.seconds(60)

    /// - Parameter keys: those that are known already.
    init(issuer: String, keys: JSON? = nil) {
        self.issuer = issuer
        self.keys = keys.map { ($0, .now) }
    }

    func known() async throws -> Addresses {
        if let addresses, ContinuousClock.now - addresses.at < Self.lifetime { return addresses.value }
        let base = issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer
        let document = try await OIDCHTTP.get(base + "/.well-known/openid-configuration")
        guard document["issuer"]?.string == issuer else { throw OIDCError.provider("its document names another issuer") }
        guard let authorization = document["authorization_endpoint"]?.string, let token = document["token_endpoint"]?.string,
            let keys = document["jwks_uri"]?.string
        else { throw OIDCError.provider("its document lacks addresses") }
        let found = Addresses(authorization: authorization, token: token, keys: keys)
        addresses = (found, .now)
        return found
    }

    /// The signing key of this id, as a JWK that names its algorithm; nil when the provider has none.
    ///
    /// - Parameter id: nil in tokens of a provider that has a single key.
    func key(_ id: String?) async throws -> JSON? {
        if let keys, ContinuousClock.now - keys.at < Self.lifetime {
            if let key = Self.find(id, keys.value) { return key }
            guard ContinuousClock.now - keys.at >= Self.keyInterval else { return nil }
        }
        let fetched = try await OIDCHTTP.get(try await known().keys)
        keys = (fetched, .now)
        return Self.find(id, fetched)
    }

    /// Only public keys for the two algorithms that are taken: a shared secret among them would make anybody a signer.
    private static func find(_ id: String?, _ keys: JSON) -> JSON? {
        let usable = (keys["keys"]?.array ?? []).compactMap(usable)
        guard let id else { return usable.count == 1 ? usable[0] : nil }
        return usable.first { $0["kid"]?.string == id }
    }

    private static func usable(_ key: JSON) -> JSON? {
        guard case .object(var members) = key, key["use"]?.string ?? "sig" == "sig" else { return nil }
        let algorithm: String
        switch (key["kty"]?.string, key["crv"]?.string) {
        case ("RSA"?, _): algorithm = "RS256"
        case ("EC"?, "P-256"?): algorithm = "ES256"
        default: return nil
        }
        guard key["alg"]?.string ?? algorithm == algorithm else { return nil }
        members["alg"] = .string(algorithm)
        return .object(members)
    }
}

/// Requests to a provider: over TLS, short, small, and nowhere else than asked.
enum OIDCHTTP {
    private static let maximumBytes = 1 << 20

    static func get(_ address: String) async throws -> JSON {
        try await send(try request(address))
    }

    static func post(_ address: String, form: [(String, String)], authorization: String?) async throws -> JSON {
        var request = try request(address)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        if let authorization { request.headers.add(name: "Authorization", value: authorization) }
        request.body = .bytes(ByteBuffer(string: form.map { "\(escaped($0.0))=\(escaped($0.1))" }.joined(separator: "&")))
        return try await send(request)
    }

    private static func request(_ address: String) throws -> HTTPClientRequest {
        guard let parts = URLComponents(string: address), let host = parts.host,
            parts.scheme == "https" || parts.scheme == "http" && ["127.0.0.1", "localhost"].contains(host)
        else { throw OIDCError.provider("\(address.prefix(200)) is no https address") }
        var request = HTTPClientRequest(url: address)
        request.headers.add(name: "Accept", value: "application/json")
        return request
    }

    private static func send(_ request: HTTPClientRequest) async throws -> JSON {
        do {
            let response = try await client.execute(request, timeout: .seconds(10))
            let body = try await response.body.collect(upTo: maximumBytes)
            guard response.status == .ok else { throw OIDCError.provider("\(request.url) answered \(response.status.code)") }
            return try JSON.parse(body.readableBytesView)
        } catch let error as OIDCError {
            throw error
        } catch {
            throw OIDCError.provider("\(request.url): \(type(of: error))")
        }
    }

    /// Follows no redirect: the code and the client's secret go to the one address that the provider names.
    private static let client = HTTPClient(
        eventLoopGroupProvider: .singleton,
        configuration: HTTPClient.Configuration(redirectConfiguration: .disallow, timeout: .init(connect: .seconds(5), read: .seconds(10))))

    static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain = (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || [45, 46, 95, 126].contains(byte)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}
