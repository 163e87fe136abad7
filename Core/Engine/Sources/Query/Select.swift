import Kernel
import Store

/// A SELECT in the making: it knows the tables that the paths of fields lead through, and joins each once.
///
/// The entity's own table is `t0`; every reference on a path adds a LEFT JOIN to a row of at most one, so joins never
/// multiply rows. A row that the reader may not see joins as if it were not there.
struct Select {
    let entity: EntityDefinition
    let surroundings: Surroundings
    let base: String
    private var joins: [(path: FieldPath, alias: String, sql: SQL)] = []

    /// What is the same for all tables of a statement.
    struct Surroundings {
        let catalogue: Catalogue
        let vault: Vault
        let dialect: Dialect
        let moment: Moment
        /// Which records of an entity the reader may see.
        let scope: (EntityDefinition) -> Rule
        /// What of an entity's records reads as if it were empty.
        let shields: (EntityDefinition) -> [Shield]
    }

    static let maximumSteps = 2

    init(from entity: EntityDefinition, in surroundings: Surroundings, base: String = "t0") {
        (self.entity, self.surroundings, self.base) = (entity, surroundings, base)
    }

    var catalogue: Catalogue { surroundings.catalogue }
    var dialect: Dialect { surroundings.dialect }
    var moment: Moment { surroundings.moment }

    /// What stands after FROM.
    var tables: SQL { joins.reduce("\(name: entity.table) AS \(name: base)") { $0 + $1.sql } }

    /// Where the values at the end of a path lie.
    struct Place {
        let alias: String
        let owner: EntityDefinition
        let field: FieldDefinition
        let kind: any FieldKind
        let columns: [SQL]
        /// Whether every row has a value here.
        let isRequired: Bool

        /// What has no column of its own compares with nothing.
        var column: SQL { columns.first ?? "NULL" }
    }

    /// Finds a path, joining what lies on it. Unknown paths are the caller's mistake: they are parsed before.
    mutating func place(_ path: FieldPath) throws -> Place {
        let resolved = try catalogue.resolve(path, from: entity)
        var alias = base
        var steps: FieldPath = []
        for (reference, target) in resolved.references {
            steps.append(reference.key)
            alias = try join(steps, from: alias, reference, target)
        }
        let all = zip(resolved.field.columns, resolved.field.kind.columns).map { "\(name: alias).\(name: $0.0)" as SQL }
        let columns = try shielded(resolved.part.map { [all[$0.column]] } ?? all, of: resolved.field, resolved.owner, alias)
        return Place(
            alias: alias, owner: resolved.owner, field: resolved.field, kind: resolved.part?.kind ?? resolved.field.kind,
            columns: columns.sql, isRequired: resolved.field.isRequired && resolved.references.isEmpty && resolved.part == nil && !columns.mayBeEmpty)
    }

    /// The columns of fields of the entity itself, as whoever reads may see them.
    func columns(of fields: [FieldDefinition]) throws -> SQL {
        try fields.flatMap { field in
            try shielded(field.columns.map { "\(name: base).\(name: $0)" }, of: field, entity, base).sql
        }.joined(by: ", ")
    }

    /// Columns that read as empty where the record is shielded: what is hidden there can be shown, compared and sorted by in no way.
    private func shielded(_ columns: [SQL], of field: FieldDefinition, _ owner: EntityDefinition, _ alias: String) throws -> (sql: [SQL], mayBeEmpty: Bool) {
        let shields = surroundings.shields(owner).filter { $0.fields.contains(field.key) }
        guard !shields.isEmpty else { return (columns, false) }
        var inner = Select(from: owner, in: surroundings, base: alias)
        let condition = try inner.condition(.any(shields.map(\.rule)))
        return (columns.map { "CASE WHEN \(condition) THEN NULL ELSE \($0) END" }, true)
    }

    private mutating func join(
        _ path: FieldPath, from alias: String, _ reference: FieldDefinition, _ target: EntityDefinition
    ) throws -> String {
        if let known = joins.first(where: { $0.path == path }) { return known.alias }
        let new = base == "t0" ? "t\(joins.count + 1)" : "\(base)_\(joins.count + 1)"
        let column = reference.columns.first ?? reference.column
        var sql: SQL = " LEFT JOIN \(name: target.table) AS \(name: new) ON \(name: new).id = \(name: alias).\(name: column)"
        let scope = surroundings.scope(target)
        if scope != .always {
            // A scope asks for columns of its own row, or by EXISTS, and so never adds a join here.
            var inner = Select(from: target, in: surroundings, base: new)
            sql += " AND \(try inner.condition(scope))"
        }
        joins.append((path, new, sql))
        return new
    }

    /// Whether a record of `target` that `column` names meets a rule, as a condition.
    func exists(_ target: EntityDefinition, by column: SQL, _ rule: Rule) throws -> SQL {
        var inner = Select(from: target, in: surroundings, base: base == "t0" ? "s" : base + "s")
        let condition = try inner.condition(rule)
        return "EXISTS (SELECT 1 FROM \(inner.tables) WHERE \(name: inner.base).id = \(column) AND \(condition))"
    }
}

/// A path with what lies on it.
struct ResolvedPath {
    let references: [(field: FieldDefinition, target: EntityDefinition)]
    let owner: EntityDefinition
    let field: FieldDefinition
    let part: KindPart?

    var kind: any FieldKind { part?.kind ?? field.kind }
}

extension Catalogue {
    /// Follows a path that somebody asks by. What is hidden from them is as good as unknown; by what they see masked they can
    /// neither look for records nor put them in order, since either would tell it piece by piece.
    func resolve(_ path: FieldPath, from entity: EntityDefinition, for actor: Actor) throws(Invalid) -> ResolvedPath {
        let resolved = try resolve(path, from: entity)
        let name = path.joined(separator: ".")
        var owner = entity
        for (reference, target) in resolved.references {
            guard actor.rights.may(see: reference, of: owner) else { throw Invalid(name, .unknownField, ["field": reference.key]) }
            owner = target
        }
        switch actor.rights.right(resolved.field, of: resolved.owner) {
        case .hidden: throw Invalid(name, .unknownField, ["field": resolved.field.key])
        case .masked: throw Invalid(name, .masked)
        case .read, .write: return resolved
        }
    }

    /// Follows a path through at most two references to a field or a part of one. Secret fields are as good as unknown.
    func resolve(_ path: FieldPath, from entity: EntityDefinition) throws(Invalid) -> ResolvedPath {
        let name = path.joined(separator: ".")
        var owner = entity
        var references: [(FieldDefinition, EntityDefinition)] = []
        for (index, key) in path.enumerated() {
            guard let field = owner[key], !field.traits.contains(.secret) else { throw Invalid(name, .unknownField, ["field": key]) }
            let rest = path.dropFirst(index + 1)
            if rest.isEmpty { return ResolvedPath(references: references, owner: owner, field: field, part: nil) }
            if let kind = field.kind as? ReferenceKind, let target = self[kind.target] {
                guard references.count < Select.maximumSteps else { throw Invalid(name, .tooDeep) }
                references.append((field, target))
                owner = target
            } else if rest.count == 1, let part = rest.first.flatMap(field.kind.part) {
                return ResolvedPath(references: references, owner: owner, field: field, part: part)
            } else {
                throw Invalid(name, .unknownField, ["field": rest.first ?? key])
            }
        }
        throw Invalid(name, .unknownField, ["field": name])
    }
}
