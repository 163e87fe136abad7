import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

@Suite struct LifeCycleTests {
    @Test("A record is made, changed, put away, brought back and removed for good", arguments: Dialect.allCases)
    func lifeCycle(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let made1 = try await made.create(Firm.self, ["name": "甲"])
            let id = made1.id
            #expect(made1.version == 1)
            #expect(made1.values["code"] == "F2600001")
            #expect(made1.values["label"] == "F2600001 甲")

            made.clock.step(milliseconds: 1_000)
            let edited = try await made.edit(Firm.self, id, ["name": "乙", "employees": 3], ifVersion: 1)
            #expect(edited.changed.filter { $0 != "modifiedAt" } == ["name", "employees", "label", "half"])
            let found = try #require(try await made.find(Firm.self, id))
            #expect(found[\.title] == "乙")
            #expect(found.value("createdAt") == .instant(TestClock.start))
            #expect(found.value("modifiedAt") == .instant(TestClock.start + 1_000))
            #expect(found.value("half") == .decimal(1.5))

            try await made.engine.perform(.delete(id, ifVersion: 2), on: Firm.definition, as: .system)
            #expect(try await made.find(Firm.self, id) == nil)
            #expect(try await refusal { try await made.edit(Firm.self, id, ["name": "丙"]) } == "notFound")
            #expect(try await refusal { try await made.engine.perform(.delete(id), on: Firm.definition, as: .system) } == "notFound")

            try await made.engine.perform(.restore(id), on: Firm.definition, as: .system)
            #expect(try await made.find(Firm.self, id)?[\.title] == "乙")
            #expect(try await refusal { try await made.engine.perform(.restore(id), on: Firm.definition, as: .system) } == "notFound")
            #expect(try await refusal { try await made.engine.perform(.purge(id), on: Firm.definition, as: .system) } == "notFound")

            try await made.engine.perform(.delete(id), on: Firm.definition, as: .system)
            try await made.engine.perform(.purge(id), on: Firm.definition, as: .system)
            #expect(try await made.number("SELECT COUNT(*) FROM firm") == 0)
            #expect(try await made.audit(id) == [AuditRow(kind: "purge", field: nil, old: nil, new: nil)])
            #expect(try await made.rows("SELECT kind FROM outbox WHERE entity = 'firm' ORDER BY id").map { $0[0].text } == ["create", "edit", "delete", "restore", "delete", "purge"])
        }
    }

    @Test("An edit leaves a row of audit for each field that changed, and none for others", arguments: Dialect.allCases)
    func auditRows(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let id = try await made.create(Firm.self, ["name": "甲", "price": yuan(100), "ratio": .decimal(1.5), "visits": 1]).id

            let saved = try await made.edit(
                Firm.self, id, ["name": "甲", "price": yuan(250), "ratio": .decimal(Decimal(string: "1.5004") ?? 0), "visits": 2, "memo": "你好 \"😀\""])
            let again = try await made.edit(Firm.self, id, ["price": yuan(250), "memo": "你好 \"😀\"", "signs": .list([]), "phone": ""])

            #expect(saved.changed == ["memo", "price", "visits"])
            #expect(try await made.audit(id) == [
                AuditRow(kind: "create", field: nil, old: nil, new: nil),
                AuditRow(kind: "edit", field: "memo", old: nil, new: #""你好 \"😀\"""#),
                AuditRow(
                    kind: "edit", field: "price", old: #"{"amount":"1.00","currency":"CNY"}"#, new: #"{"amount":"2.50","currency":"CNY"}"#),
            ])
            #expect(again.changed.isEmpty)
            #expect(again.version == 2)
            #expect(try await made.number("SELECT COUNT(*) FROM outbox WHERE record_id = \(id.rawValue)") == 2)
            #expect(try await made.rows("SELECT fields FROM outbox WHERE kind = 'edit'").first?[0] == .text("memo,price,visits"))
        }
    }

    @Test("Secret fields are written by code and shown to nobody", arguments: Dialect.allCases)
    func secrets(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let saved = try await made.create(Firm.self, ["name": "甲", "pin": "1234"])
            let edited = try await made.edit(Firm.self, saved.id, ["pin": "5678"])

            #expect(try await made.rows("SELECT pin FROM firm").first?[0] == .text("5678"))
            #expect(saved.values["pin"] == nil && edited.values["pin"] == nil)
            #expect(try await made.audit(saved.id).allSatisfy { $0.field != "pin" })
            let listed = try await made.list(ListQuery(Firm.definition))
            #expect(listed.first?["pin"] == nil)
            #expect(listed.first?["name"] == "甲")
            #expect(throws: Invalid.self) { try ListQuery([("pin", "5678")], on: Firm.definition, made.engine.catalogue, for: .system) }
            #expect(throws: Invalid.self) { try ListQuery([("sort", "pin")], on: Firm.definition, made.engine.catalogue, for: .system) }
            #expect(throws: Invalid.self) { try ListQuery([("fields", "pin")], on: Firm.definition, made.engine.catalogue, for: .system) }
            #expect(throws: Invalid.self) { try Input.values(["pin": "1"], for: Firm.definition, as: .system) }
        }
    }

    @Test("Links to several records are written, changed and taken away", arguments: Dialect.allCases)
    func links(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            var regions: [RecordID] = []
            for name in ["东", "西", "南"] { regions.append(try await made.create(Region.self, ["name": .text(name)]).id) }
            func list(_ ids: RecordID...) -> Value { .list(ids.map(Value.reference)) }
            let id = try await made.create(Firm.self, ["name": "甲", "markets": list(regions[2], regions[0], regions[0])]).id

            #expect(try await made.find(Firm.self, id)?.value("markets") == .list([regions[0], regions[2]].sorted().map(Value.reference)))
            let same = try await made.edit(Firm.self, id, ["markets": list(regions[2], regions[0])])
            #expect(same.changed.isEmpty)
            try await made.edit(Firm.self, id, ["markets": list(regions[1])])
            #expect(try await made.list(ListQuery(Firm.definition)).first?["markets"] == [.string(regions[1].description)])
            // A region that a firm links to cannot be removed for good.
            try await made.engine.perform(.delete(regions[1]), on: Region.definition, as: .system)
            #expect(try await refusal { try await made.engine.perform(.purge(regions[1]), on: Region.definition, as: .system) } == "stillUsed")
            try await made.edit(Firm.self, id, ["markets": .list([])])
            try await made.engine.perform(.purge(regions[1]), on: Region.definition, as: .system)
            #expect(try await made.number("SELECT COUNT(*) FROM firm__markets") == 0)
        }
    }

    @Test("An action runs only where its condition holds, with all it needs, through the door", arguments: Dialect.allCases)
    func actions(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let id = try await made.create(Firm.self, ["name": "甲"]).id
            let close = try made.engine.catalogue.action("close", on: Firm.definition)
            func act(_ parameters: JSON) async throws {
                try await made.engine.write(as: .system) { try $0.act(close, on: Firm.definition, id, parameters) }
            }

            #expect(try await problems { try await act([:]) } == ["reason: required"])
            #expect(try await problems { try await act(["reason": 3]) } == ["reason: wrongType"])
            #expect(try await problems { try await act(["why": "x"]) } == ["why: unknownField"])
            try await act(["reason": "搬走了"])

            let firm = try #require(try await made.find(Firm.self, id))
            #expect(firm[\.isOpen] == false && firm[\.memo] == "搬走了")
            #expect(try await made.audit(id).map(\.field) == [nil, "memo", "isOpen"])
            #expect(try await refusal { try await act(["reason": "again"]) } == "notPossible")
        }
    }
}
