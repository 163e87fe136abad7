import Engine
import Foundation
import Kernel
import Store
import TestKit

/// An audit row as the test reads it.
struct AuditRow: Sendable, Equatable {
    let kind: String
    let field: String?
    let old: String?
    let new: String?
}

extension TestEngine {
    var system: Actor { .system }

    @discardableResult
    func create<E: Entity>(_ type: E.Type, _ values: Values, as actor: Actor = .system) async throws -> Saved {
        try await engine.perform(.create(values), on: E.definition, as: actor)
    }

    @discardableResult
    func edit<E: Entity>(_ type: E.Type, _ id: RecordID, _ values: Values, ifVersion: Int64? = nil) async throws -> Saved {
        try await engine.perform(.edit(id, values, ifVersion: ifVersion), on: E.definition, as: .system)
    }

    func find<E: Entity>(_ type: E.Type, _ id: RecordID) async throws -> Record<E>? {
        try await engine.read(as: .system) { try $0.find(type, id) }
    }

    /// A page's records, as JSON objects.
    func list(_ query: ListQuery, as actor: Actor = .system) async throws -> [JSON] {
        let page = try await engine.read(as: actor) { try $0.list(query) }
        return try JSON.parse(page.json)["data"]?.array ?? []
    }

    func ids(_ query: ListQuery) async throws -> [RecordID] {
        try await list(query).compactMap { $0["id"]?.string.flatMap { RecordID($0) } }
    }

    func aggregate<E: Entity>(_ type: E.Type, _ parameters: [(name: String, value: String)]) async throws -> [JSON] {
        let bytes = try await engine.read(as: .system) { reader in
            try reader.aggregate(AggregateQuery(parameters, on: E.definition, engine.catalogue, for: .system))
        }
        return try JSON.parse(bytes)["data"]?.array ?? []
    }

    func audit(_ id: RecordID) async throws -> [AuditRow] {
        try await rows("SELECT kind, field, old, new FROM audit WHERE record_id = \(id.rawValue) ORDER BY id").map {
            AuditRow(kind: $0[0].text ?? "", field: $0[1].text, old: $0[2].text, new: $0[3].text)
        }
    }

    func rows(_ sql: SQL) async throws -> [Row] { try await database.database.read { try $0.rows(sql) } }

    func number(_ sql: SQL) async throws -> Int64? { try await rows(sql).first?[0].integer }

    /// How many rows stand in all the tables that a change touches.
    func footprint() async throws -> [String: Int64] {
        var counts: [String: Int64] = [:]
        for table in ["firm", "order", "region", "firm__markets", "audit", "outbox", "number_series", "search_firm"] {
            counts[table] = try await number("SELECT COUNT(*) FROM \(name: table)")
        }
        counts["last"] = try await number("SELECT COALESCE(SUM(last), 0) FROM number_series").map { $0 }
        return counts
    }
}

extension Record {
    /// A field by key, null when it is missing.
    func value(_ key: String) -> Value { values[key] ?? .null }
}

func yuan(_ units: Int64) -> Value { .money(Money(minorUnits: units, currency: .yuan)) }
func dollars(_ units: Int64) -> Value { .money(Money(minorUnits: units, currency: Currency("USD") ?? .yuan)) }

/// The fields that an `Invalid` names, with the codes.
func problems(_ body: () async throws -> Void) async throws -> [String] {
    do {
        try await body()
        return []
    } catch let error as Invalid {
        return error.problems.map { "\($0.field): \($0.problem.code.rawValue)" }
    }
}

/// The refusal's code, nil when there was none.
func refusal(_ body: () async throws -> Void) async throws -> String? {
    do {
        try await body()
        return nil
    } catch let error as Refusal {
        return error.code
    }
}

/// Values as literals, in tests alone.
extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    init(stringLiteral value: String) { self = .text(value) }
    init(integerLiteral value: Int64) { self = .integer(value) }
}
