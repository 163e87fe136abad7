import Engine
import Foundation
import Kernel
import Store
import Synchronization
import TestKit
import Testing

@Suite struct HookTests {
    @Test("Hooks run in the order of the modules, see formulas and numbers, and what they set is computed and checked", arguments: Dialect.allCases)
    func order(_ dialect: Dialect) async throws {
        let log = Log()
        let hooks: [Hook] = [
            .beforeSaving(Firm.self) { firm, saving in
                log.add("before 1 \(firm[\.code]) \(firm[\.label] ?? "-") \(saving.before == nil)")
                firm[\.employees] = 8
                if firm[\.title] == "blank" { firm[\.title] = "" }
                if firm[\.title] == "lost" { firm[\.region] = Reference(RecordID(rawValue: 7)) }
            },
            .afterSaving(Firm.self) { firm, saving in log.add("after \(firm.id.rawValue > 0) \(saving.changes("name", in: firm.values))") },
            .beforeSaving(Firm.self) { firm, _ in log.add("before 2 \(firm[\.employees] ?? 0)") },
        ]
        try await withEngine(dialect, modules: [Workshop(hooks: hooks)]) { made in
            let saved = try await made.create(Firm.self, ["name": "甲"])

            #expect(log.lines == ["before 1 F2600001 F2600001 甲 true", "before 2 8", "after true true"])
            #expect(saved.values["half"] == .decimal(4))
            #expect(try await made.find(Firm.self, saved.id)?[\.half] == 4)
            #expect(try await problems { try await made.create(Firm.self, ["name": "blank"]) } == ["name: required"])
            #expect(try await problems { try await made.create(Firm.self, ["name": "lost"]) } == ["region: notFound"])
            log.clear()
            try await made.edit(Firm.self, saved.id, ["memo": "x"])
            #expect(log.lines == ["before 1 F2600001 F2600001 甲 false", "before 2 8", "after true false"])
            log.clear()
            try await made.engine.perform(.delete(saved.id), on: Firm.definition, as: .system)
            #expect(log.lines.isEmpty)
            // Refused changes took no number.
            #expect(try await made.create(Firm.self, ["name": "乙"]).values["code"] == "F2600002")
        }
    }

    @Test("A hook that throws after everything was written leaves nothing of it", arguments: Dialect.allCases)
    func rollback(_ dialect: Dialect) async throws {
        struct Trouble: Error {}
        let hooks: [Hook] = [
            .afterSaving(Firm.self) { firm, saving in
                try saving.door.perform(.create(["name": "子", "firm": .reference(firm.id), "amount": yuan(5)]), on: Order.definition)
                if firm[\.title].hasPrefix("bad") { throw Trouble() }
            }
        ]
        try await withEngine(dialect, modules: [Workshop(hooks: hooks)]) { made in
            let region = try await made.create(Region.self, ["name": "东"]).id
            let good = try await made.create(Firm.self, ["name": "good", "region": .reference(region)])
            let before = try await made.footprint()
            let stored = try await made.rows("SELECT * FROM firm")

            let values: Values = ["name": "bad", "region": .reference(region), "markets": .list([.reference(region)]), "phone": "+8613812345678"]
            await #expect(throws: Trouble.self) { try await made.create(Firm.self, values) }
            await #expect(throws: Trouble.self) { try await made.edit(Firm.self, good.id, values) }
            await #expect(throws: Trouble.self) {
                try await made.engine.write(as: .system) { door in
                    try door.perform(.delete(good.id), on: Firm.definition)
                    throw Trouble()
                }
            }

            #expect(try await made.footprint() == before)
            #expect(try await made.rows("SELECT * FROM firm") == stored)
            #expect(try await made.create(Firm.self, ["name": "next"]).values["code"] == "F2600002")
        }
    }

    @Test("What a hook changes of its own record comes back to the caller", arguments: Dialect.allCases)
    func comingBack(_ dialect: Dialect) async throws {
        let hooks: [Hook] = [
            .afterSaving(Firm.self) { firm, saving in
                guard firm[\.memo] == nil else { return }
                try saving.door.perform(.edit(firm.id, ["memo": "seen"]), on: Firm.definition)
            }
        ]
        try await withEngine(dialect, modules: [Workshop(hooks: hooks)]) { made in
            let saved = try await made.create(Firm.self, ["name": "甲", "pin": "1"])

            #expect(saved.version == 2)
            #expect(saved.values["memo"] == "seen")
            #expect(saved.values["pin"] == nil)
            #expect(try await made.edit(Firm.self, saved.id, ["name": "乙"], ifVersion: saved.version).version == 3)
        }
    }

    @Test("A change that fails inside a savepoint takes its numbers with it", arguments: Dialect.allCases)
    func savepoints(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            try await made.create(Firm.self, ["name": "甲", "mail": "a@b.cn"])

            let codes = try await made.engine.write(as: .system) { door -> [Value?] in
                var codes: [Value?] = []
                for values in [
                    ["name": "乙", "mail": "a@b.cn"], ["name": "丙", "code": "F2600500", "mail": "a@b.cn"], ["name": "丁"], ["name": "戊", "code": "F2600010"], ["name": "己"],
                ] as [Values] {
                    let saved = try? door.session.savepoint { try door.perform(.create(values), on: Firm.definition) }
                    codes.append(saved?.values["code"])
                }
                return codes
            }

            #expect(codes == [nil, nil, "F2600002", "F2600010", "F2600011"])
            #expect(try await made.create(Firm.self, ["name": "庚"]).values["code"] == "F2600012")
        }
    }
}

final class Log: Sendable {
    private let kept = Mutex<[String]>([])
    func add(_ line: String) { kept.withLock { $0.append(line) } }
    func clear() { kept.withLock { $0 = [] } }
    var lines: [String] { kept.withLock { $0 } }
}
