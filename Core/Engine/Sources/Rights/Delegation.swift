public import Kernel

/// A colleague looks after somebody's records for a time: for them, "own" takes in the records of the one who is absent.
public struct Delegation: Entity {
    public let title = Field<String>("reason", .text(200), .listed)
    public let absent = Field<Reference<User>>("absent", .reference(), .listed, .fixed)
    public let deputy = Field<Reference<User>>("deputy", .reference(), .listed, .fixed)
    public let from = Field<Instant>("from", .dateTime, .listed)
    public let until = Field<Instant>("until", .dateTime, .listed)

    public static let schema = Schema<Delegation>(plural: "delegations", title: \.title, icon: "swap_horiz", .owned)
    public init() {}
}

extension Delegation {
    static let hooks: [Hook] = [
        .beforeSaving(Delegation.self) { delegation, saving in
            guard delegation[\.from] < delegation[\.until] else { throw Invalid("until", .outOfOrder, ["field": "from"]) }
            guard delegation[\.absent].id != delegation[\.deputy].id else { throw Invalid("deputy", .badReference) }
            // One gives away one's own work, not that of others.
            let actor = saving.door.actor
            guard actor.isAdministrator || actor.user == delegation[\.absent].id else {
                throw Invalid("absent", .badReference)
            }
        },
        .afterSaving(Delegation.self) { delegation, saving in
            guard saving.changes("from", in: delegation.values) else { return }
            if delegation[\.from] <= saving.door.engine.clock.now() {
                saving.door.tellDeputy(of: delegation)
            } else {
                let begin = delegation[\.from]
                try saving.door.enqueue(
                    beginning.name, ["delegation": .string(delegation.id.description), "from": .string(begin.description)], at: begin)
            }
        },
    ]

    /// Tells the deputy at the moment when a delegation begins, if it still does then.
    static let beginning = JobKind("delegationBegins") { payload, run in
        guard let id = payload["delegation"]?.string.flatMap({ RecordID($0) }) else { throw FinalFailure("badPayload", payload.text) }
        try await run.write { door in
            guard let delegation = try door.reader.find(Delegation.self, id), delegation[\.from].description == payload["from"]?.string,
                delegation[\.until] > door.engine.clock.now()
            else { return }
            door.tellDeputy(of: delegation)
        }
        return .null
    }
}

extension Door {
    fileprivate func tellDeputy(of delegation: Record<Delegation>) {
        notify([delegation[\.deputy].id], .delegated, about: (Delegation.name, delegation.id), by: delegation[\.absent].id)
    }
}
