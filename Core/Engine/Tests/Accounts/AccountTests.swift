import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

@Suite struct AccountTests {
    private let password = "korrekt-Pferd-电池"

    private func user(_ made: TestEngine, _ login: String = "li") async throws -> RecordID {
        let id = try await made.create(User.self, ["login": .text(login), "name": "李", "language": "en", "zone": "Europe/London"]).id
        try await made.engine.accounts.setPassword(password, of: id)
        return id
    }

    private func logIn(_ made: TestEngine, _ password: String, as login: String = "li") async throws -> String? {
        try await refusal { _ = try await made.engine.accounts.logIn(login, password: password) }
    }

    @Test("The right password lets in; a wrong one and an unknown login are told alike", arguments: Dialect.allCases)
    func logIn(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: []) { made in
            #expect(try await made.engine.accounts.isEmpty())
            let id = try await user(made)

            let access = try #require(try await made.engine.accounts.logIn("li", password: password).access)

            #expect(access.actor.user == id && access.actor.language == .english && access.actor.zone.identifier == "Europe/London" && !access.actor.isAdministrator)
            #expect(try await made.engine.accounts.actor(secret: access.secret)?.user == id)
            for wrong in ["", "korrekt", password + " ", password.uppercased(), password + "\0"] {
                #expect(try await logIn(made, wrong) == "wrongLogin", "\(wrong)")
                made.clock.step(milliseconds: 900_000)
            }
            for unknown in ["", "nobody", "LI", "li ", "' OR 1=1 --"] { #expect(try await logIn(made, password, as: unknown) == "wrongLogin", "\(unknown)") }
            #expect(try await made.engine.accounts.actor(secret: "x") == nil)
            #expect(try await made.engine.accounts.isEmpty() == false)
        }
    }

    @Test("A session ends by itself, by logging out, and with the password", arguments: Dialect.allCases)
    func sessions(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: []) { made in
            let accounts = made.engine.accounts
            let id = try await user(made)
            func secret() async throws -> String {
                let access = try await accounts.logIn("li", password: password).access
                return try #require(access).secret
            }
            func isIn(_ secret: String) async throws -> Bool { try await accounts.actor(secret: secret) != nil }

            // Somebody who works on without a pause is in until the twelve hours are over.
            let first = try await secret()
            for _ in 0..<11 {
                made.clock.step(milliseconds: 3_600_000)
                #expect(try await isIn(first))
            }
            made.clock.step(milliseconds: 3_600_000 - 1)
            #expect(try await isIn(first))
            made.clock.step(milliseconds: 1)
            #expect(try await isIn(first) == false)

            let idle = try await secret()
            made.clock.step(milliseconds: 2 * 3_600_000 - 1)
            #expect(try await isIn(idle))
            made.clock.step(milliseconds: 2 * 3_600_000)
            #expect(try await isIn(idle) == false)

            let second = try await secret(), third = try await secret()
            #expect(try await made.number("SELECT COUNT(*) FROM access") == 2)
            try await accounts.logOut(try #require(try await accounts.identity(secret: second)))
            #expect(try await isIn(second) == false)
            #expect(try await isIn(third))

            let token = try await accounts.grant(.token, to: id, name: "program", milliseconds: 1_000_000).secret
            try await accounts.setPassword("another horse battery", of: id)
            #expect(try await isIn(third) == false)
            #expect(try await isIn(token))
            #expect(try await logIn(made, password) == "wrongLogin")
            #expect(try await logIn(made, "another horse battery") == nil)
        }
    }

    @Test("An inactive or deleted user is out at once", arguments: Dialect.allCases)
    func inactive(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: []) { made in
            let id = try await user(made)
            let secret = try #require(try await made.engine.accounts.logIn("li", password: password).access).secret

            try await made.edit(User.self, id, ["isActive": .flag(false)])
            #expect(try await made.engine.accounts.actor(secret: secret) == nil)
            #expect(try await logIn(made, password) == "wrongLogin")
            try await made.edit(User.self, id, ["isActive": .flag(true)])
            #expect(try await made.engine.accounts.actor(secret: secret) == nil)
            try await made.engine.perform(.delete(id), on: User.schema.definition, as: .system)
            #expect(try await made.engine.accounts.actor(secret: secret) == nil)
            #expect(try await logIn(made, password) == "wrongLogin")
        }
    }

    @Test("Passwords are long enough, kept as Argon2id, and seen nowhere", arguments: Dialect.allCases)
    func passwords(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: []) { made in
            let id = try await user(made)

            #expect(try await problems { try await made.engine.accounts.setPassword("too short", of: id) } == ["password: outOfRange"])
            #expect(try await problems { try await made.engine.accounts.setPassword(String(repeating: "x", count: 201), of: id) } == ["password: tooLong"])
            #expect(try await refusal { try await made.engine.accounts.setPassword(password, of: RecordID(rawValue: 1)) } == "notFound")
            let hash = try await made.rows("SELECT password_hash FROM \(name: "user")").first?[0].text ?? ""
            #expect(hash.hasPrefix("$argon2id$"))
            #expect(try await made.list(ListQuery(User.schema.definition)).first?["passwordHash"] == nil)
            #expect(try await made.number("SELECT COUNT(*) FROM audit WHERE new LIKE '%argon%'") == 0)
            let secret = try #require(try await made.engine.accounts.logIn("li", password: password).access).secret
            #expect(try await made.number("SELECT COUNT(*) FROM access WHERE hash = \(secret)") == 0)
        }
    }
}
