@testable import Engine
import Kernel
import Store
import TestKit
import Testing

@Suite struct LoginThrottleTests {
    private func attempt(_ made: TestEngine, _ login: String, _ password: String, from address: String? = nil) async throws -> String? {
        try await answer { _ = try await made.accounts.logIn(login, password: password, from: Origin(address: address)) }
    }

    /// A wrong log-in without the time that it takes to look at a password.
    private func guess(_ made: TestEngine, _ login: String, from address: String) async throws -> String? {
        try await answer {
            let attempt = try await made.accounts.throttle.begin(login, from: Origin(address: address))
            try await made.accounts.noteFailure(attempt, nil, "password", from: Origin(address: address))
        }
    }

    @Test("Whoever guesses waits longer and longer, and the right password is refused meanwhile", arguments: Dialect.allCases)
    func account(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: []) { made in
            try await made.person("li")
            for _ in 0..<5 { #expect(try await attempt(made, "li", "wrong") == "wrongLogin") }

            #expect(try await attempt(made, "li", TestEngine.password) == "tooManyAttempts")
            made.clock.step(milliseconds: 29_999)
            #expect(try await attempt(made, "li", TestEngine.password) == "tooManyAttempts")
            made.clock.step(milliseconds: 1)
            #expect(try await attempt(made, "li", "wrong") == "wrongLogin")
            do {
                _ = try await made.accounts.logIn("li", password: TestEngine.password)
            } catch let Refusal.tooManyAttempts(seconds) {
                #expect(seconds == 60)
            }
            made.clock.step(milliseconds: 60_000)
            #expect(try await attempt(made, "li", TestEngine.password) == nil)
            for _ in 0..<4 { #expect(try await attempt(made, "li", "wrong") == "wrongLogin") }
            #expect(try await attempt(made, "li", TestEngine.password) == nil)
        }
    }

    @Test("A stranger who guesses does not lock out the owner at another address", arguments: Dialect.allCases)
    func stranger(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: []) { made in
            try await made.person("li")
            // As often as it is looked at, for two days.
            for _ in 0..<220 {
                _ = try await guess(made, "li", from: "198.51.100.7")
                made.clock.step(milliseconds: 900_000)
            }

            #expect(try await attempt(made, "li", "wrong", from: "198.51.100.7") == "wrongLogin")
            #expect(try await attempt(made, "li", TestEngine.password, from: "198.51.100.7") == "tooManyAttempts")
            #expect(try await attempt(made, "li", TestEngine.password, from: "203.0.113.9") == nil)
        }
    }

    @Test("A guesser with many addresses comes to an end as well, but not where the owner was lately", arguments: Dialect.allCases)
    func manyAddresses(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: []) { made in
            try await made.person("li")
            #expect(try await attempt(made, "li", TestEngine.password, from: "203.0.113.9") == nil)
            for login in ["li", "ghost"] {
                for number in 0..<100 { #expect(try await guess(made, login, from: "198.51.100.\(number)") == nil) }
                #expect(try await attempt(made, login, TestEngine.password, from: "192.0.2.1") == "tooManyAttempts")
            }

            #expect(try await attempt(made, "li", TestEngine.password, from: "203.0.113.9") == nil)
            for _ in 0..<5 { #expect(try await attempt(made, "li", "wrong", from: "203.0.113.9") == "wrongLogin") }
            #expect(try await attempt(made, "li", TestEngine.password, from: "203.0.113.9") == "tooManyAttempts")
            made.clock.step(milliseconds: 30_000)
            #expect(try await attempt(made, "li", TestEngine.password, from: "192.0.2.1") == nil)
            made.clock.step(milliseconds: 31 * 86_400_000)
            _ = try await attempt(made, "other", "wrong")
            #expect(try await made.rows("SELECT key FROM login_throttle WHERE key LIKE 'known:%'").isEmpty)
        }
    }

    @Test("A login that does not exist is treated like one that does", arguments: Dialect.allCases)
    func unknown(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: []) { made in
            try await made.person("li")
            var answers: [String: [String?]] = [:]
            for login in ["li", "ghost"] {
                for _ in 0..<7 { answers[login, default: []].append(try await attempt(made, login, "wrong")) }
            }

            #expect(answers["li"] == answers["ghost"])
            #expect(answers["li"] == Array(repeating: "wrongLogin", count: 5) + Array(repeating: "tooManyAttempts", count: 2))
        }
    }

    @Test("Attempts that come at once, on two servers, are not looked at more often", arguments: Dialect.allCases)
    func atOnce(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: []) { made in
            try await made.person("li")
            let second = try await made.second(modules: [])
            let answers = try await withThrowingTaskGroup(of: String?.self) { group in
                for engine in [made.engine, second] {
                    for _ in 0..<10 { group.addTask { try await answer { _ = try await engine.accounts.logIn("li", password: "wrong") } } }
                }
                return try await group.reduce(into: [String?]()) { $0.append($1) }
            }
            await second.stop()

            #expect(answers.filter { $0 == "wrongLogin" }.count == 5)
            #expect(answers.filter { $0 == "tooManyAttempts" }.count == 15)
        }
    }

    @Test("An address from which many log-ins fail waits as a whole; others do not", arguments: Dialect.allCases)
    func address(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: []) { made in
            try await made.person("li")
            for number in 0..<50 { #expect(try await attempt(made, "guess\(number)", "wrong", from: "198.51.100.7") == "wrongLogin") }

            #expect(try await attempt(made, "li", TestEngine.password, from: "198.51.100.7") == "tooManyAttempts")
            #expect(try await attempt(made, "li", TestEngine.password, from: "198.51.100.8") == nil)
            made.clock.step(milliseconds: 30_000)
            #expect(try await attempt(made, "li", TestEngine.password, from: "198.51.100.7") == nil)
        }
    }

    @Test("Failures are written down, refused attempts only counted, and never what was typed", arguments: Dialect.allCases)
    func log(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: []) { made in
            let id = try await made.person("li")
            for _ in 0..<9 { _ = try await attempt(made, "li", "sesame", from: "198.51.100.7") }
            _ = try await attempt(made, "sesame", "sesame", from: "198.51.100.7")
            made.clock.step(milliseconds: 30_000)
            _ = try await attempt(made, "li", TestEngine.password + "x", from: "198.51.100.7")

            let rows = try await made.rows("SELECT record_id, address, details FROM security_log WHERE kind = 'logInFailed' ORDER BY number")

            #expect(rows.map { $0[0].integer } == Array(repeating: id.rawValue, count: 5) + [nil, id.rawValue])
            #expect(rows.allSatisfy { $0[1].text == "198.51.100.7" && $0[2].text?.contains("sesame") == false })
            #expect(rows.last?[2].text?.contains(#""refusedBefore":4"#) == true)
            #expect(try await made.engine.securityLog.verify().fault == nil)
        }
    }

    @Test("One customer's whole network of IPv6 counts as one address")
    func networks() {
        #expect(Origin(address: "2001:db8:1:2:3:4:5:6").network == Origin(address: "2001:db8:1:2::1").network)
        #expect(Origin(address: "2001:db8:1:2::1").network != Origin(address: "2001:db8:1:3::1").network)
        #expect(Origin(address: "::ffff:192.0.2.1").network == "192.0.2.1")
        #expect(Origin(address: "192.0.2.1").network == "192.0.2.1")
        #expect(Origin(userAgent: String(repeating: "x\n", count: 300)).userAgent == String(repeating: "x", count: 200))
    }
}
