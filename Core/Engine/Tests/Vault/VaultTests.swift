@testable import Engine
import Kernel
import Store
import Synchronization
import TestKit
import Testing

/// Identity numbers lie encrypted, are found nevertheless, and change their key while people work.
@Suite struct VaultTests {
    private static let number = "11010519491231002X"

    @Test("An identity number lies nowhere in the open, and is found by all of it and nothing less", arguments: Dialect.allCases)
    func sealed(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let id = try await made.create(Firm.self, ["name": "甲", "identity": .text(Self.number)]).id
            try await made.edit(Firm.self, id, ["identity": "110105194912310038"])
            try await made.edit(Firm.self, id, ["identity": .text(Self.number)])

            let row = try #require(try await made.rows("SELECT identity, identity_digest FROM firm").first)
            #expect(row[0].text?.hasPrefix("v1.") == true && row[1].text?.isEmpty == false)
            let traces = try await made.rows("SELECT old, new FROM audit").flatMap(\.cells).compactMap(\.text).joined()
            #expect(!"\(row)\(traces)".contains("19491231") && traces.contains("110***"))
            #expect(try await made.find(Firm.self, id)?[\.identity] == Self.number)
            for (filter, count) in [(Firm.rule { $0.identity == Self.number }, 1), (Firm.rule { $0.identity == "110105194912310038" }, 0), (Firm.rule { $0.identity.isEmpty }, 0)] {
                #expect(try await made.engine.read(as: .system) { try $0.count(Firm.definition, where: filter) } == Int64(count))
            }
            #expect(try await problems { _ = try ListQuery([("sort", "identity")], on: Firm.definition, made.engine.catalogue, for: .system) } == ["sort: badSort"])
        }
    }

    @Test("A sealed value that is moved to another row, or changed, is not taken for a value", arguments: Dialect.allCases)
    func moved(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let first = try await made.create(Firm.self, ["name": "甲", "identity": .text(Self.number)]).id
            let second = try await made.create(Firm.self, ["name": "乙", "identity": "X12"]).id
            try await made.database.database.write { session in
                try session.execute("UPDATE firm SET identity = (SELECT identity FROM firm WHERE id = \(first.rawValue)) WHERE id = \(second.rawValue)")
            }

            #expect(try await made.find(Firm.self, second)?[\.identity] == nil)
            #expect(try await made.find(Firm.self, first)?[\.identity] == Self.number)
        }
    }

    @Test("A new key takes over while people write; the old one is needed no more", arguments: Dialect.allCases)
    func rotation(_ dialect: Dialect) async throws {
        try await withTestDatabase(dialect) { database in
            let old = KeyRing.newLine(), new = KeyRing.newLine()
            let clock = TestClock()
            func start(_ lines: String) async throws -> Engine {
                try await Engine.start(
                    Databases.open(database.url), modules: [Workshop()], vault: Vault { try KeyRing(lines) }, clock: clock.clock
                ).engine
            }
            let before = try await start(old)
            for index in 0..<450 {
                try await before.perform(.create(["name": .text("f\(index)"), "identity": .text("X\(1_000 + index)")]), on: Firm.definition, as: .system)
            }
            let both = try await start("\(new)\n\(old)")
            // A server that does not know the new key yet goes on.
            let writing = Task {
                for index in 450..<480 {
                    try await before.perform(.create(["name": .text("f\(index)"), "identity": .text("X\(1_000 + index)")]), on: Firm.definition, as: .system)
                }
            }
            _ = try await KeyRotation(both).run()
            try await writing.value
            await before.stop()
            #expect(try await found(both) == 480)
            let rest = try await KeyRotation(both).run()
            await both.stop()
            let after = try await start(new)

            #expect(rest.unreadable == 0)
            #expect(try await found(after) == 480)
            await after.stop()
            await #expect(throws: KeyRotation.MissingKeys.self) { try await start(KeyRing.newLine()) }
        }
    }

    /// How many firms are found by their number and show it.
    private func found(_ engine: Engine) async throws -> Int {
        try await engine.read(as: .system, limit: nil) { reader in
            try (0..<480).count { index in
                let number = "X\(1_000 + index)"
                return try reader.first(Firm.self, where: Firm.rule { $0.identity == number })?[\.identity] == number
            }
        }
    }

    @Test("A key file is read strictly")
    func file() throws {
        let line = KeyRing.newLine()
        #expect(try KeyRing("# since 2026\n\n \(line) # first\n").keys.count == 1)
        for wrong in ["", "# nothing", "abc", line + line, "\(line)\n\(line)", String(line.dropLast(4))] {
            #expect(throws: KeyRing.Mistake.self) { try KeyRing(wrong) }
        }
    }
}
