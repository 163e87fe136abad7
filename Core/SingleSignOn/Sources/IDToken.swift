import Foundation
import JWTKit
import Kernel

/// What a provider says of somebody, in a token that it signed (OpenID Connect Core 1.0, 3.1.3.7).
struct IDToken: Sendable {
    /// All that it says.
    let claims: JSON

    /// How far the provider's clock may be from ours.
    private static let leeway: Int64 = 60

    /// Verifies signature, issuer, audience, time and nonce.
    init(_ text: String, from provider: OIDCProvider, _ settings: OIDCSettings, nonce: String, now: Instant) async throws {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard text.utf8.count <= 100_000, parts.count == 3, let header = Self.decoded(parts[0]), let claims = Self.decoded(parts[1]) else {
            throw OIDCError.answer("the ID token is none")
        }
        guard let key = try await provider.key(header["kid"]?.string), header["alg"] == key["alg"] else {
            throw OIDCError.answer("the ID token names no key that the provider has")
        }
        do {
            let keys = try await JWTKeyCollection().add(jwksJSON: JSON.object(["keys": [key]]).text)
            _ = try await keys.verify(text, as: Signed.self)
        } catch {
            throw OIDCError.answer("the ID token's signature is wrong")
        }
        self.claims = claims
        try check(settings, nonce: nonce, now: now.milliseconds / 1_000)
    }

    private func check(_ settings: OIDCSettings, nonce: String, now: Int64) throws(OIDCError) {
        guard claims["iss"]?.string == settings.issuer else { throw .answer("the ID token comes from another issuer") }
        let audience = claims["aud"]?.array?.compactMap(\.string) ?? [claims["aud"]?.string ?? ""]
        guard audience.contains(settings.clientID) else { throw .answer("the ID token is for somebody else") }
        if audience.count > 1 || claims["azp"] != nil, claims["azp"]?.string != settings.clientID {
            throw .answer("the ID token was asked for by somebody else")
        }
        guard let end = claims["exp"]?.seconds, end > now - Self.leeway else { throw .answer("the ID token has expired") }
        guard claims["nbf"]?.seconds ?? 0 <= now + Self.leeway, claims["iat"]?.seconds ?? 0 <= now + Self.leeway else {
            throw .answer("the ID token is from the future")
        }
        guard claims["nonce"]?.string == nonce else { throw .answer("the ID token belongs to another log-in") }
    }

    /// The claims are read and checked from the same text as JSON; here only the signature counts.
    private struct Signed: JWTPayload {
        func verify(using algorithm: some JWTAlgorithm) {}
    }

    private static func decoded(_ part: Substring) -> JSON? {
        let text = part.replacing("-", with: "+").replacing("_", with: "/")
        guard let data = Data(base64Encoded: text + String(repeating: "=", count: (4 - text.count % 4) % 4)) else { return nil }
        return try? JSON.parse(data)
    }
}

extension JSON {
    /// Seconds since 1970; some providers write fractions.
    fileprivate var seconds: Int64? {
        guard case .number(let digits) = self else { return nil }
        return Double(digits).flatMap { abs($0) < 1e15 ? Int64($0) : nil }
    }
}
