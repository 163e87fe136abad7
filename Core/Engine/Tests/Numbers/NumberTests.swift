import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

@Suite struct NumberTests {
    private static func code(_ number: Int) -> String { "F26" + "\(100_000 + number)".dropFirst() }

    @Test("Eight who create at once are given every number once, also when every third goes back", arguments: Dialect.allCases, [false, true])
    func withoutGaps(_ dialect: Dialect, _ fails: Bool) async throws {
        struct Trouble: Error {}
        try await withEngine(dialect, modules: [Workshop()], readers: 8) { made in
            try await withThrowingTaskGroup { group in
                for task in 0..<8 {
                    group.addTask {
                        for index in 0..<50 {
                            if fails, index % 3 == 0 {
                                await #expect(throws: Trouble.self) {
                                    try await made.engine.write(as: .system) { door in
                                        try door.perform(.create(["name": "no"]), on: Firm.definition)
                                        throw Trouble()
                                    }
                                }
                            }
                            try await made.create(Firm.self, ["name": .text("\(task)-\(index)")])
                        }
                    }
                }
                try await group.waitForAll()
            }

            let codes = try await made.rows("SELECT code FROM firm ORDER BY code").compactMap { $0[0].text }
            let expected = (1...400).map(Self.code)
            #expect(codes == expected)
        }
    }

    @Test("A given code that looks like ours moves the series, and no other does", arguments: Dialect.allCases)
    func givenCodes(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            func code(_ given: Value = .null) async throws -> Value? {
                try await made.create(Firm.self, ["name": "甲", "code": given]).values["code"]
            }

            #expect(try await code() == "F2600001")
            #expect(try await code("F2600041") == "F2600041")
            #expect(try await code() == "F2600042")
            #expect(try await code("F2600007") == "F2600007")
            #expect(try await code("OLD-7") == "OLD-7")
            #expect(try await code("F26000099") == "F26000099")
            #expect(try await code("F2500900") == "F2500900")
            #expect(try await code() == "F2600043")
            // In one transaction too.
            let codes = try await made.engine.write(as: .system) { door in
                let given: [Value] = ["F2600060", .null, "F2600050", .null]
                return try given.map { try door.perform(.create(["name": "乙", "code": $0]), on: Firm.definition).values["code"] }
            }
            #expect(codes == ["F2600060", "F2600061", "F2600050", "F2600062"])
            #expect(try await made.number("SELECT last FROM number_series WHERE series LIKE '%F25%'") == 900)
        }
    }

    @Test("A new year begins a new series, by the caller's calendar", arguments: Dialect.allCases)
    func newYear(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let midnight = try #require(Instant("2026-12-31T16:00:00Z"))
            made.clock.set(midnight + -1)
            #expect(try await made.create(Firm.self, ["name": "甲"]).values["code"] == "F2600001")
            made.clock.set(midnight)
            #expect(try await made.create(Firm.self, ["name": "乙"]).values["code"] == "F2700001")
            let inLondon = Actor(user: nil, rights: .unlimited, zone: TimeZone(identifier: "Europe/London") ?? .gmt)
            #expect(try await made.create(Firm.self, ["name": "丙"], as: inLondon).values["code"] == "F2600002")
        }
    }

    @Test("A number that somebody is about to take is not issued to another", arguments: Dialect.allCases)
    func takenAtOnce(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()], readers: 8) { made in
            let (begun, announce) = AsyncStream.makeStream(of: Void.self)
            try await made.create(Firm.self, ["name": "甲"])

            let runs = Log()
            async let taking = made.engine.write(as: .system) { door in
                runs.add("taking")
                let saved = try door.perform(.create(["name": "乙", "code": "F2600002"]), on: Firm.definition)
                announce.yield()
                Thread.sleep(forTimeInterval: 0.05)
                return saved
            }
            for await _ in begun { break }
            let issued = try await made.engine.write(as: .system) { door in
                runs.add("issuing")
                return try door.perform(.create(["name": "丙"]), on: Firm.definition)
            }

            #expect(try await taking.values["code"] == "F2600002")
            #expect(issued.values["code"] == "F2600003")
            // One waited for the other; neither had to begin anew.
            #expect(runs.lines == ["taking", "issuing"])
        }
    }

    @Test("Editing a numbered record does not touch its series", arguments: Dialect.allCases)
    func edits(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let id = try await made.create(Firm.self, ["name": "甲"]).id
            try await made.database.database.write { try $0.execute("DELETE FROM number_series") }

            try await made.edit(Firm.self, id, ["memo": "x"])

            #expect(try await made.number("SELECT COUNT(*) FROM number_series") == 0)
        }
    }
}
