public import Kernel

/// Whose records a right covers. Every scope takes in one's own records, and those that were shared.
public enum Scope: String, Sendable, Hashable, CaseIterable {
    /// Those that one owns oneself, or that belong to a colleague whose deputy one is.
    case own
    /// Those of the members of one's teams.
    case team
    /// Those of one's units.
    case unit
    /// Those of one's units and all units below.
    case subtree
    case all
}

/// What somebody may see and do of a field; each step takes in the ones before.
public enum FieldRight: String, Sendable, Hashable, CaseIterable, Comparable {
    case hidden, masked, read, write

    public static func < (left: FieldRight, right: FieldRight) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .hidden: 0
        case .masked: 1
        case .read: 2
        case .write: 3
        }
    }
}

/// What somebody wants to do with records of an entity.
public enum Verb: Sendable, Hashable {
    case read, create, edit, delete, export
    /// Any of the entity's actions, by name; `assign`, `share` and `reveal` are known to every entity.
    case act(String)

    /// The name in roles: that of the action for an action.
    public var name: String {
        switch self {
        case .read: "read"
        case .create: "create"
        case .edit: "edit"
        case .delete: "delete"
        case .export: "export"
        case .act(let action): action
        }
    }

    /// The verbs that every entity has.
    public static let common: [Verb] = [.read, .create, .edit, .delete, .export, .assign, .share, .reveal]
    /// What everybody may do with records of an open entity, as far as those are theirs or shown to them.
    static let everybodys: Set<Verb> = [.read, .create, .edit, .delete]
    public static let assign = Verb.act("assign"), share = Verb.act("share"), reveal = Verb.act("reveal")

    var isAction: Bool { if case .act = self { true } else { false } }
    var changes: Bool { self != .read && self != .export && self != .reveal }
}
