public import Kernel

/// What a module adds to the life of a change. It runs inside the transaction; what it throws undoes everything.
public struct Hook: Sendable {
    enum Moment: Sendable { case beforeWriting, afterWriting, beforeLifeChange, afterMerging }

    let entity: String
    let moment: Moment
    let run: @Sendable (inout Values, Saving) throws -> Void

    /// May look at the record and change it before it is written. Not called when a record is deleted.
    public static func beforeSaving<E: Entity>(
        _ type: E.Type, _ body: @escaping @Sendable (inout Record<E>, Saving) throws -> Void
    ) -> Hook {
        Hook(entity: E.name, moment: .beforeWriting) { values, saving in
            var record = try Record<E>(ofKind: values)
            try body(&record, saving)
            values = record.values
        }
    }

    /// Sees the record as it was written, and may change others through the door.
    public static func afterSaving<E: Entity>(
        _ type: E.Type, _ body: @escaping @Sendable (Record<E>, Saving) throws -> Void
    ) -> Hook {
        Hook(entity: E.name, moment: .afterWriting) { values, saving in
            try body(try Record<E>(ofKind: values), saving)
        }
    }

    /// Sees a record that is about to be put away, restored or removed for good; what it throws prevents that.
    public static func beforeLifeChange<E: Entity>(
        _ type: E.Type, _ body: @escaping @Sendable (Record<E>, Saving) throws -> Void
    ) -> Hook {
        Hook(entity: E.name, moment: .beforeLifeChange) { values, saving in
            try body(try Record<E>(ofKind: values), saving)
        }
    }

    /// Sees two records that have just become one, and may change others through the door: what it makes or changes is undone with the merge.
    public static func afterMerging<E: Entity>(
        _ type: E.Type, _ body: @escaping @Sendable (_ survivor: Record<E>, _ loser: Record<E>, Door) throws -> Void
    ) -> Hook {
        Hook(entity: E.name, moment: .afterMerging) { values, saving in
            try body(try Record<E>(ofKind: values), try Record<E>(ofKind: saving.before ?? [:]), saving.door)
        }
    }
}

/// The change that a hook looks at.
public struct Saving {
    public let door: Door
    /// The record as it was; nil when it is new.
    public let before: Values?
    public let kind: Change.Kind

    /// Whether the record is being hung on another one because the two are merged, or no longer are.
    public var isMoving: Bool { before?[Common.id]?.reference != nil && door.moving == before?[Common.id]?.reference }

    public func changes(_ key: String, in values: Values) -> Bool { before?[key] ?? .null != values[key] ?? .null }
}
