public import Kernel
public import Store

/// The one door: every change, from whatever side, is one call of `perform` inside a transaction that carries the actor.
///
/// A door lives as long as its transaction: `engine.write(as: actor) { door in … }`.
public final class Door {
    public let engine: Engine
    public let catalogue: Catalogue
    public let actor: Actor
    public let session: any WriteSession
    private let bound: Reader
    private let unbound: Reader
    /// How many hooks and actions run at this moment, one inside the other.
    private var trust = 0
    /// References that this transaction has seen to exist.
    var known: Set<KnownReference> = []
    /// How many changes have begun to write; tells whether a failure left something behind.
    var writes = 0
    /// The highest numbers that were given from outside, by series; written when the transaction ends.
    var takenNumbers: [String: Int64] = [:]
    /// By entity: the same for all records of a transaction.
    var insertions: [String: Insertion] = [:]
    /// What changes leave behind, written when the transaction ends.
    var traces = Traces()
    /// Tokens that were cut ahead, by text: on another thread, while this one was writing.
    var cut: [String: [String]] = [:]
    /// Whether definitions have changed: then tables follow when the transaction ends.
    var redefines = false
    /// The entities whose search tokens are to be cut anew.
    var reindexes: Set<String> = []
    /// Rules for numbers that modules keep as data, by entity and field.
    var numberings: [String: Numbering.Rules] = [:]
    /// Series whose rows this transaction holds already.
    var heldSeries: Set<String> = []
    /// The job that these changes belong to; stands in their audit rows.
    var job: RecordID?
    /// The record whose lines are being changed as part of what is done with itself.
    var wholeRecord: Whole?
    /// What is being hung on another record at this moment, alone or with all that hangs on a record that is merged.
    var moving: RecordID?
    /// Whether two records become one at this moment, or two again: what they hold was decided before.
    public internal(set) var isMerging = false
    /// Whether values are overwritten for good: no history keeps them, and what is set once gives way.
    public internal(set) var isErasing = false
    /// Why a record goes into a pool or out of it at this moment.
    var poolDeed: PoolDeed?
    /// The job or import that this transaction is part of: its notices come to one for each receiver.
    var run: RecordID?
    /// What goes into the security log when the transaction ends.
    var notes: [SecurityLog.Entry] = []

    struct KnownReference: Hashable {
        let entity: String
        let id: RecordID
        /// Whether it was looked for as the actor and not as the program.
        let isSeen: Bool
    }

    init(engine: Engine, catalogue: Catalogue, actor: Actor, session: any WriteSession) {
        (self.engine, self.catalogue, self.actor, self.session) = (engine, catalogue, actor, session)
        bound = Reader(engine: engine, catalogue: catalogue, actor: actor, session: session)
        unbound = Reader(engine: engine, catalogue: catalogue, actor: actor.unbound, session: session)
    }

    /// Reads in this transaction: as the actor, and without bounds inside a hook or an action, which are parts of the program.
    public var reader: Reader { isTrusted ? unbound : bound }
    var isTrusted: Bool { trust > 0 }

    /// Runs a part of the program that may do more than the actor. Whoever calls it has looked before whether the actor may have that done.
    public func trusting<T>(_ body: () throws -> T) rethrows -> T {
        trust += 1
        defer { trust -= 1 }
        return try body()
    }

    /// Carries out one change, in these steps and no others. What it throws before writing leaves nothing behind; the caller
    /// rolls back on anything else.
    @discardableResult
    public func perform(_ change: Change, on entity: EntityDefinition) throws -> Saved {
        // Code that knows an entity by its type knows none of the fields that it got at run time.
        let entity = catalogue[entity.name] ?? entity
        let noted = (takenNumbers, heldSeries, notes), mark = traces.mark
        // A purge takes away what was noted before it too.
        let whole = change.kind == .purge ? traces : nil
        do {
            return try carryOut(change, entity)
        } catch {
            // The caller may go back to a savepoint and go on: what was noted for this change must not outlive it.
            (takenNumbers, heldSeries, notes) = noted
            if let whole { traces = whole } else { traces.forget(since: mark) }
            throw error
        }
    }

    private func carryOut(_ change: Change, _ entity: EntityDefinition) throws -> Saved {
        if !isTrusted, !comesAlong(change, entity) { try engine.permissions.check(actor, may: change.verb, entity) }
        if entity.isRetired, moving == nil, change.kind == .create || change.kind == .edit { throw Refusal.retired(entity: entity.name) }
        try holdHeader(change, entity)
        let before = try load(change, entity)
        var after = try merged(change, before, entity)
        try place(&after, change, entity)
        if change.kind == .create || change.kind == .edit {
            try validate(&after, before, entity)
            try checkPublishing(after, before, entity)
            try checkAttachment(after, before, entity)
            try issueNumbers(&after, before, entity)
            compute(&after, entity)
            let given = after
            try runHooks(.beforeWriting, change.kind, &after, before, entity)
            if after != given {
                // Hooks may set what people may not, but nothing that cannot be kept.
                try validate(&after, before, entity, asked: false, checked: given)
                compute(&after, entity)
            }
            if change.kind == .create { try demandWhole(after, entity) }
            if change.kind == .create, !permits(.create, entity, after) { throw Refusal.forbidden(verb: .create, entity: entity.name) }
        }
        if change.kind != .create, change.kind != .edit { try runHooks(.beforeLifeChange, change.kind, &after, before, entity) }
        if change.kind == .purge, let id = after[Common.id]?.reference { try purgeParts(of: id, entity) }
        let changed = changedKeys(before, after, entity)
        guard !changed.isEmpty || change.kind == .purge else { return saved(after, changed: [], entity) }
        writes += 1
        try write(change, before, &after, changed, entity)
        let audited = try writeAudit(change, before, after, changed, entity)
        try writeSearchTokens(change, before, after, entity)
        try writeEvent(change, after, changed, entity)
        try rollUp(before, after, entity)
        if let audited {
            try tellHeader(change, after, audited: audited, entity)
            tellParents(change, after, audited: audited, entity)
        }
        try takeLinesAlong(change, before, after, entity)
        try followMerges(change, &after, entity)
        try followRights(change, after, changed, entity)
        followDefinitions(change, after, changed, entity)
        noticeOwner(change, after, changed, entity)
        if change.kind == .create || change.kind == .edit {
            let written = writes
            try runHooks(.afterWriting, change.kind, &after, before, entity)
            // A hook may have come back to this record: the caller gets the last version.
            if writes != written, let id = after[Common.id]?.reference { after = try whole(entity, id) ?? after }
        }
        return saved(after, changed: changed, entity)
    }

    /// Whether a new line comes with its new header: who may make the one may give it the others.
    private func comesAlong(_ change: Change, _ entity: EntityDefinition) -> Bool {
        if case .create(let values) = change { isPart(values, entity) } else { false }
    }

    private func runHooks(
        _ moment: Hook.Moment, _ kind: Change.Kind, _ values: inout Values, _ before: Values?, _ entity: EntityDefinition
    ) throws {
        let saving = Saving(door: self, before: before, kind: kind)
        try trusting {
            for hook in catalogue.hooks(on: entity.name) where hook.moment == moment { try hook.run(&values, saving) }
        }
    }

    func compute(_ values: inout Values, _ entity: EntityDefinition) {
        for field in entity.computed {
            guard let formula = field.kind as? FormulaKind else { continue }
            let value = formula.value(in: values)
            values[field.key] = value.isEmpty ? .null : value
        }
    }

    private func changedKeys(_ before: Values?, _ after: Values, _ entity: EntityDefinition) -> [String] {
        entity.fields.map(\.key).filter { key in
            let old = before?[key] ?? .null, new = after[key] ?? .null
            return old != new && !(old.isEmpty && new.isEmpty)
        }
    }

    private func saved(_ values: Values, changed: [String], _ entity: EntityDefinition) -> Saved {
        var shown = values
        for field in entity.secret { shown[field.key] = nil }
        return Saved(id: values[Common.id]?.reference ?? RecordID(rawValue: 0), values: shown, changed: changed)
    }
}

/// Typed ways through the door, for domain code.
extension Door {
    @discardableResult
    public func create<E: Entity>(_ type: E.Type, _ values: Values) throws -> Record<E> {
        try Record<E>(perform(.create(values), on: catalogue.definition(type)).values)
    }

    /// Writes a record that was read and changed; refuses when somebody else wrote it in between.
    @discardableResult
    public func save<E: Entity>(_ record: Record<E>) throws -> Record<E> {
        let definition = catalogue.definition(E.self)
        let writable = definition.fields.filter { !$0.isReadOnly && !$0.traits.contains(.secret) }
        // What was not read is not written: it would be emptied.
        let values = Dictionary(uniqueKeysWithValues: writable.compactMap { field in record.values[field.key].map { (field.key, $0) } })
        guard case .integer(let version)? = record.values[Common.version] else { return record }
        let change = Change.edit(record.id, values, ifVersion: version)
        return try Record<E>(perform(change, on: definition).values)
    }
}
