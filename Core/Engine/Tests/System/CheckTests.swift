@testable import Engine
import Foundation
import Kernel
@testable import Store
import TestKit
import Testing

/// Each thing that `guanxi check` promises to find is broken once, behind the engine's back.
@Suite struct CheckTests {
    /// Records with a life behind them: edits forth and back, deletion, links, children, numbers.
    private func live(_ made: TestEngine) async throws -> (firm: RecordID, order: RecordID) {
        let region = try await made.create(Region.self, ["name": "华东"]).id
        let firm = try await made.create(
            Firm.self, ["name": "甲", "mail": "a@example.com", "region": .reference(region), "markets": .list([.reference(region)])]).id
        let other = try await made.create(Firm.self, ["name": "乙", "mail": "b@example.com"]).id
        let order = try await made.create(Order.self, ["name": "x", "firm": .reference(firm), "amount": yuan(500)]).id
        for name in ["丙", "甲", "丁"] { try await made.edit(Firm.self, firm, ["name": .text(name), "visits": 1]) }
        for name in ["乙二", "乙"] { try await made.edit(Firm.self, other, ["name": .text(name)]) }
        try await made.edit(Firm.self, firm, ["address": .address(Address(city: "杭州市", street: "一号")), "price": yuan(10), "employees": 7])
        try await made.engine.perform(.delete(other), on: Firm.definition, as: .system)
        try await made.engine.perform(.restore(other), on: Firm.definition, as: .system)
        let gone = try await made.create(Firm.self, ["name": "戊"]).id
        try await made.engine.perform(.delete(gone), on: Firm.definition, as: .system)
        let purged = try await made.create(Firm.self, ["name": "己"]).id
        try await made.edit(Firm.self, purged, ["name": "庚"])
        try await made.engine.perform(.delete(purged), on: Firm.definition, as: .system)
        try await made.engine.perform(.purge(purged), on: Firm.definition, as: .system)
        return (firm, order)
    }

    private func check(_ made: TestEngine, mending: Bool = false) async throws -> [String] {
        try await Check(made.engine).run(mending: mending)
            .map { "\($0.entity ?? "")\($0.field.map { "." + $0 } ?? ""): \($0.kind.rawValue) \($0.count)" }
    }

    private func breaking(_ made: TestEngine, _ statements: SQL...) async throws {
        try await made.database.database.write { session in for statement in statements { try session.execute(statement) } }
    }

    @Test("After a full life everything agrees", arguments: Dialect.allCases)
    func agrees(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            _ = try await live(made)

            #expect(try await check(made) == [])
        }
    }

    @Test("What is derived is found, and mended", arguments: Dialect.allCases)
    func derived(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let (firm, _) = try await live(made)
            for _ in 0..<450 { try await made.create(Region.self, ["name": "区"]) }
            let stray: SQL = .perDialect(
                sqlite: "INSERT INTO search_firm (rowid, tokens) VALUES (99, 'x')", postgres: "INSERT INTO search_firm (id, tokens) VALUES (99, 'x')")
            try await breaking(
                made, "DELETE FROM search_region", stray, "UPDATE firm SET orders = 9 WHERE id = \(firm.rawValue)",
                "UPDATE number_series SET last = 1")

            let found = try await check(made, mending: true)

            #expect(
                found == [
                    "region: missingFromSearch 451", "firm: strayInSearch 1", "firm.code: numberBehind 1", "firm.orders: wrongRollUp 1",
                ])
            #expect(try await check(made) == [])
            #expect(try await made.create(Firm.self, ["name": "辛"]).values["code"] == "F2600004")
        }
    }

    @Test("A value that was changed beside the door does not agree with its history", arguments: Dialect.allCases)
    func history(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let (firm, _) = try await live(made)

            try await breaking(made, "UPDATE firm SET name = '改' WHERE id = \(firm.rawValue)")
            #expect(try await check(made) == ["firm.name: historyDisagrees 1"])

            // The same for a name that came back to what it was, and for a lost step in between.
            try await breaking(
                made, "UPDATE firm SET name = '丁' WHERE id = \(firm.rawValue)", "UPDATE firm SET name = '改' WHERE name = '乙'",
                "DELETE FROM audit WHERE record_id = \(firm.rawValue) AND field = 'name' AND new = '\"甲\"'")
            #expect(try await check(made) == ["firm.name: historyDisagrees 2"])
        }
    }

    @Test("A version that is lower than the changes that were audited is found", arguments: Dialect.allCases)
    func versions(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let (firm, _) = try await live(made)
            try await breaking(made, "UPDATE firm SET version = 2 WHERE id = \(firm.rawValue)")

            // Its events tell of four versions that it never came to.
            #expect(try await check(made) == ["firm.version: historyDisagrees 1", "firm: eventAhead 3"])
        }
    }

    @Test("A record that nobody made, and an event that nobody audited, are found", arguments: Dialect.allCases)
    func missing(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let (firm, order) = try await live(made)

            try await breaking(made, "DELETE FROM audit WHERE record_id = \(order.rawValue)")
            #expect(try await check(made) == ["order: missingHistory 1", "order: missingAudit 1"])

            try await breaking(
                made, "DELETE FROM outbox WHERE record_id = \(order.rawValue)",
                "DELETE FROM audit WHERE record_id = \(firm.rawValue) AND field = 'employees'")
            #expect(try await check(made) == ["order: missingHistory 1", "firm: missingAudit 1"])
        }
    }

    @Test("References and links that lead nowhere are found", arguments: Dialect.allCases)
    func references(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let (_, order) = try await live(made)
            try await made.withoutGuards {
                try $0.execute("UPDATE \(name: "order") SET firm_id = 77 WHERE id = \(order.rawValue)")
                try $0.execute("UPDATE firm__markets SET target_id = 78")
            }

            let found = try await check(made)

            #expect(found.contains("order.firm: brokenReference 1") && found.contains("firm.markets: brokenReference 1"), "\(found)")
        }
    }

    @Test("Two records with one value that must differ are found", arguments: Dialect.allCases)
    func repeated(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            _ = try await live(made)
            try await breaking(made, "DROP INDEX firm_mail_unique", "UPDATE firm SET mail = 'a@example.com' WHERE mail = 'b@example.com'")

            #expect(try await check(made) == ["firm.mail: repeatedValue 1"])
        }
    }
}

extension TestEngine {
    /// Changes rows as a tool does that enforces no foreign keys.
    fileprivate func withoutGuards(_ body: @escaping @Sendable (any WriteSession) throws -> Void) async throws {
        switch database.database.dialect {
        case .postgres:
            try await database.database.write { session in
                try session.execute("SET LOCAL session_replication_role = replica")
                try body(session)
            }
        case .sqlite:
            // The way in which tables are rebuilt.
            let altering = try #require(database.database as? any SchemaAltering)
            try await altering.alter(body)
        }
    }
}
