import Engine
import Kernel

/// Which fields of one record a caller wants to see.
struct RecordShape: Sendable {
    let fields: [String]?
    let expand: [String]
    /// The entities whose lines are wanted beside the record itself.
    let lines: [EntityDefinition]
    let deleted: Bool
    /// Whether it is to be told which actions can be done with the record now.
    let actions: Bool
    /// Whether an unchanged version means an unchanged answer: titles of other records and roll-ups change without one, and a field
    /// that was made, retired or restored at run time comes and goes.
    let isDecidedByVersion: Bool

    /// Reads `fields`, `expand` (which may name lines here too), and where it makes sense `deleted`, as lists do; and `actions`.
    init(_ parameters: QueryParameters, _ entity: EntityDefinition, _ catalogue: Catalogue, for actor: Actor) throws {
        actions = try parameters.flag("actions")
        let asked = (parameters["expand"] ?? "").split(separator: ",").map(String.init)
        lines = catalogue.lines(of: entity).filter { asked.contains($0.linesKey) }
        let keys = Set(lines.map(\.linesKey))
        let own = parameters.all.filter { $0.name != "actions" }.map { name, value in
            name == "expand" ? (name, asked.filter { !keys.contains($0) }.joined(separator: ",")) : (name, value)
        }
        let query = try parsingQuery { try ListQuery(own, on: entity, catalogue, for: actor) }
        (fields, expand, deleted) = (query.fields, query.expand, query.deleted)
        let changing = entity.fields.filter { $0.kind is RollUpKind || $0.traits.contains(.custom) }.map(\.key)
        let shown = query.fields.map(Set.init)
        isDecidedByVersion = query.expand.isEmpty && lines.isEmpty && !actions && !changing.contains { shown?.contains($0) != false }
    }
}

extension Reader {
    func record(_ entity: EntityDefinition, _ id: RecordID, _ shape: RecordShape) throws -> (json: [UInt8], version: Int64) {
        var found = try record(entity, id, fields: shape.fields, expand: shape.expand, deleted: shape.deleted)
        func add(_ key: String, _ json: [UInt8]) {
            found.json.removeLast()
            found.json += Array(",\"\(key)\":".utf8) + json + Array("}".utf8)
        }
        for line in shape.lines { add(line.linesKey, try lines(of: id, line, deleted: shape.deleted)) }
        if shape.actions {
            let names = shape.deleted ? [] : try possibleActions(on: id, of: entity)
            add("_actions", Array(JSON.array(names.map(JSON.string)).text.utf8))
        }
        return found
    }
}
