import Engine
import Kernel

/// A job as JSON.
struct JobShape {
    private let job: Job
    private let labels: Labels
    private let actor: Actor

    init(_ job: Job, _ labels: Labels, _ actor: Actor) { (self.job, self.labels, self.actor) = (job, labels, actor) }

    var json: JSON {
        [
            "id": .string(job.id.description), "kind": .string(job.kind), "label": .string(Self.label(job.kind, labels)),
            "state": .string(job.state.rawValue), "stateLabel": .string(labels.text("job.state." + job.state.rawValue)), "payload": job.payload,
            "priority": .string("\(job.priority)"), "runAt": .string(job.runAt.description), "attempts": JSON(job.attempts),
            "maximumAttempts": JSON(job.maximumAttempts), "isCancelAsked": .flag(job.isCancelAsked),
            "progress": [
                "done": job.progress.done.map { JSON($0) } ?? .null, "total": job.progress.total.map { JSON($0) } ?? .null,
                "message": job.progress.message.map(JSON.string) ?? .null,
            ],
            "result": job.result, "error": error, "createdBy": Self.id(job.createdBy),
            "createdAt": .string(job.createdAt.description), "startedAt": instant(job.startedAt), "endedAt": instant(job.endedAt),
        ]
    }

    /// What is wrong with a file is written for whoever brought it.
    private var error: JSON { Self.error(job.trouble, actor, isOwn: job.createdBy != nil && job.createdBy == actor.user) }

    static func label(_ kind: String, _ labels: Labels) -> String {
        let key = "job." + kind
        return labels.has(key) ? labels.text(key) : kind
    }

    /// What happened to it at one moment.
    static func entry(_ entry: JobLogEntry, _ labels: Labels, _ actor: Actor) -> JSON {
        [
            "id": .string(entry.id.description), "at": .string(entry.at.description), "step": .string(entry.step.rawValue),
            "stepLabel": .string(labels.text("job.step." + entry.step.rawValue)), "attempt": entry.attempt.map { JSON($0) } ?? .null,
            "user": id(entry.user), "error": error(entry.trouble, actor),
        ]
    }

    /// What was thrown may hold what only administrators may see.
    private static func error(_ trouble: Job.Trouble?, _ actor: Actor, isOwn: Bool = false) -> JSON {
        guard let trouble else { return .null }
        return actor.isAdministrator || (isOwn && trouble.code == "badFile") ? ["code": .string(trouble.code), "detail": .string(trouble.detail)] : ["code": .string(trouble.code)]
    }

    private static func id(_ id: RecordID?) -> JSON { id.map { .string($0.description) } ?? .null }
    private func instant(_ instant: Instant?) -> JSON { instant.map { .string($0.description) } ?? .null }
}
