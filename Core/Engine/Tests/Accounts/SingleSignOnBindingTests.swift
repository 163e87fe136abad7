@testable import Engine
import Kernel
import Store
import TestKit
import Testing

/// Another system's people are known by what never changes, once they have been here.
@Suite struct SingleSignOnBindingTests {
    private static func person(_ login: String, _ subject: String, issuer: String = "https://one.example") -> Person {
        Person(login: login, name: login, subject: Person.Subject(issuer: issuer, id: subject))
    }

    private func user(_ made: TestEngine, _ person: Person) async throws -> RecordID? {
        try await made.accounts.logIn(person, by: .singleSignOn, from: Origin()).actor.user
    }

    @Test("After the first time the login may change, and whoever takes it over is refused", arguments: Dialect.allCases)
    func bound(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: []) { made in
            let li = try await made.person("li"), wang = try await made.person("wang")

            #expect(try await user(made, Self.person("li", "s1")) == li)
            #expect(try await user(made, Self.person("li.married", "s1")) == li)
            // Even with the login of another user it is the same person.
            #expect(try await user(made, Self.person("wang", "s1")) == li)
            #expect(try await answer { _ = try await user(made, Self.person("li", "s2")) } == "singleSignOnFailed")
            #expect(try await user(made, Self.person("wang", "s2")) == wang)
            // What another provider says of somebody is another matter.
            #expect(try await user(made, Self.person("wang", "s1", issuer: "https://two.example")) == wang)
            let entry = try #require(try await made.rows("SELECT record_id, details FROM security_log WHERE kind = 'logInFailed'").first)
            #expect(entry[0].integer == li.rawValue && entry[1].text == #"{"known":true,"step":"singleSignOn"}"#)
        }
    }

    @Test("A bound user who is switched off stays out, also by another login", arguments: Dialect.allCases)
    func switchedOff(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: []) { made in
            let li = try await made.person("li")
            try await made.person("wang")
            _ = try await user(made, Self.person("li", "s1"))
            try await made.engine.perform(.edit(li, ["isActive": .flag(false)]), on: User.schema.definition, as: .system)

            #expect(try await answer { _ = try await user(made, Self.person("wang", "s1")) } == "singleSignOnFailed")
        }
    }

    @Test("A binding is forgotten by an administrator, or with the user, and the next one is bound", arguments: Dialect.allCases)
    func forgotten(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: []) { made in
            let li = try await made.person("li")
            _ = try await user(made, Self.person("li", "s1"))

            try await made.accounts.forgetSingleSignOn(of: li, as: .system)
            #expect(try await made.accounts.accesses(of: li).isEmpty)
            #expect(try await user(made, Self.person("li", "s2")) == li)
            #expect(try await answer { _ = try await user(made, Self.person("li", "s1")) } == "singleSignOnFailed")
            #expect(try await made.log().filter { $0 == "singleSignOnForgotten" }.count == 1)
            try await made.accounts.forgetSingleSignOn(of: try await made.person("wang"), as: .system)
            #expect(try await made.log().filter { $0 == "singleSignOnForgotten" }.count == 1)
            try await made.engine.perform(.delete(li), on: User.schema.definition, as: .system)
            try await made.engine.perform(.purge(li), on: User.schema.definition, as: .system)
            #expect(try await made.rows("SELECT 1 FROM single_sign_on").isEmpty)
        }
    }
}
