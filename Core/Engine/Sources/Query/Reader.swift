public import Kernel
import Store

/// Reads for an actor, on one snapshot. Every SELECT carries the actor's row scope.
public final class Reader {
    public let engine: Engine
    /// One for the whole of the read, whatever changes meanwhile.
    public let catalogue: Catalogue
    public let actor: Actor
    let session: any ReadSession
    public let moment: Moment
    private let surroundings: Select.Surroundings

    init(engine: Engine, catalogue: Catalogue, actor: Actor, session: any ReadSession) {
        (self.engine, self.catalogue, self.actor, self.session) = (engine, catalogue, actor, session)
        moment = Moment(now: engine.clock.now(), zone: actor.zone)
        surroundings = Select.Surroundings(
            catalogue: catalogue, vault: engine.vault, dialect: session.dialect, moment: moment
        ) { entity in
            engine.permissions.scope(actor, entity, in: catalogue)
        } shields: { entity in
            engine.permissions.shields(actor, entity, in: catalogue)
        }
    }

    func select(_ entity: EntityDefinition, as base: String = "t0") -> Select { Select(from: entity, in: surroundings, base: base) }

    /// With which records the actor may do this; part of every statement.
    func scope(_ entity: EntityDefinition, for verb: Verb = .read) -> Rule {
        engine.permissions.scope(actor, entity, in: catalogue, for: verb)
    }

    /// One record, whole, with secret fields; nil where there is none or the actor may not see it.
    func values(of entity: EntityDefinition, _ id: RecordID, deleted: Bool = false, locking: Bool = false) throws -> Values? {
        try engine.permissions.check(actor, may: .read, entity)
        var select = select(entity)
        let rule = Rule.compare([Common.id], .equal, .reference(id)) && scope(entity) && Self.lives(deleted)
        let condition = try select.condition(rule)
        let stored = SQL.columns(entity.fields.flatMap(\.columns), of: "t0")
        var sql: SQL = "SELECT \(stored) FROM \(select.tables) WHERE \(condition)\(withoutBlocked(entity, deleted: deleted))"
        if locking { sql += Self.lock }
        guard let row = try session.first(sql) else { return nil }
        var values = values(of: row.cells[...], entity)
        for field in entity.linked {
            values[field.key] = .list(try links(field, entity, [id])[id] ?? [])
        }
        return values
    }

    /// Keeps the record from being changed, but not, as FOR UPDATE would, from being referred to: two children that come at
    /// once each refer to their parent and then lock it, and would stand in each other's way.
    static let lock = SQL.perDialect(sqlite: .empty, postgres: " FOR NO KEY UPDATE OF t0")

    static func lives(_ deleted: Bool) -> Rule {
        deleted ? .not(.empty([Common.deletedAt])) : .empty([Common.deletedAt])
    }

    /// The cells of all columns of an entity, in the order of its fields.
    private func values(of cells: ArraySlice<Stored>, _ entity: EntityDefinition) -> Values {
        Self.values(of: cells, entity, engine.vault)
    }

    /// - Parameter vault: opens what is sealed; without one, sealed values are left out.
    static func values(of cells: ArraySlice<Stored>, _ entity: EntityDefinition, _ vault: Vault? = nil) -> Values {
        var values: Values = [:]
        var start = cells.startIndex
        for field in entity.fields {
            let end = start + field.columns.count
            // The id comes first, so it is known here.
            let id = values[Common.id]?.reference ?? RecordID(rawValue: 0)
            let cells = cells[start..<end]
            values[field.key] = field.isSealed ? vault?.load(cells, of: field, entity, id) ?? .null : field.kind.load(cells)
            start = end
        }
        return values
    }

    /// The targets of a field with several references, by record.
    func links(_ field: FieldDefinition, _ entity: EntityDefinition, _ ids: [RecordID]) throws -> [RecordID: [Value]] {
        guard !ids.isEmpty else { return [:] }
        var found: [RecordID: [Value]] = [:]
        let rows = try session.rows(
            """
            SELECT source_id, target_id
            FROM \(name: entity.linkTable(field))
            WHERE source_id IN (\(SQL.list(ids.map { .integer($0.rawValue) })))
            ORDER BY source_id, target_id
            """)
        for row in rows {
            guard let source = row[0].integer, let target = row[1].integer else { continue }
            found[RecordID(rawValue: source), default: []].append(.reference(RecordID(rawValue: target)))
        }
        return found
    }

    /// What a rule needs to be read in memory: values beyond a record's own fields are fetched when they are asked for.
    public func ruleContext(_ entity: EntityDefinition) -> RuleContext {
        RuleContext(moment: moment) { [self] path, values in
            (try? value(at: path, values, entity)) ?? .null
        } isShared: { [self] id, grantees, toChange in
            let shares = Shares.records(sharedWith: grantees, toChange: toChange, at: moment.now)
            return (try? session.first("SELECT 1 WHERE \(id.rawValue) IN (\(shares))")) ?? nil != nil
        } meets: { [self] id, entity, rule in
            guard let entity = catalogue[entity] else { return false }
            var select = select(entity)
            guard let condition = try? select.condition(.compare([Common.id], .equal, .reference(id)) && rule) else { return false }
            return (try? session.first("SELECT 1 FROM \(select.tables) WHERE \(condition)")) ?? nil != nil
        }
    }

    private func value(at path: FieldPath, _ values: Values, _ entity: EntityDefinition) throws -> Value {
        let resolved = try catalogue.resolve(path, from: entity)
        var values = values
        for (reference, target) in resolved.references {
            guard let id = values[reference.key]?.reference,
                let next = try self.values(of: target, id) ?? self.values(of: target, id, deleted: true)
            else { return .null }
            values = next
        }
        let value = values[resolved.field.key] ?? .null
        return resolved.part.map { $0.extract(value) } ?? value
    }
}

/// Typed reads, for domain code.
extension Reader {
    public func find<E: Entity>(_ type: E.Type, _ id: RecordID) throws -> Record<E>? {
        try values(of: catalogue.definition(type), id).map { try Record<E>($0) }
    }

    /// The first record that meets a rule.
    public func first<E: Entity>(_ type: E.Type, where rule: Rule) throws -> Record<E>? {
        try firstID(catalogue.definition(type), where: rule).flatMap { try find(type, $0) }
    }

    public func firstID(_ entity: EntityDefinition, where rule: Rule) throws -> RecordID? {
        try firstIDs(entity, where: rule, limit: 1).first
    }

    public func firstIDs(_ entity: EntityDefinition, where rule: Rule, limit: Int) throws -> [RecordID] {
        var select = select(entity)
        let condition = try select.condition(rule && scope(entity) && Self.lives(false))
        let sql: SQL = "SELECT t0.id FROM \(select.tables) WHERE \(condition) ORDER BY t0.id LIMIT \(limit)"
        return try session.rows(sql).compactMap { $0[0].integer.map(RecordID.init(rawValue:)) }
    }

    public func count(_ entity: EntityDefinition, where rule: Rule = .always) throws -> Int64 {
        var query = ListQuery(entity)
        query.filter = rule
        return try count(query)
    }
}
