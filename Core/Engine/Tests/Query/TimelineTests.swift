import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

@Suite struct TimelineTests {
    @Test("A time line tells who changed what, newest first, page by page", arguments: Dialect.allCases)
    func pages(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let user = try await made.create(User.self, ["login": "li", "name": "李"]).id
            let id = try await made.create(Firm.self, ["name": "甲"], as: Actor(user: user, rights: .unlimited)).id
            for index in 1...4 { try await made.edit(Firm.self, id, ["memo": .text("\(index)"), "employees": .integer(Int64(index))]) }
            try await made.engine.perform(.delete(id), on: Firm.definition, as: .system)

            var entries: [JSON] = [], before: RecordID?, pages = 0
            repeat {
                let last = before
                let page = try JSON.parse(try await made.engine.read(as: .system) { try $0.timeline(Firm.definition, id, before: last, limit: 2) })
                entries += page["data"]?.array ?? []
                before = page["page"]?["next"]?.string.flatMap { RecordID($0) }
                pages += 1
            } while before != nil

            #expect(pages == 3)
            #expect(entries.map { $0["kind"]?.string } == ["delete", "edit", "edit", "edit", "edit", "create"])
            #expect(entries[1]["changes"] == [
                ["field": "memo", "old": "3", "new": "4"], ["field": "employees", "old": 3, "new": 4], ["field": "half", "old": "1.5", "new": "2.0"],
            ])
            #expect(entries[5]["actor"] == ["id": .string(user.description), "title": "李"])
            #expect(entries[1]["actor"] == .null)
            #expect(entries[5]["at"] == .string(TestClock.start.description))
            let unknown = try await refusal { _ = try await made.engine.read(as: .system) { try $0.timeline(Firm.definition, RecordID(rawValue: 1)) } }
            #expect(unknown == "notFound")
        }
    }
}
