import Kernel
import Store

/// What the time line of a record says of its lines, or of its children: how many were made, edited, removed and brought back in one go, and of
/// the first of them, where their own audit rows are.
struct LineChanges {
    static let lines = "lines", children = "children", kinds = [lines, children]
    /// Of so many lines it is said what changed in them.
    private static let maximumTold = 20

    let entity: String
    private let counts: [String: Int]
    private let told: [(line: RecordID, change: RecordID, kind: String)]

    init(_ entity: String, _ lines: [Traces.Line]) {
        self.entity = entity
        counts = Dictionary(grouping: lines, by: \.kind.rawValue).mapValues(\.count)
        told = lines.prefix(Self.maximumTold).map { ($0.line, $0.change, $0.kind.rawValue) }
    }

    /// Reads what `json` wrote; nil for anything else.
    init?(_ json: JSON) {
        guard let entity = json["entity"]?.string, let told = json["lines"]?.array else { return nil }
        self.entity = entity
        counts = (json["counts"]?.object ?? [:]).compactMapValues { $0.integer.map { Int($0) } }
        self.told = told.compactMap { line in
            guard let id = line["id"]?.string.flatMap({ RecordID($0) }), let change = line["change"]?.string.flatMap({ RecordID($0) }) else { return nil }
            return (id, change, line["kind"]?.string ?? "")
        }
    }

    var json: JSON {
        [
            "entity": .string(entity), "counts": .object(counts.mapValues { JSON($0) }),
            "lines": .array(told.map { ["id": .string($0.line.description), "change": .string($0.change.description), "kind": .string($0.kind)] }),
        ]
    }
}

extension LineChanges {
    /// `{"entity","counts":{"create": 2, …},"lines":[{"id","title","kind","changes":[{"field","old","new"}]}]}`, as the reader may know it; nil where
    /// they may know of none.
    func json(for reader: Reader) throws -> JSON? {
        guard let line = reader.catalogue[entity] else { return json }
        let visible = try reader.visible(line, Set(self.told.map(\.line)))
        let told = self.told.filter { visible.contains($0.line) }
        guard !told.isEmpty else { return nil }
        let counts = told.count == self.told.count ? self.counts : Dictionary(grouping: told, by: \.kind).mapValues(\.count)
        let ids = Set(told.map(\.line))
        let titles = try reader.words(for: line, ids) ?? reader.titles(line, ids)
        let rows = try reader.rows(ofChanges: told.map { ($0.line, $0.change) })
        let lines = try told.map { told -> JSON in
            let changes = try (rows[told.change] ?? []).compactMap { row in try reader.json(ofChange: row, line) }
            return [
                "id": .string(told.line.description), "title": .string(titles[told.line] ?? ""), "kind": .string(told.kind), "changes": .array(changes),
            ]
        }
        return ["entity": .string(entity), "counts": .object(counts.mapValues { JSON($0) }), "lines": .array(lines)]
    }
}

extension Reader {
    /// What people call records whose title is only a number: their listed references and choices, as `甲公司 · 供应商 · 乙公司`. Nil for all others.
    fileprivate func words(for entity: EntityDefinition, _ ids: Set<RecordID>) throws -> [RecordID: String]? {
        guard entity[entity.title]?.numbering != nil else { return nil }
        let told = entity.fields.filter {
            $0.traits.contains(.listed) && ($0.kind is ReferenceKind || $0.kind is ChoiceKind) && !$0.isRetired && actor.rights.right($0, of: entity) >= .read
                && $0.key != Common.owner && $0.key != Common.unit
        }
        var rows: [Values] = []
        for deleted in [false, true] {
            var query = ListQuery(entity)
            (query.filter, query.fields, query.deleted) = (.oneOf([Common.id], ids.sorted().map(Value.reference)), told.map(\.key), deleted)
            try forEach(query) { rows.append($0) }
        }
        var names: [String: [RecordID: String]] = [:]
        for field in told {
            guard let target = field.target.flatMap({ catalogue[$0] }) else { continue }
            names[field.key] = try titles(target, Set(rows.compactMap { $0[field.key]?.reference }))
        }
        return Dictionary(rows.map { values in
            let words = told.compactMap { field -> String? in
                if let id = values[field.key]?.reference { return names[field.key]?[id] ?? "…" }
                return values[field.key]?.text.map { catalogue.texts.text("option.\(entity.name).\(field.key).\($0)", actor.language) }
            }
            return (values[Common.id]?.reference ?? RecordID(rawValue: 0), words.joined(separator: " · "))
        }) { first, _ in first }
    }

    /// The audit rows `field, old, new` of some changes. Relies on the index audit_change.
    fileprivate func rows(ofChanges changes: [(record: RecordID, change: RecordID)]) throws -> [RecordID: [Row]] {
        guard !changes.isEmpty else { return [:] }
        let rows = try session.rows(
            """
            SELECT field, old, new, change_id
            FROM \(name: SystemTables.audit)
            WHERE record_id IN (\(SQL.list(changes.map { .integer($0.record.rawValue) })))
              AND change_id IN (\(SQL.list(changes.map { .integer($0.change.rawValue) }))) AND field IS NOT NULL
            ORDER BY id
            """)
        return Dictionary(grouping: rows) { RecordID(rawValue: $0[3].integer ?? 0) }
    }

    /// One changed field; nil where it is hidden from the reader.
    fileprivate func json(ofChange row: Row, _ entity: EntityDefinition) throws -> JSON? {
        guard let field = entity[row[0].text ?? ""] else { return nil }
        let right = actor.rights.right(field, of: entity)
        guard right > .hidden else { return nil }
        func value(_ cell: Stored) throws -> JSON { try cell.text.map { try Self.shown($0, of: field, right) } ?? .null }
        return ["field": .string(field.key), "old": try value(row[1]), "new": try value(row[2])]
    }
}
