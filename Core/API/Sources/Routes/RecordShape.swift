import Engine
import Kernel

/// Which fields of one record a caller wants to see.
struct RecordShape: Sendable {
    let fields: [String]?
    let expand: [String]
    let deleted: Bool
    /// Whether an unchanged version means an unchanged answer: titles of other records and roll-ups change without one, and a field
    /// that was made, retired or restored at run time comes and goes.
    let isDecidedByVersion: Bool

    /// Reads `fields`, `expand`, and where it makes sense `deleted`, as lists do.
    init(_ parameters: QueryParameters, _ entity: EntityDefinition, _ catalogue: Catalogue, for actor: Actor) throws {
        let query = try parsingQuery { try ListQuery(parameters.all, on: entity, catalogue, for: actor) }
        (fields, expand, deleted) = (query.fields, query.expand, query.deleted)
        let changing = entity.fields.filter { $0.kind is RollUpKind || $0.traits.contains(.custom) }.map(\.key)
        let shown = query.fields.map(Set.init)
        isDecidedByVersion = query.expand.isEmpty && !changing.contains { shown?.contains($0) != false }
    }
}

extension Reader {
    func record(_ entity: EntityDefinition, _ id: RecordID, _ shape: RecordShape) throws -> (json: [UInt8], version: Int64) {
        try record(entity, id, fields: shape.fields, expand: shape.expand, deleted: shape.deleted)
    }
}
