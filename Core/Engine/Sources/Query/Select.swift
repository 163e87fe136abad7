import Kernel
import Store

/// A SELECT in the making: it knows the tables that the paths of fields lead through, and joins each once.
///
/// The entity's own table is `t0`; every reference on a path adds a LEFT JOIN to a row of at most one, so joins never
/// multiply rows.
struct Select {
    let entity: EntityDefinition
    let catalogue: Catalogue
    let dialect: Dialect
    let moment: Moment
    private var joins: [(path: FieldPath, alias: String, sql: SQL)] = []

    static let maximumSteps = 2

    init(from entity: EntityDefinition, catalogue: Catalogue, dialect: Dialect, moment: Moment) {
        (self.entity, self.catalogue, self.dialect, self.moment) = (entity, catalogue, dialect, moment)
    }

    /// What stands after FROM.
    var tables: SQL { joins.reduce("\(name: entity.table) AS t0") { $0 + $1.sql } }

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
        var alias = "t0"
        var steps: FieldPath = []
        for (reference, target) in resolved.references {
            steps.append(reference.key)
            alias = join(steps, from: alias, reference, target)
        }
        let all = zip(resolved.field.columns, resolved.field.kind.columns).map { "\(name: alias).\(name: $0.0)" as SQL }
        let columns = resolved.part.map { [all[$0.column]] } ?? all
        return Place(
            alias: alias, owner: resolved.owner, field: resolved.field, kind: resolved.part?.kind ?? resolved.field.kind,
            columns: columns, isRequired: resolved.field.isRequired && resolved.references.isEmpty && resolved.part == nil)
    }

    private mutating func join(_ path: FieldPath, from alias: String, _ reference: FieldDefinition, _ target: EntityDefinition) -> String {
        if let known = joins.first(where: { $0.path == path }) { return known.alias }
        let new = "t\(joins.count + 1)"
        let column = reference.columns.first ?? reference.column
        let sql: SQL = " LEFT JOIN \(name: target.table) AS \(name: new) ON \(name: new).id = \(name: alias).\(name: column)"
        joins.append((path, new, sql))
        return new
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
