import Kernel
import Store

/// Makes the indexes of a database anew that nobody works on: all records of all entities, in the transaction at hand.
struct SearchFilling {
    let session: any WriteSession
    let catalogue: Catalogue

    private static let recordsAtOnce = 500

    func run() throws {
        for entity in catalogue.entities where !entity.searched.isEmpty {
            let index = SearchTable(name: entity.searchTable)
            try session.remake(index) { try fill(index, with: entity) }
        }
    }

    private func fill(_ index: SearchTable, with entity: EntityDefinition) throws {
        let columns = SQL.columns(entity.fields.flatMap(\.columns), of: entity.table)
        var batch: [(id: Int64, tokens: [String])] = []
        try session.forEach("SELECT id, \(columns) FROM \(name: entity.table) WHERE deleted_at IS NULL ORDER BY id") { row in
            guard let id = row[0].integer else { return }
            batch.append((id, Door.tokens(of: Reader.values(of: row.cells.dropFirst(), entity), entity)))
            guard batch.count == Self.recordsAtOnce else { return }
            try session.add(batch, to: index)
            batch.removeAll(keepingCapacity: true)
        }
        try session.add(batch, to: index)
    }
}
