import Foundation
import Kernel
import Store

/// Looks whether what is derived still agrees with what it was derived from, and can make it agree again.
public struct Check: Sendable {
    let engine: Engine

    public init(_ engine: Engine) { self.engine = engine }

    /// Something that does not agree, or did not before it was mended.
    public struct Finding: Sendable, Hashable {
        public enum Kind: String, Sendable { case missingFromSearch, strayInSearch, wrongRollUp }
        public let kind: Kind
        public let entity: String
        /// The roll-up, where one is wrong.
        public let field: String?
        public let count: Int
    }

    public func run(mending: Bool) async throws -> [Finding] {
        var findings: [Finding] = []
        for entity in engine.catalogue.entities {
            if !entity.searched.isEmpty { findings += try await search(entity, mending) }
            for field in entity.fields {
                guard let kind = field.kind as? RollUpKind else { continue }
                findings += try await rollUps(entity, field, kind, mending)
            }
        }
        return findings
    }

    private func search(_ entity: EntityDefinition, _ mending: Bool) async throws -> [Finding] {
        let index = SearchTable(name: entity.searchTable)
        let indexed = SQL.perDialect(
            sqlite: "SELECT rowid AS id FROM \(name: index.name)", postgres: "SELECT id FROM \(name: index.name)")
        let living: SQL = "SELECT id FROM \(name: entity.table) WHERE deleted_at IS NULL"
        let missing = try await ids("\(living) EXCEPT \(indexed)")
        let stray = try await ids("\(indexed) EXCEPT \(living)")
        if mending {
            for id in missing {
                try await engine.write(as: .system) { door in
                    guard let values = try door.reader.values(of: entity, id) else { return }
                    try door.session.put(id: id.rawValue, tokens: Door.tokens(of: values, entity), into: index)
                }
            }
            for id in stray {
                try await engine.write(as: .system) { try $0.session.remove(id: id.rawValue, from: index) }
            }
        }
        return [
            Finding(kind: .missingFromSearch, entity: entity.name, field: nil, count: missing.count),
            Finding(kind: .strayInSearch, entity: entity.name, field: nil, count: stray.count),
        ].filter { $0.count > 0 }
    }

    private func rollUps(_ entity: EntityDefinition, _ field: FieldDefinition, _ kind: RollUpKind, _ mending: Bool) async throws -> [Finding] {
        guard let child = engine.catalogue[kind.entity] else { return [] }
        let rollUp = Catalogue.RollUp(parent: entity, field: field, kind: kind)
        let wrong = try await engine.write(as: .system) { try $0.wrongRollUps(rollUp, over: child, mending: mending) }
        return wrong == 0 ? [] : [Finding(kind: .wrongRollUp, entity: entity.name, field: field.key, count: wrong)]
    }

    private func ids(_ sql: SQL) async throws -> [RecordID] {
        try await engine.database.read { session in
            try session.rows(sql).compactMap { $0[0].integer.map(RecordID.init(rawValue:)) }
        }
    }
}
