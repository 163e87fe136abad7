import Formats
import Kernel
import Store

/// Writes a list as a file: as CSV that `Importer` reads back, with records named by their natural keys, or in another style.
public struct Exporter: Sendable {
    let engine: Engine
    let actor: Actor
    let query: ListQuery
    private let style: ExportStyle
    private let columns: ExportColumns
    /// As it was asked for, without what the caller's rights add.
    private let trace: JSON

    private static let rowsPerPiece = 500

    /// What came of it.
    public struct Outcome: Sendable, Hashable {
        public let records: Int
        /// Texts that were longer than a cell of a workbook may be, and were cut.
        public let shortened: Int
    }

    /// - Parameter query: its `fields` are the columns; without them, all that an import could write.
    public init(engine: Engine, actor: Actor, query: ListQuery, style: ExportStyle = .standard) throws(Refusal) {
        try engine.permissions.check(actor, may: .export, query.entity)
        (self.engine, self.actor, self.style) = (engine, actor, style)
        let fields = query.entity.fields.filter { field in
            !field.traits.contains(.secret) && actor.rights.may(see: field, of: query.entity)
                && (query.fields?.contains(field.key) ?? (!field.isReadOnly && !field.isRetired))
        }
        trace = FilterTrace(query.entity, engine.catalogue).json(query.filter)
        columns = ExportColumns(fields, of: query.entity, style, engine.catalogue.texts, for: actor)
        var query = query
        // In the order of the names that files know, so that two exports of the same records are the same file.
        if query.sort.isEmpty { query.sort = [ListQuery.SortKey([query.entity.naturalKey?.key ?? Common.id])] }
        query.fields = fields.map(\.key)
        // What one may see is more than what one may take along.
        query.filter = query.filter && engine.permissions.scope(actor, query.entity, in: engine.catalogue, for: .export)
        self.query = query
    }

    /// Calls `body` with pieces of the file, read on one snapshot with bounded memory. The security log tells who took what, how many, in which
    /// format and by which filter, though without the words that somebody looked for.
    ///
    /// - Parameter telling: told from time to time how many records there are so far.
    @discardableResult
    public func write(
        telling: @escaping @Sendable (Int) -> Void = { _ in }, _ body: @escaping @Sendable ([UInt8]) throws -> Void
    ) async throws -> Outcome {
        let outcome = try await writeRecords(telling, body)
        let details: [String: JSON] = [
            "records": JSON(outcome.records), "fields": .array(columns.fields.map { .string($0.key) }), "format": .string(style.format.rawValue),
            "filter": trace, "searched": .flag(!query.search.isEmpty),
        ]
        try await engine.write(as: actor) { [query] in $0.note(.export, of: SecurityLog.Subject(query.entity.name), details) }
        return outcome
    }

    private func writeRecords(
        _ telling: @escaping @Sendable (Int) -> Void, _ body: @escaping @Sendable ([UInt8]) throws -> Void
    ) async throws -> Outcome {
        try await engine.read(as: actor, limit: nil) { [self] reader in
            let writer = try style.writer(columns, in: engine.files, at: engine.clock.now())
            func hand(_ bytes: [UInt8]) throws { if !bytes.isEmpty { try body(bytes) } }
            var waiting: [Values] = []
            var count = 0
            try reader.forEach(query) { values in
                waiting.append(values)
                count += 1
                guard waiting.count == Self.rowsPerPiece else { return }
                try hand(writer.write(rows(&waiting, reader)))
                telling(count)
            }
            if !waiting.isEmpty { try hand(writer.write(rows(&waiting, reader))) }
            try writer.finish(hand)
            return Outcome(records: count, shortened: writer.shortened)
        }
    }

    private func rows(_ waiting: inout [Values], _ reader: Reader) throws -> [ExportColumns.Row] {
        defer { waiting = [] }
        for field in columns.fields where field.kind is ReferencesKind {
            let links = try reader.links(field, query.entity, waiting.compactMap { $0[Common.id]?.reference })
            for index in waiting.indices {
                waiting[index][field.key] = .list(waiting[index][Common.id]?.reference.flatMap { links[$0] } ?? [])
            }
        }
        let names = try self.names(waiting, reader)
        return waiting.map { ExportColumns.Row(values: $0, names: names) }
    }

    /// The names of everything that these records refer to, one query per entity: for people titles, else natural keys.
    private func names(_ records: [Values], _ reader: Reader) throws -> [RecordID: String] {
        var names: [RecordID: String] = [:]
        for field in columns.fields {
            guard let target = field.kind.referenceTarget.flatMap({ reader.catalogue[$0] }) else { continue }
            let ids = Set(records.flatMap { record in
                let value = record[field.key] ?? .null
                return ([value] + value.list).compactMap(\.reference)
            })
            let found = style.namesRecordsForPeople ? try reader.titles(target, ids) : try reader.naturalKeys(target, ids)
            names.merge(found) { first, _ in first }
        }
        return names
    }
}

extension ExportStyle {
    /// Nobody has somebody's code in an address book.
    fileprivate var namesRecordsForPeople: Bool { words != nil || format == .cards }
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
