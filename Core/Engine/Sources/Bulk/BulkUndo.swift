import Kernel
import Store

/// Takes back what a bulk change or an import did, record by record and field by field, where nobody has changed it since: a job as well.
/// Records that an import made are put away.
enum BulkUndo {
    static let job = JobKind("undoBulkChange", begin: { payload, door in try door.begin(undoing: payload) }) { payload, run in
        let details = try await run.engine.database.read { try JobDetails.of(run.id, in: $0) }
        guard let details, let undone = payload["job"]?.string.flatMap({ RecordID($0) }) else { throw FinalFailure("badPayload", payload.text) }
        var reached = details.reached, tally = BulkTally(run.resultSoFar, isUndoing: true)
        let total = Int(payload["count"]?.integer ?? 0)
        while true {
            let actor = try await run.askingActor()
            let (after, before) = (reached, tally)
            let next = try await run.write(as: actor) { door in
                door.job = run.id
                return try door.undoNext(of: undone, after: after, by: run.id, before)
            }
            guard let next else { return tally.json }
            (reached, tally) = (next.reached, next.tally)
            try await run.progress(tally.matched, of: max(total, tally.matched))
        }
    }
}

extension Door {
    /// Puts the undoing of a job into the queue, once; with `together` that of all imports that were brought with it, as jobs of their own.
    func begin(undoing payload: JSON) throws -> RecordID {
        guard actor.impersonator == nil, actor.user != nil else { throw Refusal.sessionNeeded }
        let unknown = (payload.object ?? [:]).keys.filter { !["job", "together"].contains($0) }.sorted().map { String($0.prefix(60)) }
        guard unknown.isEmpty else { throw Invalid(unknown.map { ValueProblem(.unknownField, ["field": $0]).on($0) }) }
        guard let given = payload["job"] else { throw Invalid("job", .required) }
        guard let id = given.string.flatMap({ RecordID($0) }) else { throw Invalid("job", .badReference) }
        let done = try bulkChange(id)
        switch payload["together"] {
        case nil, .null?, .flag(false)?: return try begin(undoing: done)
        case .flag(true)?: break
        default: throw Invalid("together", .badFlag)
        }
        var begun: [RecordID: RecordID] = [:]
        // What was brought later refers to what was brought before: it goes first.
        for other in try importsTogether(with: done) {
            do { begun[other.id] = try begin(undoing: other) } catch Refusal.alreadyUndone { continue }
        }
        guard let job = begun[id] ?? begun.values.max() else { throw Refusal.alreadyUndone }
        return job
    }

    /// This import and those that were brought with it, newest first; any other job alone.
    private func importsTogether(with job: Job) throws -> [Job] {
        guard job.kind == ImportJob.name, let user = job.createdBy else { return [job] }
        let first = job.payload["with"]?.string.flatMap { RecordID($0) } ?? job.id
        return try session.rows(
            """
            SELECT \(Job.columns)
            FROM \(name: SystemTables.jobs)
            WHERE kind = \(ImportJob.name) AND created_by = \(user.rawValue) AND id >= \(first.rawValue)
            ORDER BY id DESC
            """
        ).map(Job.init).filter { other in
            let isOfThem = other.id == first || other.payload["with"] == .string(first.description)
            return isOfThem && other.payload["dryRun"]?.flag != true
        }
    }

    private func begin(undoing done: Job) throws -> RecordID {
        let id = done.id
        guard done.endedAt != nil else { throw Refusal.notUndoable }
        guard let details = try JobDetails.of(id, in: session, locking: true) else { throw Refusal.notUndoable }
        if let undo = details.undoneBy, try !hasFailed(undo) { throw Refusal.alreadyUndone }
        let entity = try BulkChange.entity(done.payload["entity"] ?? done.payload["mapping"]?["entity"], catalogue)
        let isLife = done.payload["delete"] != nil || done.payload["restore"] != nil || done.kind == ImportJob.name
        try engine.permissions.check(actor, may: isLife ? .delete : .edit, entity)
        let job = try enqueue(BulkUndo.job.name, ["job": .string(id.description), "count": done.result["changed"] ?? done.result["rows"] ?? 0])
        try JobDetails.make(job, in: session)
        try JobDetails.noteUndoing(id, by: job, in: session)
        return job
    }

    /// A bulk change or an import, of those that the actor knows.
    private func bulkChange(_ id: RecordID) throws -> Job {
        let job: Job
        do { job = try Jobs.job(id, actor, session) } catch is Refusal { throw Invalid("job", .notFound, ["id": id.description]) }
        guard job.kind == BulkChange.job.name || (job.kind == ImportJob.name && job.payload["dryRun"]?.flag != true) else { throw Invalid("job", .notFound, ["id": id.description]) }
        return job
    }

    /// An undoing that came to no end may be tried again: what it brought back is found changed since, and is left.
    private func hasFailed(_ undo: RecordID) throws -> Bool {
        let state = try session.first("SELECT state FROM \(name: SystemTables.jobs) WHERE id = \(undo.rawValue)")?[0].text
        return state == Job.State.failed.rawValue || state == Job.State.cancelled.rawValue
    }

    /// Takes back what was done to the next records; nil when there are no more.
    fileprivate func undoNext(
        of job: RecordID, after: RecordID, by undo: RecordID, _ tally: BulkTally
    ) throws -> (reached: RecordID, tally: BulkTally)? {
        let (undoings, reached) = try Undoing.next(of: job, after: after, limit: BulkChange.recordsPerTransaction, reader)
        guard let reached else { return nil }
        var tally = tally
        var refusals: [String: [(RecordID, BulkReason)]] = [:]
        for undoing in undoings where !undoing.isEmpty {
            let (outcome, kept, reasons) = try carryOut(undoing)
            tally.add(outcome)
            tally.addKept(kept)
            refusals[undoing.entity.name, default: []] += reasons.map { (undoing.id, $0) }
        }
        for (name, refusals) in refusals.sorted(by: { $0.key < $1.key }) {
            if let entity = catalogue[name] { try note(refusals, entity, &tally) }
        }
        try JobDetails.note(undo, reached: reached, tally.json, in: session)
        return (reached, tally)
    }

    /// Brings back of one record what may be brought back, and says why the rest may not.
    private func carryOut(_ undoing: Undoing) throws -> (BulkTally.Outcome, kept: Int, [BulkReason]) {
        let entity = undoing.entity
        var reasons: [BulkReason] = [], kept = 0, hasChanged = false, isRefused = false
        func attempt(_ body: () throws -> Bool) throws {
            do {
                if try body() { hasChanged = true }
            } catch {
                guard let reason = BulkReason(error, entity, catalogue, actor.language) else { throw error }
                reasons.append(reason)
                isRefused = true
            }
        }
        func keep(_ field: String) {
            kept += 1
            if let reason = BulkReason(Invalid(field, .changedSince), entity, catalogue, actor.language) { reasons.append(reason) }
        }
        if let change = undoing.lifeChange {
            try attempt { try !alone { try perform(change, on: entity) }.changed.isEmpty }
        } else if undoing.life != nil {
            keep("")
        }
        var values: Values = [:]
        for (definition, field) in undoing.openFields(to: actor) {
            if field.isChangedSince { keep(field.key) } else {
                try attempt {
                    values[field.key] = try Undoing.value(field, of: definition, entity, by: actor)
                    return false
                }
            }
        }
        if !values.isEmpty { try attempt { try !alone { try perform(.edit(undoing.id, values), on: entity) }.changed.isEmpty } }
        return (hasChanged ? .changed : isRefused ? .refused : .unchanged, kept, reasons)
    }
}
