import Kernel
import Store

extension BulkChange {
    static let recordsPerTransaction = 100

    /// Each batch changes its records, and notes how far it has come, in one transaction: a run that was broken off goes on behind the
    /// last batch that was written.
    static let job = JobKind("bulkChange", isRepeatable: true, begin: { payload, door in try door.begin(bulkChange: payload) }) { payload, run in
        let details = try await run.engine.database.read { try JobDetails.of(run.id, in: $0) }
        guard let details else { throw FinalFailure("badPayload", payload.text) }
        var reached = details.reached, tally = BulkTally(run.resultSoFar)
        var total = details.ids?.count
        while true {
            // Asked anew for each batch: what somebody may do can change while their job works.
            let actor = try await run.askingActor()
            let (after, before) = (reached, tally)
            if total == nil { total = try await before.matched + left(payload, after, run, as: actor) }
            let next = try await run.write(as: actor) { door in
                door.job = run.id
                return try door.changeNext(payload, details.ids, after: after, of: run.id, before)
            }
            guard let next else { return tally.json }
            (reached, tally) = (next.reached, next.tally)
            try await run.progress(tally.matched, of: max(total ?? 0, tally.matched))
        }
    }

    private static func left(_ payload: JSON, _ reached: RecordID, _ run: JobRun, as actor: Actor) async throws -> Int {
        try await run.engine.read(as: actor, limit: nil) { reader in
            try Int(reader.count(query(payload, after: reached, before: run.id, reader)))
        }
    }

    /// The records of a payload behind one of them, and made before the job. Whoever may not ask by these fields any more has no
    /// right to the rest.
    fileprivate static func query(_ payload: JSON, after reached: RecordID, before job: RecordID, _ reader: Reader) throws -> ListQuery {
        do {
            let entity = try entity(payload["entity"], reader.catalogue)
            var query = try query(payload, of: entity, isDeleted: payload["restore"] != nil, reader.catalogue, for: reader.actor)
            query.filter = query.filter && .compare([Common.id], .greater, .reference(reached)) && .compare([Common.id], .less, .reference(job))
            try reader.engine.permissions.check(reader.actor, may: .read, entity)
            return query
        } catch let error as Invalid {
            throw FinalFailure("forbidden", "\(error)")
        } catch let error as Refusal {
            throw FinalFailure("forbidden", "\(error)")
        }
    }
}

extension JobRun {
    /// Whoever asked for the job, with the rights that they have now.
    public func askingActor() async throws -> Actor {
        guard let createdBy, let actor = try await engine.actor(of: createdBy) else {
            throw FinalFailure("forbidden", "whoever asked for it may not work any more")
        }
        return actor
    }
}

extension Reader {
    /// The first ids of a query, in ascending order.
    func ascendingIDs(_ query: ListQuery, limit: Int) throws -> [RecordID] {
        var select = select(query.entity)
        let condition = try membership(query, &select)
        return try session.rows("SELECT t0.id FROM \(select.tables) WHERE \(condition) ORDER BY t0.id LIMIT \(limit)")
            .compactMap { $0[0].integer.map(RecordID.init(rawValue:)) }
    }
}

extension Door {
    /// Changes the next records; nil when there are no more.
    fileprivate func changeNext(
        _ payload: JSON, _ ids: [RecordID]?, after: RecordID, of job: RecordID, _ tally: BulkTally
    ) throws -> (reached: RecordID, tally: BulkTally)? {
        let next: [RecordID]
        if let ids {
            next = Array(ids.drop { $0 <= after }.prefix(BulkChange.recordsPerTransaction))
        } else {
            let query = try BulkChange.query(payload, after: after, before: job, reader)
            next = try reader.ascendingIDs(query, limit: BulkChange.recordsPerTransaction)
        }
        guard let last = next.last else { return nil }
        guard let entity = payload["entity"]?.string.flatMap({ catalogue[$0] }) else { throw FinalFailure("badPayload", payload.text) }
        var tally = tally
        var members = payload.object ?? [:]
        members["count"] = nil
        // What may not be done any more is refused record by record, like what may not be done with one of them.
        let change = Result { try BulkChange(.object(members), catalogue, for: actor, engine.permissions) }
        var refusals: [(RecordID, BulkReason)] = []
        for id in next {
            do {
                let operation = try change.get().operation
                let saved = try alone { try carryOut(operation, id, entity) }
                tally.add(saved.changed.isEmpty ? .unchanged : .changed)
            } catch {
                guard let reason = BulkReason(error, entity, catalogue, actor.language) else { throw error }
                tally.add(.refused)
                refusals.append((id, reason))
            }
        }
        try note(refusals, entity, &tally)
        try JobDetails.note(job, reached: last, tally.json, in: session)
        return (last, tally)
    }

    private func carryOut(_ operation: BulkChange.Operation, _ id: RecordID, _ entity: EntityDefinition) throws -> Saved {
        switch operation {
        case .edit(let edits): try edit(id, edits, on: entity)
        case .act(let action, let parameters): try act(action, on: entity, id, parameters)
        case .delete: try perform(.delete(id), on: entity)
        case .restore: try perform(.restore(id), on: entity)
        }
    }

    /// Counts reasons, with the titles of those records that the actor may see.
    func note(_ refusals: [(id: RecordID, reason: BulkReason)], _ entity: EntityDefinition, _ tally: inout BulkTally) throws {
        let mayRead = engine.permissions.may(actor, .read, entity)
        let titles = tally.wantsSamples && mayRead ? try reader.titles(entity, Set(refusals.map(\.id))) : [:]
        for (id, reason) in refusals { tally.note(reason, id, title: titles[id] ?? "") }
    }
}
