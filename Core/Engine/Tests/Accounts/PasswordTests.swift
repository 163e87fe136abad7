@testable import Engine
import Kernel
import Store
import TestKit
import Testing

@Suite struct PasswordTests {
    @Test(
        "What a guesser tries first is refused",
        arguments: [
            "aaaaaaaaaaaa", "1234567890", "0987654321", "abcdefghijkl", "qwertyuiop", "1qaz2wsx3edc", "password123", "P@ssw0rd123",
            "woaini1314", "woaini520520", "5201314520", "a123456789", "liwei19900101", "LiWei@2024", "admin12345", "guanxi2026",
            "abcabcabcabc", "Summer2026", "zhongguo123", "iloveyou1314", "19900101199", "147258369", "qq123456789", "密码密码密码密码密码",
        ])
    func guessable(_ password: String) {
        let policy = PasswordPolicy(common: [])
        #expect(throws: Invalid.self) { try policy.check(password, of: ["li.wei", "Li Wei"], field: "password") }
    }

    @Test("What is long and no pattern is taken", arguments: ["correct horse battery", "korrekt-Pferd-电池", "vT9#kq2Lw!x", "月落乌啼霜满天江枫渔火", "another horse battery"])
    func good(_ password: String) throws {
        try PasswordPolicy(common: []).check(password, of: ["li.wei", "李伟"], field: "password")
    }

    @Test("A list that the server was given counts too")
    func list() {
        #expect(throws: Invalid.self) {
            try PasswordPolicy(common: ["correct horse battery"]).check("Correct Horse Battery", of: [], field: "password")
        }
    }

    @Test("People change their password with the old one; their other sessions end, tokens stay", arguments: Dialect.allCases)
    func change(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: []) { made in
            let id = try await made.person("li")
            let here = try await made.enter("li"), there = try await made.enter("li")
            let token = try await made.accounts.makeToken(for: id, name: "t", days: 1, scopes: .all, as: here.actor)
            func change(_ old: String, _ new: String, _ identity: Identity) async throws -> String? {
                try await answer { try await made.accounts.changePassword(of: identity, from: old, to: new, from: Origin()) }
            }

            #expect(try await change("wrong", "new horse battery", here) == "oldPassword:wrongPassword")
            #expect(try await change(TestEngine.password, "1234567890", here) == "newPassword:guessable")
            #expect(try await change(TestEngine.password, TestEngine.password, here) == "newPassword:sameAsBefore")
            let program = try #require(try await made.accounts.identity(secret: token.secret))
            #expect(try await change(TestEngine.password, "new horse battery", program) == "sessionNeeded")
            #expect(try await change(TestEngine.password, "new horse battery", here) == nil)
            let left = Set(try await made.accounts.accesses(of: id).map(\.id))
            #expect(left == [here.access, token.id] && !left.contains(there.access))
            #expect(try await made.accounts.logIn("li", password: "new horse battery").access != nil)
        }
    }

    @Test("Guessing the old password is slowed down like guessing at the log-in", arguments: Dialect.allCases)
    func guessing(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: []) { made in
            try await made.person("li")
            let here = try await made.enter("li")
            var answers: [String?] = []
            for _ in 0..<6 {
                answers.append(try await answer { try await made.accounts.changePassword(of: here, from: "x", to: "new horse battery", from: Origin()) })
            }

            #expect(answers == Array(repeating: "oldPassword:wrongPassword", count: 5) + ["tooManyAttempts"])
        }
    }

    @Test("A temporary password leads to nothing but its change", arguments: Dialect.allCases)
    func temporary(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: []) { made in
            let id = try await made.person("li")
            try await made.accounts.setPassword(TestEngine.password, of: id, temporary: true)

            let identity = try await made.enter("li")
            #expect(identity.duty == .changePassword)
            #expect(try await answer { try identity.checkReadiness() } == "changePasswordFirst")
            try await made.accounts.changePassword(of: identity, from: TestEngine.password, to: "new horse battery", from: Origin())
            let access = try #require(try await made.accounts.logIn("li", password: "new horse battery").access)
            #expect(try await made.accounts.identity(secret: access.secret)?.duty == nil)
        }
    }
}
