@testable import Engine
import Kernel
import Store
import Synchronization
import TestKit
import Testing

/// What a directory that knows passwords changes about logging in. What a real one does is tested in `Core/Directory`.
@Suite struct PasswordDirectoryTests {
    /// Knows people by login and password, is asked by what was typed, and can go away.
    private final class Directory: PasswordDirectory {
        struct Away: Error {}

        let state = Mutex((people: [String: (password: String, person: Person)](), isAway: false, asked: [String]()))

        func know(_ login: String, _ password: String, as person: Person) { state.withLock { $0.people[login] = (password, person) } }
        func go(away: Bool) { state.withLock { $0.isAway = away } }
        var asked: [String] { state.withLock { $0.asked } }

        func person(login: String, password: String) async throws -> Person? {
            try state.withLock { state in
                state.asked.append(login)
                if state.isAway { throw Away() }
                return state.people[login.lowercased()].flatMap { $0.password == password ? $0.person : nil }
            }
        }
    }

    private static let password = "同-bamboo-in-the-directory"

    /// An engine with a directory that knows Wang Fang; Li is known here only.
    private func withDirectory(
        _ dialect: Dialect, creating: Bool = false, secondFactor: Bool = false, _ test: (TestEngine, Directory) async throws -> Void
    ) async throws {
        let directory = Directory()
        directory.know("wang", Self.password, as: Person(login: "wang", name: "王芳"))
        var settings = AccountSettings()
        settings.directory = directory
        settings.directoryCreatesUsers = creating
        settings.requiresSecondFactor = secondFactor
        try await withEngine(dialect, modules: [], accounts: settings) { made in
            try await made.person("li", isAdministrator: true)
            try await test(made, directory)
        }
    }

    private func attempt(_ made: TestEngine, _ login: String, _ password: String) async throws -> String? {
        try await answer { _ = try await made.accounts.logIn(login, password: password, from: Origin(address: "198.51.100.7")) }
    }

    /// A user of the directory: without a password here.
    private func member(_ made: TestEngine, _ login: String = "wang") async throws -> RecordID {
        try await made.create(User.self, ["login": .text(login), "name": "王芳"]).id
    }

    @Test("A password of the directory lets its owner in, by the login that stands there", arguments: Dialect.allCases)
    func letIn(_ dialect: Dialect) async throws {
        try await withDirectory(dialect) { made, _ async throws in
            let id = try await member(made)

            let access = try #require(try await made.accounts.logIn("WANG", password: Self.password).access)

            #expect(access.actor.user == id)
            #expect(try await made.accounts.accesses(of: id).first?.name == "directory")
            #expect(try await made.rows("SELECT details FROM security_log WHERE kind = 'logIn'").first?[0].text?.contains("directory") == true)
            for wrong in ["", "x", TestEngine.password] { #expect(try await attempt(made, "wang", wrong) == "wrongLogin") }
        }
    }

    @Test("A password here is good with and without the directory, which is not asked about it", arguments: Dialect.allCases)
    func here(_ dialect: Dialect) async throws {
        try await withDirectory(dialect) { made, directory async throws in
            #expect(try await attempt(made, "li", TestEngine.password) == nil)
            directory.go(away: true)
            #expect(try await attempt(made, "li", TestEngine.password) == nil)

            #expect(directory.asked == [])
        }
    }

    @Test("Whoever is known here, there, in both or nowhere, a wrong password takes the same steps to the same answer", arguments: Dialect.allCases)
    func alike(_ dialect: Dialect) async throws {
        try await withDirectory(dialect) { made, directory async throws in
            try await made.person("zhao")
            directory.know("zhao", Self.password, as: Person(login: "zhao", name: "赵一"))
            var answers: [String: [String?]] = [:]
            for login in ["li", "wang", "zhao", "ghost"] {
                answers[login, default: []].append(try await attempt(made, login, "wrong"))
                directory.go(away: true)
                answers[login, default: []].append(try await attempt(made, login, "wrong"))
                directory.go(away: false)
            }

            #expect(Set(answers.values) == [["wrongLogin", "directoryUnreachable"]])
            #expect(directory.asked == ["li", "li", "wang", "wang", "zhao", "zhao", "ghost", "ghost"])
        }
    }

    @Test("Guessing is slowed down before the directory is asked, and every spelling of a login counts as one", arguments: Dialect.allCases)
    func throttle(_ dialect: Dialect) async throws {
        try await withDirectory(dialect) { made, directory async throws in
            for spelling in ["wang", "WANG", " wang ", "ｗａｎｇ", "w\u{AD}a\u{301}ng"] {
                #expect(try await attempt(made, spelling, "wrong") == "wrongLogin", "\(spelling)")
            }

            for spelling in ["wang", "Wang", "wang\u{200B}"] { #expect(try await attempt(made, spelling, Self.password) == "tooManyAttempts") }
            #expect(directory.asked.count == 5)
        }
    }

    @Test("While the directory is away nobody is locked out for long, and a password here is still guessed slowly", arguments: Dialect.allCases)
    func away(_ dialect: Dialect) async throws {
        try await withDirectory(dialect) { made, directory async throws in
            _ = try await member(made)
            directory.go(away: true)
            for login in ["wang", "li"] {
                for _ in 0..<5 { #expect(try await attempt(made, login, "guess") == "directoryUnreachable") }
                for _ in 0..<20 {
                    #expect(try await attempt(made, login, "guess") == "tooManyAttempts")
                    made.clock.step(milliseconds: 30_000)
                    #expect(try await attempt(made, login, "guess") == "directoryUnreachable")
                }
            }

            directory.go(away: false)
            made.clock.step(milliseconds: 30_000)
            #expect(try await attempt(made, "wang", Self.password) == nil)
            #expect(try await attempt(made, "li", TestEngine.password) == nil)
            #expect(try await made.log().filter { $0 == "logInFailed" }.count == 50)
        }
    }

    @Test("Failures that the directory has judged stay counted while it is away", arguments: Dialect.allCases)
    func counted(_ dialect: Dialect) async throws {
        try await withDirectory(dialect) { made, directory async throws in
            for _ in 0..<7 {
                made.clock.step(milliseconds: 900_000)
                #expect(try await attempt(made, "wang", "wrong") == "wrongLogin")
            }
            directory.go(away: true)
            made.clock.step(milliseconds: 900_000)
            #expect(try await attempt(made, "wang", "wrong") == "directoryUnreachable")

            made.clock.step(milliseconds: 119_999)
            #expect(try await attempt(made, "wang", "wrong") == "tooManyAttempts")
            made.clock.step(milliseconds: 1)
            #expect(try await attempt(made, "wang", "wrong") == "directoryUnreachable")
        }
    }

    @Test("Whom only the directory knows stays out, or becomes a user without rights where that is wanted", arguments: Dialect.allCases)
    func creating(_ dialect: Dialect) async throws {
        try await withDirectory(dialect) { made, _ async throws in
            #expect(try await attempt(made, "wang", Self.password) == "wrongLogin")
            #expect(try await made.accounts.user(login: "wang") == nil)
        }
        try await withDirectory(dialect, creating: true) { made, directory async throws in
            directory.know("long", Self.password, as: Person(login: " long ", name: String(repeating: "长", count: 500)))
            #expect(try await attempt(made, "wang", "wrong") == "wrongLogin")
            #expect(try await made.accounts.user(login: "wang") == nil)

            let actor = try #require(try await made.accounts.logIn("wang", password: Self.password).access).actor
            let again = try #require(try await made.accounts.logIn("wang", password: Self.password).access).actor
            for _ in 0..<2 { #expect(try await attempt(made, "long", Self.password) == nil) }

            #expect(!actor.isAdministrator && again.user == actor.user)
            let rows = try await made.rows("SELECT name, password_hash, is_administrator FROM \(name: "user") WHERE login IN ('wang', 'long') ORDER BY login DESC")
            #expect(rows.map { $0[0].text } == ["王芳", "long"])
            #expect(rows.allSatisfy { $0[1].isNull && $0[2].flag == false })
        }
    }

    @Test("Whoever is switched off here does not get in, whatever the directory says", arguments: Dialect.allCases)
    func switchedOff(_ dialect: Dialect) async throws {
        try await withDirectory(dialect, creating: true) { made, _ async throws in
            let id = try await member(made)
            try await made.engine.perform(.edit(id, ["isActive": .flag(false)]), on: User.schema.definition, as: .system)

            #expect(try await attempt(made, "wang", Self.password) == "wrongLogin")
        }
    }

    @Test("A second factor of here is asked for, and is set up by the directory's password", arguments: Dialect.allCases)
    func secondFactor(_ dialect: Dialect) async throws {
        try await withDirectory(dialect, secondFactor: true) { made, _ async throws in
            let id = try await member(made)
            try await made.accounts.setPassword(TestEngine.password, of: id, temporary: true)
            let access = try #require(try await made.accounts.logIn("wang", password: Self.password).access)
            let identity = try #require(try await made.accounts.identity(secret: access.secret))
            // The password that somebody has set here is not the one that was used: it need not be changed.
            #expect(identity.duty == .setUpSecondFactor)
            #expect(try await answer { _ = try await made.accounts.enrolSecondFactor(identity, password: "x", from: Origin()) } == "password:wrongPassword")
            let enrolment = try await made.accounts.enrolSecondFactor(identity, password: Self.password, from: Origin())
            let code = OneTimeCode(secret: try #require(Base32.bytes(enrolment.secret)))
            _ = try await made.accounts.confirmSecondFactor(identity, code: made.shown(code))

            made.clock.step(milliseconds: 30_000)
            guard case .challenge(let secret, _) = try await made.accounts.logIn("wang", password: Self.password) else {
                Issue.record("no code was asked for")
                return
            }
            #expect(try await answer { _ = try await made.accounts.logIn(challenge: secret, code: "000000") } == "code:wrongCode")
            let second = try await made.accounts.logIn(challenge: secret, code: made.shown(code))

            #expect(try await made.accounts.identity(secret: second.secret)?.duty == nil)
            #expect(try await made.accounts.accesses(of: id).first { $0.id == second.id }?.name == "directory")
        }
    }

    @Test("Codes are counted with the login of here, whatever the directory takes for it", arguments: Dialect.allCases)
    func codes(_ dialect: Dialect) async throws {
        try await withDirectory(dialect) { made, directory async throws in
            let id = try await member(made)
            directory.know("wang@example.com", Self.password, as: Person(login: "wang", name: "王芳"))
            let access = try await made.accounts.logIn(id, provedBy: .directory, from: Origin())
            let identity = try #require(try await made.accounts.identity(secret: access.secret))
            let enrolment = try await made.accounts.enrolSecondFactor(identity, password: Self.password, from: Origin())
            let code = OneTimeCode(secret: try #require(Base32.bytes(enrolment.secret)))
            _ = try await made.accounts.confirmSecondFactor(identity, code: made.shown(code))
            func challenge(_ login: String) async throws -> String {
                guard case .challenge(let secret, _) = try await made.accounts.logIn(login, password: Self.password) else { return "" }
                return secret
            }

            for _ in 0..<6 {
                made.clock.step(milliseconds: 30_000)
                _ = try await made.accounts.logIn(challenge: try await challenge("wang@example.com"), code: made.shown(code))
            }
            for _ in 0..<5 {
                let secret = try await challenge("wang@example.com")
                #expect(try await answer { _ = try await made.accounts.logIn(challenge: secret, code: "000000") } == "code:wrongCode")
            }
            let secret = try await challenge("wang@example.com")
            #expect(try await answer { _ = try await made.accounts.logIn(challenge: secret, code: made.shown(code)) } == "tooManyAttempts")
            #expect(try await answer { _ = try await made.accounts.logIn("WANG", password: Self.password) } == "tooManyAttempts")
        }
    }

    @Test("A password of the directory is neither changed here nor good for setting one here; one that was set works as ever", arguments: Dialect.allCases)
    func passwords(_ dialect: Dialect) async throws {
        try await withDirectory(dialect) { made, _ async throws in
            let id = try await member(made)
            let access = try #require(try await made.accounts.logIn("wang", password: Self.password).access)
            let identity = try #require(try await made.accounts.identity(secret: access.secret))
            let change = { (old: String) in
                try await answer { try await made.accounts.changePassword(of: identity, from: old, to: "korrekt-Pferd-纸张", from: Origin()) }
            }

            #expect(try await change(Self.password) == "oldPassword:wrongPassword")
            try await made.accounts.setPassword(TestEngine.password, of: id)
            #expect(try await attempt(made, "wang", TestEngine.password) == nil)
            #expect(try await attempt(made, "wang", Self.password) == nil)
        }
    }

    @Test("Somebody else's password of the directory proves nothing about who is logged in", arguments: Dialect.allCases)
    func somebodyElse(_ dialect: Dialect) async throws {
        try await withDirectory(dialect) { made, directory async throws in
            _ = try await member(made)
            directory.know("li", Self.password, as: Person(login: "wang", name: "王芳"))
            let identity = try await made.enter("li")

            let refused = try await answer { _ = try await made.accounts.enrolSecondFactor(identity, password: Self.password, from: Origin()) }

            #expect(refused == "password:wrongPassword")
        }
    }
}
