import Engine
import Kernel
import Store
import TestKit
import Testing

@Suite struct ChildTimelineTests {
    @Test("What happens to children stands on the time line of their record, but for what is made with it", arguments: Dialect.allCases)
    func children(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let (firm, first) = try await made.engine.write(as: .system) { door in
                let firm = try door.create(Firm.self, ["name": .text("甲")]).id
                return (firm, try door.create(Order.self, ["name": .text("第一单"), "firm": .reference(firm)]).id)
            }
            try await made.engine.write(as: .system) { door in
                for name in ["第二单", "第三单"] { try door.create(Order.self, ["name": .text(name), "firm": .reference(firm)]) }
            }
            try await made.edit(Order.self, first, ["name": .text("首单")])
            try await made.engine.perform(.delete(first), on: Order.schema.definition, as: .system)

            let entries = try await made.engine.read(as: .system) { try timeline($0, firm) }
            let changes = try await made.engine.read(as: .system) { try timeline($0, firm, TimelineKinds("children")) }

            #expect(entries.map { $0["kind"]?.string } == ["children", "children", "children", "create"])
            #expect(changes.count == 3)
            let told = entries.compactMap { $0["details"] }
            #expect(told.map { $0["entity"] } == ["order", "order", "order"])
            #expect(told[2]["counts"] == ["create": 2])
            #expect(told[1]["lines"]?.array?.first?["changes"] == [["field": "name", "old": "第一单", "new": "首单"]])
            #expect(told[0]["counts"] == ["delete": 1])
        }
    }

    @Test("A long time line comes whole and without doubles, page by page", arguments: Dialect.allCases)
    func pages(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let firm = try await made.create(Firm.self, ["name": "甲"]).id
            for round in 1...20 {
                try await made.engine.write(as: .system) { door in
                    for step in 1...5 { try door.perform(.edit(firm, ["memo": .text("\(round).\(step)"), "employees": .integer(Int64(round * 10 + step))]), on: Firm.definition) }
                    try door.create(Order.self, ["name": .text("单\(round)"), "firm": .reference(firm)])
                }
            }

            var ids: [String] = [], kinds: [String: Int] = [:], before: RecordID?
            repeat {
                let last = before
                let page = try JSON.parse(try await made.engine.read(as: .system) { try $0.timeline(Firm.definition, firm, before: last, limit: 7) })
                for entry in page["data"]?.array ?? [] {
                    ids.append(entry["id"]?.string ?? "")
                    kinds[entry["kind"]?.string ?? "", default: 0] += 1
                }
                before = page["page"]?["next"]?.string.flatMap { RecordID($0) }
            } while before != nil

            #expect(kinds == ["create": 1, "edit": 100, "children": 20])
            #expect(Set(ids).count == ids.count)
            #expect(ids.compactMap { Int64($0) } == ids.compactMap { Int64($0) }.sorted(by: >))
        }
    }

    @Test("Who may not see a child hears nothing of it on the time line of its record", arguments: Dialect.allCases)
    func rights(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let role = try await made.engine.makeRole("firms", grants: ["firm": ["read": "all"]])
            let user = try await made.create(User.self, ["login": "li", "name": "李", "roles": .list([.reference(role)])]).id
            let firm = try await made.create(Firm.self, ["name": "甲"]).id
            try await made.create(Order.self, ["name": "单", "firm": .reference(firm)])
            let actor = try #require(await made.engine.actor(of: user))

            let seen = try await made.engine.read(as: actor) { try timeline($0, firm) }

            #expect(seen.map { $0["kind"]?.string } == ["create"])
        }
    }

    @Test("How many records refer to one is told in one answer, as far as they may be seen", arguments: Dialect.allCases)
    func related(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let firm = try await made.create(Firm.self, ["name": "甲"]).id
            for name in ["一", "二"] { try await made.create(Order.self, ["name": .text(name), "firm": .reference(firm)]) }

            let counts = try JSON.parse(try await made.engine.read(as: .system) { try $0.related(to: firm, Firm.definition) })

            #expect(counts["data"]?["order.firm"] == 2)
        }
    }

    private func timeline(_ reader: Reader, _ id: RecordID, _ kinds: TimelineKinds = .all) throws -> [JSON] {
        try JSON.parse(reader.timeline(Firm.definition, id, kinds: kinds))["data"]?.array ?? []
    }
}
