import Kernel
import Store

/// What the engine itself tells people of, beside what hooks of its entities do.
extension Door {
    /// Whoever gets a record from somebody else hears of it. What the program makes by itself, such as demo data, comes from nobody.
    func noticeOwner(_ change: Change, _ after: Values, _ changed: [String], _ entity: EntityDefinition) {
        guard change.kind == .create || change.kind == .edit, changed.contains(Common.owner), entity.isOwned, entity.publishing == nil,
            actor.user != nil, let owner = after[Common.owner]?.reference
        else { return }
        notify([owner], .assigned, about: (entity.name, after[Common.id]?.reference))
    }

    /// Whoever asked for a job hears how it ended. When one that nobody waits for has failed for good, administrators do.
    func tellEnd(_ state: Job.State, of job: Job) throws {
        if job.createdBy != nil, engine.jobKinds[job.kind]?.isWatched(job.payload) == true { return }
        try tellEnd(state, of: job.id, job.kind, askedBy: job.createdBy)
    }

    /// The same of what was lost without a job that could be looked at.
    func tellEnd(_ state: Job.State, of id: RecordID, _ kind: String, askedBy asker: RecordID?) throws {
        let label = "job." + kind
        let values: JSON = ["job": catalogue.texts.has(label, .chinese) ? ["text": .string(label)] : .string(kind)]
        if let asker, engine.jobKinds[kind]?.tellsAsker == true {
            if state == .done { notify([asker], .jobDone, about: (Notices.job, id), values) }
            if state == .failed { notify([asker], .jobFailed, about: (Notices.job, id), values) }
        } else if state == .failed {
            // Without the job: what fails again and again comes to one notice.
            notify(try administrators(), .systemJobFailed, about: (Notices.job, nil), values)
        }
    }

    private func administrators() throws -> [RecordID] {
        try session.rows(
            """
            SELECT id FROM \(name: "user") WHERE is_administrator = 1
            UNION
            SELECT h.source_id
            FROM \(name: "user__roles") AS h
            JOIN \(name: "role") AS r ON r.id = h.target_id
            WHERE r.deleted_at IS NULL AND '|' || r.abilities || '|' LIKE \("%|\(Role.Ability.administer.rawValue)|%")
            """
        ).compactMap { $0[0].integer.map(RecordID.init(rawValue:)) }
    }
}
