import Kernel
import Store

/// Writes a list as CSV that `Importer` reads back: keys of fields as header, records named by their natural keys.
public struct Exporter: Sendable {
    let engine: Engine
    let actor: Actor
    let query: ListQuery
    private let fields: [FieldDefinition]
    private let masked: Set<String>

    private static let rowsPerPiece = 500

    /// - Parameter query: its `fields` are the columns; without them, all that an import could write.
    public init(engine: Engine, actor: Actor, query: ListQuery) throws(Refusal) {
        try engine.permissions.check(actor, may: .export, query.entity)
        (self.engine, self.actor) = (engine, actor)
        fields = query.entity.fields.filter { field in
            !field.traits.contains(.secret) && actor.rights.may(see: field, of: query.entity)
                && (query.fields?.contains(field.key) ?? (!field.isReadOnly && !field.isRetired))
        }
        masked = Set(fields.filter { actor.rights.right($0, of: query.entity) == .masked }.map(\.key))
        var query = query
        // In the order of the names that files know, so that two exports of the same records are the same file.
        if query.sort.isEmpty { query.sort = [ListQuery.SortKey([query.entity.naturalKey?.key ?? Common.id])] }
        query.fields = fields.map(\.key)
        // What one may see is more than what one may take along.
        query.filter = query.filter && engine.permissions.scope(actor, query.entity, in: engine.catalogue, for: .export)
        self.query = query
    }

    /// The columns: a field's key, or one for each of its parts.
    private var header: [String] {
        fields.flatMap { field in
            let parts = Self.parts(field)
            return parts.isEmpty ? [field.key] : parts.map { "\(field.key).\($0)" }
        }
    }

    private static func parts(_ field: FieldDefinition) -> [String] {
        (field.kind.details["parts"]?.array ?? []).compactMap(\.string)
    }

    /// Calls `body` with pieces of the file, read on one snapshot with bounded memory; returns how many records it has. The
    /// security log tells who took how many, but not by which filter: that may hold names and numbers of people.
    ///
    /// - Parameter telling: told from time to time how many records there are so far.
    @discardableResult
    public func write(
        telling: @escaping @Sendable (Int) -> Void = { _ in }, _ body: @escaping @Sendable ([UInt8]) throws -> Void
    ) async throws -> Int {
        let count = try await writeRecords(telling, body)
        let details: [String: JSON] = [
            "records": JSON(count), "fields": .array(fields.map { .string($0.key) }),
            "filtered": .flag(query.filter != .always || !query.search.isEmpty),
        ]
        try await engine.write(as: actor) { [query] in $0.note(.export, of: SecurityLog.Subject(query.entity.name), details) }
        return count
    }

    private func writeRecords(
        _ telling: @escaping @Sendable (Int) -> Void, _ body: @escaping @Sendable ([UInt8]) throws -> Void
    ) async throws -> Int {
        try await engine.read(as: actor, limit: nil) { [self] reader in
            var writer = CSVWriter(byteOrderMark: true)
            writer.write(header)
            try body(writer.take())
            var waiting: [Values] = []
            var count = 0
            try reader.forEach(query) { values in
                waiting.append(values)
                count += 1
                guard waiting.count == Self.rowsPerPiece else { return }
                try body(piece(&waiting, reader))
                telling(count)
            }
            if !waiting.isEmpty { try body(piece(&waiting, reader)) }
            return count
        }
    }

    private func piece(_ waiting: inout [Values], _ reader: Reader) throws -> [UInt8] {
        for field in fields where field.kind is ReferencesKind {
            let links = try reader.links(field, query.entity, waiting.compactMap { $0[Common.id]?.reference })
            for index in waiting.indices {
                waiting[index][field.key] = .list(waiting[index][Common.id]?.reference.flatMap { links[$0] } ?? [])
            }
        }
        let names = try self.names(waiting, reader)
        var writer = CSVWriter()
        for values in waiting { writer.write(fields.flatMap { cells($0, values, names) }) }
        waiting = []
        return writer.take()
    }

    private func cells(_ field: FieldDefinition, _ values: Values, _ names: [RecordID: String]) -> [String] {
        let value = values[field.key] ?? .null
        if masked.contains(field.key) {
            return [value.text ?? ""] + Array(repeating: "", count: max(0, Self.parts(field).count - 1))
        }
        switch field.kind {
        case is ReferenceKind: return [value.reference.map { names[$0] ?? $0.description } ?? ""]
        case is ReferencesKind:
            return [value.list.compactMap(\.reference).map { names[$0] ?? $0.description }.joined(separator: ";")]
        default:
            let parts = Self.parts(field)
            guard !parts.isEmpty else { return [value.isNull ? "" : field.kind.text(value)] }
            return parts.map { field.kind.part($0)?.extract(value).text ?? "" }
        }
    }

    /// The natural keys of everything that these records refer to, one query per entity.
    private func names(_ records: [Values], _ reader: Reader) throws -> [RecordID: String] {
        var names: [RecordID: String] = [:]
        for field in fields {
            let kind = (field.kind as? ReferenceKind)?.target ?? (field.kind as? ReferencesKind)?.target
            guard let target = kind.flatMap({ reader.catalogue[$0] }) else { continue }
            let ids = Set(records.flatMap { record in
                let value = record[field.key] ?? .null
                return ([value] + value.list).compactMap(\.reference)
            })
            names.merge(try reader.naturalKeys(target, ids)) { first, _ in first }
        }
        return names
    }
}

extension Reader {
    func naturalKeys(_ entity: EntityDefinition, _ ids: Set<RecordID>) throws -> [RecordID: String] {
        guard !ids.isEmpty, let column = entity.naturalKey?.columns.first else { return [:] }
        var select = select(entity)
        let condition = try select.condition(.oneOf([Common.id], ids.sorted().map(Value.reference)) && scope(entity))
        var keys: [RecordID: String] = [:]
        for row in try session.rows("SELECT t0.id, t0.\(name: column) FROM \(select.tables) WHERE \(condition)") {
            if let id = row[0].integer, let key = row[1].text { keys[RecordID(rawValue: id)] = key }
        }
        return keys
    }
}
