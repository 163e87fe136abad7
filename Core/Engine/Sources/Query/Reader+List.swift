public import Kernel
import Store

/// A page of a list as JSON, ready to be sent.
public struct Page: Sendable {
    /// `{"data":[…],"page":{"next":"…","total":n}}`
    public let json: [UInt8]
    public let count: Int
    public let next: Cursor?
    public let total: Int64?
}

extension Reader {
    /// Writes a page straight from rows; no record is built.
    public func list(_ query: ListQuery) throws -> Page {
        var page = try rows(query)
        let hasMore = page.rows.count > query.limit
        if hasMore { page.rows.removeLast() }
        let shape = page.shape
        let companions = try self.companions(shape, query, page.rows)
        var writer = JSONWriter(reserving: 512 * (page.rows.count + 1))
        writer.beginObject()
        writer.key("data")
        writer.beginArray()
        for row in page.rows { shape.write(row, companions, to: &writer) }
        writer.endArray()
        let next = hasMore ? page.rows.last.map { shape.cursor(after: $0, query, self) } : nil
        let total = query.countsTotal ? try count(query) : nil
        writer.key("page")
        writer.beginObject()
        writer.key("next")
        if let next { writer.string(next.text) } else { writer.null() }
        if let total {
            writer.key("total")
            writer.integer(total)
        }
        writer.endObject()
        writer.endObject()
        return Page(json: writer.bytes, count: page.rows.count, next: next, total: total)
    }

    /// One record as JSON; throws `notFound` where there is none or the actor may not see it.
    public func record(
        _ entity: EntityDefinition, _ id: RecordID, fields: [String]? = nil, expand: [String] = [], deleted: Bool = false
    ) throws -> (json: [UInt8], version: Int64) {
        var query = ListQuery(entity)
        (query.fields, query.expand, query.deleted, query.limit) = (fields, expand, deleted, 1)
        query.filter = .compare([Common.id], .equal, .reference(id))
        let page = try rows(query)
        guard let row = page.rows.first else { throw deleted ? Refusal.notFound(entity: entity.name, id: id.description) : try missing(entity, id) }
        var writer = JSONWriter(reserving: 2_048)
        page.shape.write(row, try companions(page.shape, query, [row]), to: &writer)
        return (writer.bytes, page.shape.version(of: row))
    }

    public func count(_ query: ListQuery) throws -> Int64 {
        try engine.permissions.check(actor, may: .read, query.entity)
        var select = select(query.entity)
        let condition = try membership(query, &select)
        return try session.first("SELECT COUNT(*) FROM \(select.tables) WHERE \(condition)")?[0].integer ?? 0
    }

    /// Calls `body` for every record that meets the query, in its order, with bounded memory; for exports and jobs. What the
    /// actor sees masked comes as masked text, what is hidden is left out; targets of many-to-many fields lie elsewhere.
    public func forEach(_ query: ListQuery, _ body: (Values) throws -> Void) throws {
        let (sql, shape) = try sql(query, limited: false)
        let ring = engine.vault.ring
        try session.forEach(sql) { try body(shape.values(of: $0, ring)) }
    }

    func rows(_ query: ListQuery) throws -> (rows: [Row], shape: ListShape) {
        var query = query
        if query.skip > 0 {
            guard let place = try place(before: query.skip, query) else {
                return ([], engine.shapes.shape(of: query, actor.rights, engine.vault))
            }
            query.cursor = place
        }
        let (sql, shape) = try sql(query, limited: true)
        return (try session.rows(sql), shape)
    }

    /// The place of the last row that is skipped; nil when the list is not that long. Only what the order is made of is walked, and
    /// the page that follows is one like any other.
    private func place(before position: Int, _ query: ListQuery) throws -> Cursor? {
        try engine.permissions.check(actor, may: .read, query.entity)
        var select = select(query.entity)
        let condition = try membership(query, &select)
        let order = try KeysetOrder(query, &select)
        let columns = ["t0.id"] + order.columns
        let sql: SQL = """
            SELECT \(columns.joined(by: ", "))
            FROM \(select.tables)
            WHERE \(condition)
            ORDER BY \(order.sql)
            LIMIT 1 OFFSET \(position - 1)
            """
        guard let row = try session.first(sql), let id = row[0].integer else { return nil }
        return Cursor(values: Array(row.cells.dropFirst()), id: id, of: query, self)
    }

    /// The whole statement: the actor's scope, the filter, the search, the place after the last page, the order.
    private func sql(_ query: ListQuery, limited: Bool) throws -> (SQL, ListShape) {
        try engine.permissions.check(actor, may: .read, query.entity)
        var select = select(query.entity)
        var condition = try membership(query, &select)
        let order = try KeysetOrder(query, &select)
        if let cursor = query.cursor {
            guard cursor.isGenuine(of: query, self) else { throw Invalid("cursor", .badCursor) }
            condition += " AND \(order.after(cursor))"
        }
        let shape = engine.shapes.shape(of: query, actor.rights, engine.vault)
        let isShielded = !engine.permissions.shields(actor, query.entity, in: catalogue).isEmpty
        let columns = [try isShielded ? select.columns(of: shape.fields) : shape.columns] + order.columns
        var sql: SQL = "SELECT \(columns.joined(by: ", ")) FROM \(select.tables) WHERE \(condition) ORDER BY \(order.sql)"
        // One more than asked for tells whether there is a next page.
        if limited { sql += " LIMIT \(query.limit + 1)" }
        return (sql, shape)
    }

    func membership(_ query: ListQuery, _ select: inout Select) throws -> SQL {
        let rule = query.filter && scope(query.entity) && Self.lives(query.deleted)
        var condition = try select.condition(rule) + withoutBlocked(query.entity, deleted: query.deleted)
        if !query.search.isEmpty { condition += " AND \(try searchCondition(query, &select))" }
        return condition
    }

    private func searchCondition(_ query: ListQuery, _ select: inout Select) throws -> SQL {
        let terms = Tokens.query(query.search).map(\.searchTerm)
        guard !terms.isEmpty, !query.entity.searched.isEmpty else { return "1 = 0" }
        return "t0.id IN (\(matching(terms, query.entity)))" + (try openly(terms, &select))
    }

    /// The ids of what these terms find among the tokens that the actor may look at.
    func matching(_ terms: [SearchTerm], _ entity: EntityDefinition) -> SQL {
        let marks = actor.rights.searchesPersonal(entity) ? entity.searchMarks : [""]
        return SearchTable(name: entity.searchTable).found(terms, marks: marks)
    }

    /// Whoever sees a record only in its pool finds it by nothing personal.
    func openly(_ terms: [SearchTerm], _ select: inout Select) throws -> SQL {
        let entity = select.entity
        guard entity.searchMarks.count > 1, let rule = engine.permissions.onlyPooled(actor, entity, in: catalogue) else { return .empty }
        let found = SearchTable(name: entity.searchTable).found(terms, marks: [""])
        return " AND (\(try select.condition(!rule)) OR t0.id IN (\(found)))"
    }

    func companions(_ shape: ListShape, _ query: ListQuery, _ rows: [Row]) throws -> ListShape.Companions {
        var companions = ListShape.Companions(ring: engine.vault.ring)
        let ids = rows.map(shape.id)
        for field in shape.fields where field.kind is ReferencesKind {
            companions.links[field.key] = try links(field, query.entity, ids)
        }
        for key in query.expand {
            guard let field = query.entity[key], let kind = field.kind as? ReferenceKind, let target = catalogue[kind.target] else { continue }
            let wanted = Set(rows.compactMap { shape.reference(field, of: $0) })
            companions.titles[key] = try titles(target, wanted)
        }
        return companions
    }

    /// The titles of records, also of deleted ones: an old owner keeps a name.
    func titles(_ entity: EntityDefinition, _ ids: Set<RecordID>) throws -> [RecordID: String] {
        guard !ids.isEmpty, let title = entity[entity.title]?.columns.first else { return [:] }
        var select = select(entity)
        let rule = Rule.oneOf([Common.id], ids.sorted().map(Value.reference)) && scope(entity)
        let condition = try select.condition(rule)
        var titles: [RecordID: String] = [:]
        for row in try session.rows("SELECT t0.id, t0.\(name: title) FROM \(select.tables) WHERE \(condition)") {
            if let id = row[0].integer { titles[RecordID(rawValue: id)] = row[1].text ?? "" }
        }
        return titles
    }
}

extension EntityDefinition {
    /// What may stand before its tokens: personal ones are marked.
    var searchMarks: [String] { searched.contains { $0.traits.contains(.personal) } ? ["", Tokens.personalMark] : [""] }
}

extension TokenTerm {
    var searchTerm: SearchTerm {
        switch self {
        case .whole(let token): .whole(token)
        case .prefix(let token): .prefix(token)
        }
    }
}

extension Reader {
    /// The first records of a query, and whether they are all.
    public func some(_ query: ListQuery, atMost limit: Int) throws -> (rows: [Values], isWhole: Bool) {
        struct Enough: Error {}
        var rows: [Values] = []
        do {
            try forEach(query) { values in
                guard rows.count < limit else { throw Enough() }
                rows.append(values)
            }
            return (rows, true)
        } catch is Enough {
            return (rows, false)
        }
    }
}
