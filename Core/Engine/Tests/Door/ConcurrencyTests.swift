import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

@Suite struct ConcurrencyTests {
    @Test("Of two who edit what they both read, one is told that it is stale", arguments: Dialect.allCases)
    func versions(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()], readers: 8) { made in
            let id = try await made.create(Firm.self, ["name": "甲"]).id

            for round in 1...5 {
                let outcomes = try await withThrowingTaskGroup(of: String?.self) { group in
                    for task in 0..<4 {
                        group.addTask {
                            try await refusal { try await made.edit(Firm.self, id, ["memo": .text("\(round) \(task)")], ifVersion: Int64(round)) }
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(outcomes.count { $0 == nil } == 1)
                #expect(outcomes.count { $0 == "stale" } == 3)
            }

            #expect(try await made.find(Firm.self, id)?.value("version") == 6)
            #expect(try await refusal { try await made.engine.perform(.delete(id, ifVersion: 5), on: Firm.definition, as: .system) } == "stale")
        }
    }

    @Test("Without a version all edits win, one after the other, and the audit forgets none", arguments: Dialect.allCases)
    func lastOneWins(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()], readers: 8) { made in
            let id = try await made.create(Firm.self, ["name": "甲", "memo": "0"]).id

            try await withThrowingTaskGroup { group in
                for task in 1...8 {
                    group.addTask {
                        try await made.edit(Firm.self, id, ["memo": .text("\(task)")])
                        try await made.edit(Firm.self, id, ["employees": .integer(Int64(task))])
                    }
                }
                try await group.waitForAll()
            }

            #expect(try await made.find(Firm.self, id)?.value("version") == 17)
            // Each row's old value is the new one of the row before: no edit was built on what was no longer there.
            for field in ["memo", "employees"] {
                var chain = try await made.audit(id).filter { $0.field == field }.map { [$0.old ?? "-", $0.new ?? "-"] }
                #expect(chain.count == 8)
                var last = field == "memo" ? "\"0\"" : "-"
                while let next = chain.firstIndex(where: { $0[0] == last }) { last = chain.remove(at: next)[1] }
                #expect(chain.isEmpty)
            }
        }
    }

    @Test("Parents are edited while their children come, and nobody waits for ever", arguments: Dialect.allCases)
    func parentsAndChildren(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()], readers: 8) { made in
            let firm = try await made.create(Firm.self, ["name": "甲"]).id

            try await withThrowingTaskGroup { group in
                for task in 0..<4 {
                    group.addTask {
                        for index in 0..<10 {
                            try await made.edit(Firm.self, firm, ["memo": .text("\(task) \(index)")])
                            try await made.create(Order.self, ["name": "x", "firm": .reference(firm)])
                        }
                    }
                }
                try await group.waitForAll()
            }

            let kept = try #require(try await made.find(Firm.self, firm))
            #expect(kept.value("orders") == 40)
            #expect(kept.value("version") == 41)
        }
    }
}
