import Kernel
import Store

/// A public pool as one person sees it.
struct OpenPool: Sendable {
    let id: RecordID
    let entity: String
    /// Fields that read as if they were empty until a record is claimed.
    let hidden: Set<String>
    let mayClaim: Bool
    let isSteward: Bool
}

/// Who belongs to a public pool.
struct PoolMembership: Sendable {
    private let id: RecordID
    private let entity: String
    private let hidden: Set<String>
    /// None for people of all units.
    private let unit: RecordID?
    private let withSubtree: Bool
    /// None for people of all roles.
    private var roles: Set<RecordID> = []
    private var stewards: Set<RecordID> = []

    static func all(_ session: any ReadSession) throws -> [PoolMembership] {
        let rows = try session.rows(
            "SELECT id, entity, hidden, unit_id, with_subtree FROM \(name: Pool.schema.definition.table) WHERE deleted_at IS NULL ORDER BY id")
        let roles = try links(Pool.schema.columns.roles.key, session), stewards = try links(Pool.schema.columns.stewards.key, session)
        return rows.map { row in
            let id = RecordID(rawValue: row[0].integer ?? 0)
            var pool = PoolMembership(
                id: id, entity: row[1].text ?? "", hidden: Pool.keys(row[2].text.flatMap { try? JSON.parse($0) }),
                unit: row[3].integer.map(RecordID.init(rawValue:)), withSubtree: row[4].flag ?? true)
            (pool.roles, pool.stewards) = (roles[id] ?? [], stewards[id] ?? [])
            return pool
        }
    }

    private init(id: RecordID, entity: String, hidden: Set<String>, unit: RecordID?, withSubtree: Bool) {
        (self.id, self.entity, self.hidden, self.unit, self.withSubtree) = (id, entity, hidden, unit, withSubtree)
    }

    private static func links(_ key: String, _ session: any ReadSession) throws -> [RecordID: Set<RecordID>] {
        let definition = Pool.schema.definition
        guard let field = definition[key] else { return [:] }
        return try session.rows("SELECT source_id, target_id FROM \(name: definition.linkTable(field))").reduce(into: [:]) { found, row in
            found[RecordID(rawValue: row[0].integer ?? 0), default: []].insert(RecordID(rawValue: row[1].integer ?? 0))
        }
    }

    /// - Parameter line: the units of the person and all above them.
    func seen(by person: Membership, line: [RecordID]) -> OpenPool? {
        let isOfUnit = unit.map { withSubtree ? line.contains($0) : person.units.contains($0) } ?? true
        let mayClaim = isOfUnit && (roles.isEmpty || !roles.isDisjoint(with: person.roles))
        let isSteward = !stewards.isDisjoint(with: person.people)
        guard mayClaim || isSteward else { return nil }
        return OpenPool(id: id, entity: entity, hidden: hidden, mayClaim: mayClaim, isSteward: isSteward)
    }
}
