import CSodium
public import Engine
import Foundation
import Kernel

/// Log-in through an OpenID provider: authorisation code with PKCE (RFC 7636), state and nonce.
///
/// Nothing is kept here between the two steps: what the browser must bring back lies in a cookie of its own, so that any server
/// can finish what another began.
public struct OIDC: SingleSignOn {
    private let settings: OIDCSettings
    private let provider: OIDCProvider
    private let clock: Clock

    public init(_ settings: OIDCSettings, clock: Clock = .system) {
        (self.settings, self.clock) = (settings, clock)
        provider = OIDCProvider(issuer: settings.issuer)
    }

    public func begin() async throws -> (page: String, memory: String) {
        let (state, nonce, verifier) = (Self.random(), Self.random(), Self.random())
        let parameters = [
            ("response_type", "code"), ("client_id", settings.clientID), ("redirect_uri", settings.redirectURI),
            ("scope", "openid profile email"), ("state", state), ("nonce", nonce), ("code_challenge", Self.challenge(verifier)),
            ("code_challenge_method", "S256"),
        ]
        let query = parameters.map { "\($0.0)=\(OIDCHTTP.escaped($0.1))" }.joined(separator: "&")
        let address = try await provider.known().authorization
        return (address + (address.contains("?") ? "&" : "?") + query, "\(state).\(nonce).\(verifier)")
    }

    public func finish(answer: [String: String], memory: String) async throws -> Person {
        let kept = memory.split(separator: ".").map(String.init)
        guard kept.count == 3, let state = answer["state"], Secret.equal(state, kept[0]) else {
            throw OIDCError.answer("it is not the answer to what this browser asked")
        }
        // A provider that names itself (RFC 9207) must be the one that was asked.
        guard answer["iss"] ?? settings.issuer == settings.issuer else { throw OIDCError.answer("another provider answers") }
        guard let code = answer["code"], answer["error"] == nil else {
            throw OIDCError.answer("the provider refused: \((answer["error"] ?? "").prefix(60))")
        }
        let token = try await exchange(code, verifier: kept[2])
        let proof = try await IDToken(token, from: provider, settings, nonce: kept[1], now: clock.now())
        return try person(proof.claims)
    }

    private func exchange(_ code: String, verifier: String) async throws -> String {
        var form = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", settings.redirectURI), ("code_verifier", verifier),
        ]
        var authorization: String?
        if let secret = settings.clientSecret {
            // RFC 6749, 2.3.1: both are form-encoded before they are joined.
            let pair = "\(OIDCHTTP.escaped(settings.clientID)):\(OIDCHTTP.escaped(secret))"
            authorization = "Basic " + Data(pair.utf8).base64EncodedString()
        } else {
            form.append(("client_id", settings.clientID))
        }
        let answer = try await OIDCHTTP.post(try await provider.known().token, form: form, authorization: authorization)
        guard let token = answer["id_token"]?.string else { throw OIDCError.provider("it gave no ID token") }
        return token
    }

    /// A mail address is a login only if the provider has seen that it is this person's.
    private func person(_ claims: JSON) throws(OIDCError) -> Person {
        guard let login = claims[settings.loginClaim]?.string, !login.isEmpty, !login.utf8.contains(0) else {
            throw .answer("the ID token has no \(settings.loginClaim)")
        }
        guard settings.loginClaim != "email" || claims["email_verified"]?.flag == true else {
            throw .answer("the mail address is not verified")
        }
        guard let id = claims["sub"]?.string, !id.isEmpty, id.utf8.count <= 255, !id.utf8.contains(0) else {
            throw .answer("the ID token has no usable sub")
        }
        let subject = Person.Subject(issuer: settings.issuer, id: id)
        return Person(login: login, name: claims["name"]?.string ?? login, subject: subject)
    }

    /// 256 bits.
    private static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        return base64URL((0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }

    private static func challenge(_ verifier: String) -> String {
        let bytes = Array(verifier.utf8)
        var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
        crypto_hash_sha256(&digest, bytes, UInt64(bytes.count))
        return base64URL(digest)
    }

    private static func base64URL(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}

/// Compares secrets in a time that tells nothing of them.
enum Secret {
    static func equal(_ left: String, _ right: String) -> Bool {
        let left = Array(left.utf8), right = Array(right.utf8)
        return left.count == right.count && sodium_memcmp(left, right, left.count) == 0
    }
}
