import Engine
import Foundation
import JWTKit
import Kernel
import Testing

@testable import SingleSignOn

/// What a provider may get wrong, or somebody in its place try.
@Suite struct IDTokenTests {
    private static let now = Instant(milliseconds: 1_795_329_000_000)
    private static let settings = OIDCSettings(
        issuer: "https://login.example.com", clientID: "guanxi", clientSecret: nil, redirectURI: "https://crm.example.com/login/oidc/callback")

    private static let good: [String: JSON] = [
        "iss": "https://login.example.com", "aud": "guanxi", "exp": 1_795_329_300, "iat": 1_795_329_000, "nonce": "n", "sub": "1",
        "preferred_username": "li.min",
    ]

    private struct Claims: JWTPayload {
        let json: JSON
        init(_ json: JSON) { self.json = json }
        init(from decoder: any Decoder) throws { json = .null }
        func verify(using algorithm: some JWTAlgorithm) {}
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            for (name, value) in json.object ?? [:] {
                switch value {
                case .string(let text): try container.encode(text, forKey: Key(name))
                case .number(let digits): try container.encode(Int64(digits) ?? 0, forKey: Key(name))
                case .array(let items): try container.encode(items.compactMap(\.string), forKey: Key(name))
                default: break
                }
            }
        }
        struct Key: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init(_ name: String) { stringValue = name }
            init?(stringValue: String) { self.init(stringValue) }
            init?(intValue: Int) { nil }
        }
    }

    private let key = ES256PrivateKey()

    private func token(_ change: [String: JSON] = [:], without: String? = nil, kid: String = "k1", by signer: ES256PrivateKey? = nil) async throws -> String {
        var claims = Self.good.merging(change) { _, new in new }
        if let without { claims[without] = nil }
        let keys = await JWTKeyCollection().add(ecdsa: signer ?? key, kid: JWKIdentifier(string: kid))
        return try await keys.sign(Claims(.object(claims)), kid: JWKIdentifier(string: kid))
    }

    private func provider() throws -> OIDCProvider {
        let parameters = try #require(key.parameters)
        let jwk: JSON = ["kty": "EC", "crv": "P-256", "kid": "k1", "x": .string(parameters.x), "y": .string(parameters.y)]
        return OIDCProvider(issuer: Self.settings.issuer, keys: ["keys": [jwk]])
    }

    private func read(_ token: String, nonce: String = "n") async throws -> String? {
        do {
            _ = try await IDToken(token, from: try provider(), Self.settings, nonce: nonce, now: Self.now)
            return nil
        } catch OIDCError.answer(let words) {
            return words
        }
    }

    @Test("A token for us, from the provider, in time and for this log-in is taken")
    func good() async throws {
        let plain = try await read(try await token())
        let several = try await read(try await token(["aud": ["guanxi", "other"], "azp": "guanxi"]))
        let late = try await read(try await token(["exp": 1_795_328_941]))

        #expect(plain == nil && several == nil && late == nil)
    }

    @Test("Any other claim makes it worthless")
    func claims() async throws {
        for (change, words): ([String: JSON], String) in [
            (["iss": "https://evil.example.com"], "another issuer"), (["aud": "other"], "somebody else"),
            (["aud": ["guanxi", "other"]], "asked for by somebody else"), (["azp": "other"], "asked for by somebody else"),
            (["exp": 1_795_328_940], "expired"), (["nonce": "m"], "another log-in"), (["iat": 1_795_329_061], "future"),
            (["nbf": 1_795_329_061], "future"),
        ] {
            let answer = try await read(try await token(change))
            #expect(answer?.contains(words) == true, "\(change) \(answer ?? "")")
        }
        for missing in ["iss", "aud", "exp", "nonce"] {
            let answer = try await read(try await token(without: missing))
            #expect(answer != nil, "\(missing)")
        }
    }

    @Test("So does another signature, none at all, or a key that the provider does not have")
    func signatures() async throws {
        let parts = try await token().split(separator: ".").map(String.init)
        func part(_ json: JSON) -> String {
            Data(json.text.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        }
        let forged = try await token(by: ES256PrivateKey()), unknown = try await token(kid: "k2")
        let tampered = [parts[0], part(.object(Self.good.merging(["preferred_username": "admin"]) { _, new in new })), parts[2]].joined(separator: ".")
        let unsigned = [part(["alg": "none", "kid": "k1"]), parts[1], ""].joined(separator: ".")
        let symmetric = [part(["alg": "HS256", "kid": "k1"]), parts[1], parts[2]].joined(separator: ".")

        for wrong in [forged, unknown, tampered, unsigned, symmetric, "", "a.b.c", "a.b", parts[0] + "..", String(repeating: "x", count: 200_000)] {
            let answer = try await read(wrong)
            #expect(answer != nil, "\(wrong.prefix(40))")
        }
    }
}
