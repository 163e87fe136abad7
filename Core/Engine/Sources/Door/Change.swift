public import Kernel

/// Something that is to happen to one record.
public enum Change: Sendable {
    case create(Values)
    /// Only the given fields change. With `ifVersion`, only if nobody changed the record since.
    case edit(RecordID, Values, ifVersion: Int64? = nil)
    /// Puts the record away; it can be restored.
    case delete(RecordID, ifVersion: Int64? = nil)
    case restore(RecordID)
    /// Removes a deleted record for good, with the values in its audit rows.
    case purge(RecordID)

    public enum Kind: String, Sendable, CaseIterable { case create, edit, delete, restore, purge }

    public var kind: Kind {
        switch self {
        case .create: .create
        case .edit: .edit
        case .delete: .delete
        case .restore: .restore
        case .purge: .purge
        }
    }

    /// What somebody must be allowed to do for it.
    var verb: Verb {
        switch self {
        case .create: .create
        case .edit: .edit
        case .delete, .restore, .purge: .delete
        }
    }
}

/// What a change came to.
public struct Saved: Sendable {
    public let id: RecordID
    /// The record as it stands now, by key, without secret fields.
    public let values: Values
    /// The fields that differ from before, in the order of the entity; empty when nothing did.
    public let changed: [String]

    /// Whether it is put away now.
    public var isDeleted: Bool { !(values[Common.deletedAt] ?? .null).isNull }

    public var version: Int64 {
        if case .integer(let version)? = values[Common.version] { version } else { 0 }
    }
}
