public import Kernel
import Store

/// The roles that a new company finds ready: each can be changed, or taken away.
struct PreparedRole: Sendable {
    let key: String
    let grants: [String: JSON]
    var personal: Role.Personal = .write
    var abilities: [Role.Ability] = []

    /// Everybody knows who works where.
    private static let directory: [String: JSON] = [
        "user": ["read": "all"], "orgUnit": ["read": "all"], "team": ["read": "all"], "role": ["read": "all"],
        "delegation": ["read": "own", "create": "own", "edit": "own", "delete": "own"],
    ]

    /// Whoever changes customers makes the words that they still lack; those that others use change and go with more care.
    private enum Tags { case none, made, kept }

    private static func grants(_ everything: JSON, tags: Tags = .none) -> [String: JSON] {
        let tag: JSON = switch tags {
        case .none: [:]
        case .made: ["create": "all"]
        case .kept: ["create": "all", "edit": "all", "delete": "all"]
        }
        return directory.merging(["*": everything, "tag": tag]) { first, _ in first }
    }

    static let all = [
        PreparedRole(
            key: "representative",
            grants: grants(["read": "own", "create": "own", "edit": "own", "delete": "own", "share": "own", "act": "own"], tags: .made)),
        PreparedRole(
            key: "teamLead",
            grants: grants([
                "read": ["team", "unit"], "create": ["team", "unit"], "edit": ["team", "unit"], "delete": "own", "assign": ["team", "unit"],
                "share": ["team", "unit"], "reveal": ["team", "unit"], "act": ["team", "unit"],
            ], tags: .kept)),
        PreparedRole(
            key: "branchManager",
            grants: grants([
                "read": "subtree", "create": "subtree", "edit": "subtree", "delete": "subtree", "export": "subtree", "assign": "subtree",
                "share": "subtree", "reveal": "subtree", "act": "subtree",
            ], tags: .kept)),
        PreparedRole(
            key: "serviceAgent", grants: grants(["read": "all", "create": "all", "edit": "own", "act": "own", "reveal": "all"], tags: .made),
            personal: .masked),
        PreparedRole(key: "analyst", grants: grants(["read": "all", "export": "all"]), personal: .hidden),
        PreparedRole(
            key: "administrator", grants: ["*": ["read": "all"]], personal: .write, abilities: [.administer]),
        PreparedRole(key: "auditor", grants: grants(["read": "all"]), personal: .masked, abilities: [.readSecurityLog]),
        // Whoever answers for personal information changes none of it, and has a reason for every number that they look at.
        PreparedRole(key: "dataProtectionOfficer", grants: grants(["read": "all", "reveal": "all"]), personal: .masked, abilities: [.protectData]),
    ]
}

extension Engine {
    /// Writes the prepared roles where there has never been a role. Another server that starts at the same time may do it first.
    func makePreparedRoles() async throws {
        let definition = Role.schema.definition
        do {
            try await write(as: .system) { [self] door in
                guard try door.session.first("SELECT 1 FROM \(name: definition.table) LIMIT 1") == nil else { return }
                for role in PreparedRole.all {
                    let values: Values = [
                        "key": .text(role.key), "name": .text(catalogue.texts.text("role.\(role.key)", .chinese)),
                        "description": .text(catalogue.texts.text("role.\(role.key).description", .chinese)),
                        "grants": .json(.object(role.grants)), "personal": role.personal.value,
                        "abilities": .list(role.abilities.map(\.value)),
                    ]
                    try door.perform(.create(values), on: definition)
                }
                // What a new database begins with has happened to nobody.
                (door.notes, door.traces.events) = ([], [])
            }
        } catch let invalid as Invalid where invalid.problems.contains(where: { $0.problem.code == .taken }) {
            return
        }
    }

    /// The id of a prepared role, where it is still there.
    public func role(_ key: String) async throws -> RecordID? {
        try await read(as: .system) { try $0.firstID(Role.schema.definition, where: Role.rule { $0.key == key }) }
    }
}
