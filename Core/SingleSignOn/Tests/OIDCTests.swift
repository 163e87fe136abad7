import AsyncHTTPClient
import Engine
import Foundation
import Kernel
import NIOCore
import NIOHTTP1
import Testing

@testable import SingleSignOn

/// Against a provider that others wrote: `script/test-oidc start DIR` prints the address for `GUANXI_TEST_OIDC`.
@Suite struct OIDCTests {
    static let issuer = ProcessInfo.processInfo.environment["GUANXI_TEST_OIDC"]
    private static let redirectURI = "https://crm.example.com/login/oidc/callback"

    private func oidc(_ change: (inout OIDCSettings) -> Void = { _ in }) -> OIDC {
        var settings = OIDCSettings(
            issuer: Self.issuer ?? "", clientID: "guanxi", clientSecret: "half a secret&", redirectURI: Self.redirectURI)
        change(&settings)
        return OIDC(settings)
    }

    /// What the browser does: goes to the provider's page, says who it is, and comes back with the parameters of the redirect.
    private func logIn(at page: String, as sub: String = "li.min") async throws -> [String: String] {
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: .init(redirectConfiguration: .disallow))
        var request = HTTPClientRequest(url: page)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        request.body = .bytes(ByteBuffer(string: "sub=\(sub)"))
        let response = try await client.execute(request, timeout: .seconds(10))
        try await client.shutdown()
        let location = try #require(response.headers.first(name: "Location"))
        #expect(location.hasPrefix(Self.redirectURI))
        let items = URLComponents(string: location)?.queryItems ?? []
        return Dictionary(items.map { ($0.name, $0.value ?? "") }) { first, _ in first }
    }

    private func failure(_ body: () async throws -> Void) async throws -> String? {
        do {
            try await body()
            return nil
        } catch let error as OIDCError {
            return "\(error)"
        }
    }

    @Test("Whoever the provider vouches for is known by the claim that was agreed")
    func vouched() async throws {
        let oidc = oidc()
        let (page, memory) = try await oidc.begin()
        let person = try await oidc.finish(answer: try await logIn(at: page), memory: memory)

        #expect(page.contains("code_challenge_method=S256") && !page.contains(memory.split(separator: ".")[2]))
        let subject = Person.Subject(issuer: Self.issuer ?? "", id: "li.min")
        #expect(person == Person(login: "li.min", name: "李敏", subject: subject))
    }

    @Test("An answer that another browser brings, or that comes a second time, is worth nothing")
    func foreign() async throws {
        let oidc = oidc()
        let (page, memory) = try await oidc.begin(), (_, other) = try await oidc.begin()
        let answer = try await logIn(at: page)

        let stolen = try await failure { _ = try await oidc.finish(answer: answer, memory: other) }
        #expect(stolen?.contains("not the answer") == true)
        let changed = try await logIn(at: page).merging(["state": String(other.split(separator: ".")[0])]) { _, new in new }
        // State and memory agree, but the code was asked for with another verifier, and the token carries another nonce: a
        // provider that does not look at the first is caught by the second.
        let injected = try await failure { _ = try await oidc.finish(answer: changed, memory: other) }
        #expect(injected != nil)
        _ = try await oidc.finish(answer: answer, memory: memory)
        let again = try await failure { _ = try await oidc.finish(answer: answer, memory: memory) }
        #expect(again?.contains("answered 4") == true)
        for empty in ["", "..", "a.b", memory + ".x"] {
            let refused = try await failure { _ = try await oidc.finish(answer: answer, memory: empty) }
            #expect(refused != nil)
        }
    }

    @Test("Another issuer, a refusal, a mail address that nobody has verified: no log-in")
    func refusals() async throws {
        let oidc = oidc()
        let (page, memory) = try await oidc.begin()
        let answer = try await logIn(at: page)
        func finish(_ change: [String: String], without: String? = nil) async throws -> String? {
            var answer = answer.merging(change) { _, new in new }
            if let without { answer[without] = nil }
            return try await failure { _ = try await oidc.finish(answer: answer, memory: memory) }
        }

        let foreign = try await finish(["iss": "https://evil.example.com"]), denied = try await finish(["error": "access_denied"])
        let empty = try await finish([:], without: "code")
        #expect(foreign?.contains("another provider") == true && denied?.contains("access_denied") == true && empty != nil)
        let byMail = self.oidc { $0.loginClaim = "email" }
        let (mailPage, mailMemory) = try await byMail.begin()
        let mailAnswer = try await logIn(at: mailPage)
        let unverified = try await failure { _ = try await byMail.finish(answer: mailAnswer, memory: mailMemory) }
        #expect(unverified?.contains("not verified") == true)
    }

    @Test("A provider that cannot be reached, or is another than it should be, is told from a wrong answer")
    func provider() async throws {
        for issuer in ["http://127.0.0.1:1", "http://example.com", "ftp://127.0.0.1", "", (Self.issuer ?? "") + "/"] {
            let oidc = OIDC(OIDCSettings(issuer: issuer, clientID: "guanxi", clientSecret: nil, redirectURI: Self.redirectURI))
            let refused = try await failure { _ = try await oidc.begin() }
            #expect(refused?.hasPrefix("provider") == true, "\(issuer) \(refused ?? "")")
        }
    }
}
