import Kernel
import Store
import Synchronization

/// The rights of people as this server knows them. What it holds is thrown away as soon as the database says that the organisation
/// has changed.
final class RightsCache: Sendable {
    private struct State {
        var generation: Int64 = -1
        var organisation: Organisation?
        var people: [RecordID: Rights] = [:]
    }

    private let state = Mutex(State())

    /// - Parameter generation: as it was read in this session, with the one snapshot that all of this is read from.
    func rights(
        of user: RecordID, isAdministrator: Bool, generation: Int64, in session: any ReadSession, now: Instant
    ) throws -> Rights {
        let (known, organisation) = state.withLock { state -> (Rights?, Organisation?) in
            guard state.generation == generation else { return (nil, nil) }
            let known = state.people[user].flatMap { now < $0.until ? $0 : nil }
            return (known, state.organisation)
        }
        if let known { return known }
        let current = try organisation ?? Organisation(session)
        let membership = try Membership(of: user, session, now: now)
        let rights = current.rights(of: membership, isAdministrator: isAdministrator)
        state.withLock { state in
            // A session that began before the last change must not bring back what was.
            guard generation >= state.generation else { return }
            if generation > state.generation { state = State(generation: generation) }
            state.organisation = current
            state.people[user] = rights
        }
        return rights
    }
}

/// The tree of units and the roles.
struct Organisation: Sendable {
    private let below: [RecordID: [RecordID]]
    private let above: [RecordID: RecordID]
    private let roles: [RecordID: (rights: RoleRights, abilities: Set<Role.Ability>)]
    private let pools: [PoolMembership]

    init(_ session: any ReadSession) throws {
        var below: [RecordID: [RecordID]] = [:], above: [RecordID: RecordID] = [:]
        // Deleted units too: what belongs to them, or lies below them, is still there.
        try session.forEach("SELECT id, parent_id FROM \(name: "org_unit") WHERE parent_id IS NOT NULL") { row in
            guard let id = row[0].integer, let parent = row[1].integer else { return }
            below[RecordID(rawValue: parent), default: []].append(RecordID(rawValue: id))
            above[RecordID(rawValue: id)] = RecordID(rawValue: parent)
        }
        var roles: [RecordID: (RoleRights, Set<Role.Ability>)] = [:]
        try session.forEach("SELECT id, grants, fields, personal, abilities FROM \(name: "role") WHERE deleted_at IS NULL") { row in
            let rights = RoleRights(
                grants: row[1].text.flatMap { try? JSON.parse($0) }, fields: row[2].text.flatMap { try? JSON.parse($0) },
                personal: row[3].text.flatMap(FieldRight.init) ?? .hidden)
            let abilities = (row[4].text ?? "").split(separator: "|").compactMap { Role.Ability(rawValue: String($0)) }
            roles[RecordID(rawValue: row[0].integer ?? 0)] = (rights, Set(abilities))
        }
        (self.below, self.above, self.roles, pools) = (below, above, roles, try PoolMembership.all(session))
    }

    func rights(of membership: Membership, isAdministrator: Bool) -> Rights {
        let held = membership.roles.compactMap { roles[$0] }
        let abilities = held.reduce(into: Set<Role.Ability>()) { $0.formUnion($1.abilities) }
        return Rights(
            isUnlimited: isAdministrator || abilities.contains(.administer), roles: held.map(\.rights), abilities: abilities,
            people: membership.people, teams: membership.teams, mates: membership.mates, units: membership.units,
            subtree: subtree(of: membership.units), line: line(upFrom: membership.units),
            pools: pools.compactMap { $0.seen(by: membership, line: line(upFrom: membership.units)) },
            roleIDs: Set(membership.roles.filter { roles[$0] != nil }), until: membership.until)
    }

    /// These units and all above them, each once.
    private func line(upFrom units: [RecordID]) -> [RecordID] {
        var found = Set(units), waiting = units
        while let unit = waiting.popLast() {
            if let parent = above[unit], found.insert(parent).inserted { waiting.append(parent) }
        }
        return found.sorted()
    }

    /// These units and all below them, each once.
    func subtree(of units: [RecordID]) -> [RecordID] {
        var found = Set(units), waiting = units
        while let unit = waiting.popLast() {
            for child in below[unit] ?? [] where found.insert(child).inserted { waiting.append(child) }
        }
        return found.sorted()
    }
}

/// What one person belongs to.
struct Membership: Sendable {
    let roles, units, teams, mates, people: [RecordID]
    /// When the people change of themselves.
    let until: Instant

    init(of user: RecordID, _ session: any ReadSession, now: Instant) throws {
        func ids(_ sql: SQL) throws -> [RecordID] { try session.rows(sql).compactMap { $0[0].integer.map(RecordID.init(rawValue:)) } }
        roles = try ids("SELECT target_id FROM \(name: "user__roles") WHERE source_id = \(user.rawValue)")
        units = try ids(
            """
            SELECT unit_id FROM \(name: "user") WHERE id = \(user.rawValue)
            UNION
            SELECT target_id FROM \(name: "user__units") WHERE source_id = \(user.rawValue)
            """)
        teams = try ids(
            """
            SELECT m.source_id
            FROM \(name: "team__members") AS m
            JOIN \(name: "team") AS t ON t.id = m.source_id
            WHERE m.target_id = \(user.rawValue) AND t.deleted_at IS NULL
            """)
        mates = teams.isEmpty ? [] : try ids(
            "SELECT DISTINCT target_id FROM \(name: "team__members") WHERE source_id IN (\(SQL.list(teams.map { .integer($0.rawValue) })))")
        var people = [user], until = Instant.distantFuture
        let delegations = try session.rows(
            """
            SELECT absent_id, \(name: "from"), until
            FROM \(name: "delegation")
            WHERE deputy_id = \(user.rawValue) AND until > \(now.milliseconds) AND deleted_at IS NULL
            """)
        for row in delegations {
            guard let absent = row[0].integer, let start = row[1].integer, let end = row[2].integer else { continue }
            if start <= now.milliseconds { people.append(RecordID(rawValue: absent)) }
            until = min(until, Instant(milliseconds: start > now.milliseconds ? start : end))
        }
        (self.people, self.until) = (Array(Set(people)).sorted(), until)
    }
}

extension Instant {
    static let distantFuture = Instant(milliseconds: .max)
}
