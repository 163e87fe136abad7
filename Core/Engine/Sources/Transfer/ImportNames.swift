import Kernel
import Store

/// The records that the cells of a batch name; each name is looked up once.
final class ImportNames {
    private let reader: Reader
    private var known: [Name: RecordID] = [:]

    private struct Name: Hashable {
        let entity: String
        let text: String
        let by: String?
    }

    init(_ reader: Reader) { self.reader = reader }

    /// By a given field, by the natural key, or by its id.
    func reference(_ entity: String, _ text: String, by: String?, field key: String) throws -> RecordID {
        let name = Name(entity: entity, text: text, by: by)
        if let id = known[name] { return id }
        let id = try reader.reference(entity, text, by: by, field: key)
        known[name] = id
        return id
    }
}

/// The records that the rows of a batch are about, where the mapping says how to tell.
final class ImportMatches {
    private let plan: ImportPlan
    private let reader: Reader
    /// By the value of the one field that tells them; nil where several do, which are asked for row by row.
    private var known: [Value: [RecordID]]?

    init(_ plan: ImportPlan, _ rows: ArraySlice<ImportRow>, _ reader: Reader) throws {
        (self.plan, self.reader) = (plan, reader)
        let keys = plan.mapping.match
        guard keys.count == 1, let field = plan.mapping.entity[keys[0]], field.kind is TextKind else { return }
        let values = Set(rows.lazy.map { $0.value(of: field.key) }.filter { !$0.isEmpty })
        var found = try reader.ids(of: plan.mapping.entity, where: field, isOneOf: Array(values))
        // Who has the value itself goes before who is only called so elsewhere.
        let missing = values.filter { found[$0] == nil }
        found.merge(try reader.ids(of: plan.mapping.entity, calledBy: field, oneOf: Array(missing))) { own, _ in own }
        known = found
    }

    func find(_ given: Values) throws -> RecordID? {
        let keys = plan.mapping.match
        guard !keys.isEmpty, keys.allSatisfy({ !(given[$0] ?? .null).isEmpty }) else { return nil }
        let found: [RecordID]
        if let known {
            found = known[given[keys[0]] ?? .null] ?? []
        } else {
            found = try reader.firstIDs(plan.mapping.entity, where: Rule.equal(keys, given), limit: 2)
        }
        guard found.count < 2 else {
            throw known == nil ? try reader.ambiguous(keys, given, plan.mapping.entity) : Invalid(keys[0], .ambiguous, ["count": String(found.count)])
        }
        return found.first
    }

    /// A later row of the same batch may be about a record that this one made.
    func add(_ id: RecordID, _ given: Values) {
        guard known != nil, let value = given[plan.mapping.match[0]], !value.isEmpty else { return }
        known?[value, default: []].append(id)
    }
}

extension ImportPlan {
    /// The record among those that belong to one, which a row is about.
    func match(_ given: Values, within through: String, _ reader: Reader) throws -> RecordID? {
        let keys = mapping.match
        guard !keys.isEmpty, keys.allSatisfy({ !(given[$0] ?? .null).isEmpty }) else { return nil }
        let found = try reader.firstIDs(mapping.entity, where: Rule.equal(keys + [through], given), limit: 2)
        guard found.count < 2 else { throw try reader.ambiguous(keys + [through], given, mapping.entity) }
        return found.first
    }
}

extension Reader {
    /// The record that a cell names: by a given field, by the natural key, or by its id.
    fileprivate func reference(_ entity: String, _ text: String, by: String?, field key: String) throws -> RecordID {
        guard let target = catalogue[entity] else { throw Invalid(key, .badReference) }
        if let field = by.flatMap({ target[$0] }) ?? target.naturalKey, let value = try? field.kind.parse(text: text) {
            let found = try firstIDs(target, where: .compare([field.key], .equal, value), limit: 2)
            if found.count == 2 { throw try ambiguous([field.key], [field.key: value], target, about: key) }
            if let id = found.first { return id }
            let others = try ids(of: target, calledBy: field, oneOf: [value])[value] ?? []
            guard others.count < 2 else { throw Invalid(key, .ambiguous, ["count": String(others.count)]) }
            if let id = others.first { return id }
        }
        if by == nil, let id = RecordID(text), try values(of: target, id) != nil { return id }
        throw Invalid(key, .notFound, ["id": String(text.prefix(60))])
    }

    /// Several records where one was meant: says how many, so that people can tell a slip from a field that tells nothing apart.
    ///
    /// - Parameter field: that of the file's record; nil for the first key.
    fileprivate func ambiguous(_ keys: [String], _ given: Values, _ entity: EntityDefinition, about field: String? = nil) throws -> Invalid {
        let count = try count(entity, where: Rule.equal(keys, given))
        return Invalid(field ?? keys[0], .ambiguous, ["count": String(count)])
    }

    /// The living records with one of these values, which the actor may see, by the value.
    fileprivate func ids(of entity: EntityDefinition, where field: FieldDefinition, isOneOf values: [Value]) throws -> [Value: [RecordID]] {
        guard !values.isEmpty else { return [:] }
        var select = select(entity)
        let rule = Rule.oneOf([field.key], values) && scope(entity) && Self.lives(false)
        let condition = try select.condition(rule)
        var found: [Value: [RecordID]] = [:]
        for row in try session.rows("SELECT t0.id, t0.\(name: field.column) FROM \(select.tables) WHERE \(condition)") {
            found[field.kind.load(row.cells[1...]), default: []].append(RecordID(rawValue: row[0].integer ?? 0))
        }
        return found
    }
}

extension Reader {
    /// The living records that are called by one of these values elsewhere, such as by a former code; which the actor may see, as well as the names.
    fileprivate func ids(of entity: EntityDefinition, calledBy field: FieldDefinition, oneOf values: [Value]) throws -> [Value: [RecordID]] {
        guard !values.isEmpty else { return [:] }
        var found: [Value: Set<RecordID>] = [:]
        for names in catalogue.entities {
            guard let column = names.namer(of: entity, field.key)?.columns.first, let title = names[names.title] else { continue }
            var select = select(names)
            let condition = try select.condition(.oneOf([title.key], values) && scope(names) && Self.lives(false))
            // The index of the title's column.
            for row in try session.rows("SELECT t0.\(name: column), t0.\(name: title.column) FROM \(select.tables) WHERE \(condition)") {
                found[title.kind.load(row.cells[1...]), default: []].insert(RecordID(rawValue: row[0].integer ?? 0))
            }
        }
        let all = Set(found.values.joined()).sorted()
        guard !all.isEmpty else { return [:] }
        let living = Set(try firstIDs(entity, where: .oneOf([Common.id], all.map(Value.reference)), limit: all.count))
        return found.mapValues { $0.intersection(living).sorted() }.filter { !$0.value.isEmpty }
    }
}

extension Rule {
    fileprivate static func equal(_ keys: [String], _ given: Values) -> Rule {
        .all(keys.map { .compare([$0], .equal, given[$0] ?? .null) })
    }
}
