public import Kernel
import Store

/// All that somebody owns goes to a colleague, because they leave or take up other work: a job that changes record by record
/// through the door, in the name of whoever asked for it and with what they may do.
public struct HandOver: Sendable, Hashable {
    public let from: RecordID
    public let to: RecordID
    /// The entities whose records change hands; nil for all that are owned and that the actor may assign.
    public let entities: [String]?
    /// Whether the records move to the colleague's unit; else they stay in theirs.
    public let movesUnit: Bool

    public init(from: RecordID, to: RecordID, entities: [String]? = nil, movesUnit: Bool = false) {
        (self.from, self.to, self.entities, self.movesUnit) = (from, to, entities, movesUnit)
    }
}

extension HandOver {
    private static let recordsPerTransaction = 100

    /// A run that was broken off goes on with what is left: records that have changed hands are not found again.
    static let job = JobKind("handOver", tellsAsker: true) { payload, run in
        guard let handOver = HandOver(payload), let asking = run.createdBy else { throw FinalFailure("badPayload", payload.text) }
        guard let actor = try await run.engine.actor(of: asking) else { throw FinalFailure("forbidden", "\(asking) may not work any more") }
        var tally = Tally(total: try await handOver.count(run, as: actor))
        for name in handOver.entities ?? [] {
            try await handOver.carryOut(name, run, as: actor, &tally)
        }
        return ["handedOver": JSON(tally.done), "refused": JSON(tally.refused)]
    }

    private struct Tally {
        let total: Int
        var done = 0
        var refused = 0
    }

    private var isTheirs: Rule { .compare([Common.owner], .equal, .reference(from)) }

    private func count(_ run: JobRun, as actor: Actor) async throws -> Int {
        try await run.engine.read(as: actor) { reader in
            try (entities ?? []).compactMap { reader.catalogue[$0] }.reduce(0) { try $0 + Int(reader.count($1, where: isTheirs)) }
        }
    }

    private func carryOut(_ name: String, _ run: JobRun, as actor: Actor, _ tally: inout Tally) async throws {
        var last = RecordID(rawValue: 0)
        while true {
            let after = last
            let portion = try await run.write(as: actor) { try pass(name, after: after, through: $0) }
            guard let reached = portion.reached else { return }
            last = reached
            tally.done += portion.done
            tally.refused += portion.refused
            try await run.progress(tally.done + tally.refused, of: tally.total)
        }
    }

    /// The next records. One that is refused, because of a rule of the company's or a right that is missing, stays where it is.
    private func pass(_ name: String, after: RecordID, through door: Door) throws -> (reached: RecordID?, done: Int, refused: Int) {
        guard let entity = door.catalogue[name] else { return (nil, 0, 0) }
        let rule = isTheirs && .compare([Common.id], .greater, .reference(after))
        let ids = try door.reader.firstIDs(entity, where: rule, limit: Self.recordsPerTransaction)
        var values: Values = [Common.owner: .reference(to)]
        if movesUnit { values[Common.unit] = try door.trusting { try door.reader.find(User.self, to)?[\.unit] }.map { .reference($0.id) } ?? .null }
        var done = 0
        for id in ids {
            do {
                try door.session.savepoint { _ = try door.perform(.edit(id, values), on: entity) }
                done += 1
            } catch is Invalid {
                continue
            } catch is Refusal {
                continue
            }
        }
        return (ids.last, done, ids.count - done)
    }
}

extension HandOver {
    var payload: JSON {
        [
            "from": .string(from.description), "to": .string(to.description), "entities": .array((entities ?? []).map(JSON.string)),
            "movesUnit": .flag(movesUnit),
        ]
    }

    init?(_ payload: JSON) {
        guard let from = payload["from"]?.string.flatMap({ RecordID($0) }), let to = payload["to"]?.string.flatMap({ RecordID($0) }) else { return nil }
        self.init(
            from: from, to: to, entities: payload["entities"]?.array?.compactMap(\.string), movesUnit: payload["movesUnit"]?.flag ?? false)
    }
}

extension Door {
    /// Puts the hand-over into the queue. As long as one of the same person waits or runs there is no second one.
    public func start(_ handOver: HandOver) throws -> Job {
        // A job works later, in one person's name: it cannot tell that somebody else worked as them.
        guard actor.impersonator == nil, actor.user != nil else { throw Refusal.sessionNeeded }
        let entities = try assignable(handOver.entities)
        guard try reader.find(User.self, handOver.from) != nil else {
            throw Refusal.notFound(entity: User.name, id: handOver.from.description)
        }
        guard let successor = try reader.find(User.self, handOver.to), successor[\.isActive] else {
            throw Invalid("to", .notFound, ["id": handOver.to.description])
        }
        guard handOver.to != handOver.from else { throw Invalid("to", .badReference) }
        let checked = HandOver(from: handOver.from, to: handOver.to, entities: entities, movesUnit: handOver.movesUnit)
        let job = try Jobs.job(enqueue(HandOver.job.name, checked.payload, uniqueKey: handOver.from.description), actor.unbound, session)
        guard job.payload == checked.payload else { throw Refusal.notPossible(action: HandOver.job.name) }
        return job
    }

    private func assignable(_ names: [String]?) throws -> [String] {
        let owned = catalogue.entities.filter { $0.isOwned && !$0.isRetired }
        guard let names else {
            let allowed = owned.filter { engine.permissions.may(actor, .assign, $0) }.map(\.name)
            guard !allowed.isEmpty else { throw Refusal.forbidden(verb: .assign, entity: User.name) }
            return allowed
        }
        for name in names {
            guard let entity = owned.first(where: { $0.name == name }) else { throw Invalid("entities", .unknownOption, ["option": String(name.prefix(60))]) }
            try engine.permissions.check(actor, may: .assign, entity)
        }
        return names
    }
}
