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
        }
    ]
}
