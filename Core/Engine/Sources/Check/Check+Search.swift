import Kernel
import Store

/// Every living record is in its index, and nothing else is.
extension Check {
    func search(_ entity: EntityDefinition, _ mending: Bool) async throws -> [Finding] {
        guard !entity.searched.isEmpty else { return [] }
        let index = SearchTable(name: entity.searchTable)
        let indexed = SQL.perDialect(
            sqlite: "SELECT rowid AS id FROM \(name: index.name)", postgres: "SELECT id FROM \(name: index.name)")
        let living: SQL = "SELECT id FROM \(name: entity.table) WHERE deleted_at IS NULL"
        let missing: SQL = "\(living) EXCEPT \(indexed)", stray: SQL = "\(indexed) EXCEPT \(living)"
        let findings = try await findings(.missingFromSearch, entity, missing) + findings(.strayInSearch, entity, stray)
        if mending {
            try await mend(missing) { id, door in
                guard let values = try door.reader.values(of: entity, id) else { return }
                try door.session.put(id: id.rawValue, tokens: Door.tokens(of: values, entity), into: index)
            }
            try await mend(stray) { id, door in try door.session.remove(id: id.rawValue, from: index) }
        }
        return findings
    }

    /// In short transactions, until the query finds no more or nothing else.
    private func mend(_ query: SQL, _ mend: @escaping @Sendable (RecordID, Door) throws -> Void) async throws {
        var last: [RecordID] = []
        while true {
            let found = try await engine.write(as: .system) { door in
                let ids = try door.session.rows("\(query) ORDER BY id LIMIT 200").compactMap { $0[0].integer.map(RecordID.init(rawValue:)) }
                for id in ids { try mend(id, door) }
                return ids
            }
            if found.isEmpty || found == last { return }
            last = found
        }
    }
}
