public import Kernel
import Store

/// What people look at before they merge, and what is told of merges afterwards.
extension Reader {
    /// Both records as the actor sees them, which value would stay in each field, what would move, and what stands against it:
    /// `{"survivor","loser","fields":[{"field","differs","choice","choices"}],"moves":[{"entity","field","count"}],"obstacles":[FieldProblem]}`,
    /// the records with `expanded` titles.
    public func mergeProposal(
        of survivor: RecordID, with loser: RecordID, on entity: EntityDefinition
    ) throws -> (json: [String: JSON], obstacles: [FieldProblem]) {
        let entity = catalogue[entity.name] ?? entity
        guard entity.survivorship != nil, !entity.isRetired else { throw Refusal.unknownAction(Verb.merge.name) }
        try engine.permissions.check(actor, may: .merge, entity)
        guard survivor != loser else { throw Invalid("with", .sameRecord) }
        let pair = MergePair(
            entity: entity, survivor: try mergeable(entity, survivor), loser: try mergeable(entity, loser), survivorID: survivor, loserID: loser)
        let plan = try plan(pair)
        let fields = plan.fields.compactMap { field -> JSON? in
            let right = actor.rights.right(field.definition, of: entity)
            guard right > .hidden else { return nil }
            // Of a field that one may not write, the rule decides.
            let choices = right < .write || field.leader != nil ? [field.proposal] : field.choices
            return [
                "field": .string(field.definition.key), "differs": .flag(field.differs), "choice": .string(field.proposal.rawValue),
                "choices": .array(choices.map { .string($0.rawValue) }),
            ]
        }
        // What hinders is a matter of the program, which sees all; so is what moves, of which only what the actor may read is told.
        let all = Reader(engine: engine, catalogue: catalogue, actor: actor.unbound, session: session)
        let obstacles = try all.obstacles(pair, try plan.values([:], by: actor.unbound))
        let json: [String: JSON] = [
            "survivor": try shown(entity, survivor), "loser": try shown(entity, loser), "fields": .array(fields),
            "moves": .array(told(try all.moves(pair))),
        ]
        return (json, obstacles)
    }

    /// A record that the actor may edit and merge.
    private func mergeable(_ entity: EntityDefinition, _ id: RecordID) throws -> Values {
        guard let values = try values(of: entity, id) else { throw try missing(entity, id) }
        for verb in [Verb.edit, .merge] {
            let scope = scope(entity, for: verb)
            guard scope == .always || scope.holds(for: values, in: ruleContext(entity)) else { throw Refusal.forbidden(verb: verb, entity: entity.name) }
        }
        return values
    }

    private func shown(_ entity: EntityDefinition, _ id: RecordID) throws -> JSON {
        let references = entity.fields.filter { $0.kind is ReferenceKind && !$0.isRetired && actor.rights.right($0, of: entity) >= .read }
        return try JSON.parse(record(entity, id, expand: references.map(\.key)).json)
    }

    /// The merges that a record took part in, newest first: `[{"id","at","by","survivor","loser","state","choices","moves","undoneAt","undoneBy",
    /// "isUndoable","hindrance","kept","stays"}]`; the last two only of what could be undone now.
    public func merges(of id: RecordID, _ entity: EntityDefinition) throws -> [JSON] {
        let entity = catalogue[entity.name] ?? entity
        guard try values(of: entity, id) != nil || values(of: entity, id, deleted: true) != nil else {
            throw Refusal.notFound(entity: entity.name, id: id.description)
        }
        let entries = try mergeEntries(of: id)
        let names = try titles(entity, Set(entries.flatMap { [$0.survivor, $0.loser] }))
        let people = try catalogue[Common.userEntity].map { try titles($0, Set(entries.flatMap { [$0.actor, $0.undoneBy].compactMap(\.self) })) } ?? [:]
        func named(_ id: RecordID?, _ titles: [RecordID: String]) -> JSON {
            id.map { ["id": .string($0.description), "title": .string(titles[$0] ?? "")] } ?? .null
        }
        return try entries.map { entry in
            let hindrance = try hindrance(to: entry)
            let mayUndo = hindrance == nil && entry.survivor == id ? try (try? mergeable(entity, id)) != nil : false
            var json: [String: JSON] = [
                "id": .string(entry.id.description), "at": .string(entry.at.description), "by": named(entry.actor, people),
                "survivor": named(entry.survivor, names), "loser": named(entry.loser, names), "state": .string(entry.state.rawValue),
                "choices": visible(entry.choices, entity), "moves": .array(told(entry.moves)),
                "undoneAt": entry.undoneAt.map { .string($0.description) } ?? .null, "undoneBy": named(entry.undoneBy, people),
                "isUndoable": .flag(mayUndo), "hindrance": hindrance.map { .string($0.code) } ?? .null,
            ]
            if mayUndo { json["stays"] = .array(try stays(entry, entity)) }
            return .object(json)
        }
    }

    private func visible(_ choices: JSON, _ entity: EntityDefinition) -> JSON {
        .object((choices.object ?? [:]).filter { key, _ in entity[key].map { actor.rights.may(see: $0, of: entity) } ?? false })
    }

    /// What came to the survivor after the merge and would stay with it.
    func stays(_ entry: MergeEntry, _ entity: EntityDefinition) throws -> [JSON] {
        let all = Reader(engine: engine, catalogue: catalogue, actor: actor.unbound, session: session)
        let since = Rule.compare([Common.createdAt], .greater, .instant(entry.at))
        // What the merge itself made goes with it. By the index audit_job.
        let made = try session.rows(
            "SELECT record_id FROM \(name: SystemTables.audit) WHERE job_id = \(entry.id.rawValue) AND job_id IS NOT NULL AND kind = 'create'"
        ).compactMap { $0[0].integer.map(RecordID.init(rawValue:)) }
        let moves = try catalogue.mergeReferences(to: entity).compactMap { reference -> MergeMove? in
            let count = try all.countReferring(reference, to: entry.survivor, besides: [entry.survivor, entry.loser] + made, and: since)
            return count == 0 ? nil : MergeMove(entity: reference.child.name, field: reference.field?.key, count: count)
        }
        return told(moves)
    }

    /// How many records there are is told of entities and fields that the actor may read.
    private func told(_ moves: [MergeMove]) -> [JSON] {
        moves.filter { move in
            guard let entity = catalogue[move.entity], engine.permissions.may(actor, .read, entity) else { return false }
            return move.field.flatMap { entity[$0] }.map { actor.rights.may(see: $0, of: entity) } ?? true
        }.map(\.json)
    }

    /// Why a merge cannot be undone now; nil where it can.
    func hindrance(to merge: MergeEntry) throws -> Refusal? {
        switch merge.state {
        case .moving, .undoing: return .mergeRuns(entity: merge.entity, id: merge.survivor)
        case .undone: return .alreadyUndone
        case .purged: return .notUndoable
        case .done: break
        }
        // One on top of the other: the upper one first.
        let later = try mergeEntries(of: merge.survivor).last { other in
            other.undoneAt == nil && other.id != merge.id && (other.loser == merge.survivor || other.id > merge.id) && other.state != .purged
        }
        return later.map { .mergedSince(entity: merge.entity, id: $0.loser) }
    }

    /// What a time line says of a merge, with the title of the other record: `{"merge","with"|"into":{"id","title"}}`.
    func mergeDetails(_ details: JSON, _ entity: EntityDefinition) throws -> JSON {
        var members = details.object ?? [:]
        for key in ["with", "into"] {
            guard let id = members[key]?.string.flatMap({ RecordID($0) }) else { continue }
            members[key] = ["id": .string(id.description), "title": .string(try titles(entity, [id])[id] ?? "")]
        }
        return .object(members)
    }
}
