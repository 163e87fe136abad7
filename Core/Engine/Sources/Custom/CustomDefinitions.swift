import Kernel
import Store

/// All that was made at run time, retired or not, as it stands in the database.
struct CustomDefinitions: Sendable {
    private(set) var generation: Int64
    private(set) var entities: [Record<CustomEntity>]
    private(set) var fields: [Record<CustomField>]
    private(set) var options: [Record<CustomOption>]

    init(_ session: any ReadSession) throws {
        generation = try session.generations()[.catalogue] ?? 0
        entities = try Self.records(session)
        fields = try Self.records(session)
        options = try Self.records(session)
    }

    private static func records<E: Entity>(_ session: any ReadSession) throws -> [Record<E>] {
        let entity = E.schema.definition
        let columns = entity.fields.flatMap(\.columns).map(SQL.name).joined(by: ", ")
        let rows = try session.rows("SELECT \(columns) FROM \(name: entity.table) ORDER BY position IS NULL, position, created_at, key")
        return try rows.map { try Record<E>(Reader.values(of: $0.cells[...], entity)) }
    }

    var isEmpty: Bool { entities.isEmpty && fields.isEmpty && options.isEmpty }

    /// The same but for one record, which is about to be written.
    func without(_ id: RecordID) -> CustomDefinitions {
        var others = self
        others.entities.removeAll { $0.id == id }
        others.fields.removeAll { $0.id == id }
        others.options.removeAll { $0.id == id }
        return others
    }
}

extension Catalogue {
    /// What was declared in Swift, with what was made at run time.
    func extended(by custom: CustomDefinitions) throws -> Catalogue {
        let options = Dictionary(grouping: custom.options, by: { FieldName(entity: $0[\.entity], field: $0[\.field]) })
            .mapValues { $0.map(\.option) }
        // A later release may have dropped what a field refers to: the server must start all the same.
        let known = Set(entities.map(\.name)).union(custom.entities.map { $0[\.key] })
        let living = custom.fields.filter { field in field[\.target].map(known.contains) ?? !field[\.kind].isReference }
        let fields = Dictionary(grouping: living, by: { $0[\.entity] }).mapValues { fields in
            fields.map { $0.definition(options[FieldName(entity: $0[\.entity], field: $0[\.key])] ?? []) }
        }
        let builtIn = entities.map { entity in
            let further = Dictionary(
                entity.fields.map { ($0.key, options[FieldName(entity: entity.name, field: $0.key)] ?? []) }, uniquingKeysWith: { first, _ in first })
            return entity.extended(by: fields[entity.name] ?? [], options: further)
        }
        return try with(
            entities: builtIn + custom.entities.map { $0.definition(fields[$0[\.key]] ?? []) }, texts: texts.extended(by: custom),
            generation: custom.generation)
    }

    private struct FieldName: Hashable {
        let entity, field: String
    }
}

extension Texts {
    /// Labels are texts like any other, under the same keys. Where there is no English one the Chinese one serves.
    fileprivate func extended(by custom: CustomDefinitions) -> Texts {
        var texts = self
        for entity in custom.entities {
            let key = "entity.\(entity[\.key])", english = entity[\.nameEnglish] ?? entity[\.title]
            texts.set(key, entity[\.title], english)
            texts.set(key + ".plural", entity[\.title], entity[\.pluralEnglish] ?? english)
            texts.set("field.\(entity[\.key]).name", text("field.custom.name", .chinese), text("field.custom.name", .english))
            texts.set("field.\(entity[\.key]).code", text("field.custom.code", .chinese), text("field.custom.code", .english))
        }
        for field in custom.fields {
            texts.set("field.\(field[\.entity]).\(field[\.key])", field[\.title], field[\.nameEnglish] ?? field[\.title])
        }
        for option in custom.options {
            let key = "option.\(option[\.entity]).\(option[\.field]).\(option[\.key])"
            texts.set(key, option[\.title], option[\.nameEnglish] ?? option[\.title])
        }
        return texts
    }

    private mutating func set(_ key: String, _ chinese: String, _ english: String) {
        set(key, .chinese, chinese)
        set(key, .english, english)
    }
}
