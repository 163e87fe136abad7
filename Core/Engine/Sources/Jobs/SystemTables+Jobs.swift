import Kernel
import Store

/// The tables of the queue. The states stand as literals in every statement: only so can a partial index serve it.
extension SystemTables {
    static let jobs = "job", jobLog = "job_log", schedules = "job_schedule"

    static var jobPlans: [TablePlan] {
        [
            TablePlan(
                name: jobs,
                columns: [
                    ColumnPlan(name: "id", type: .integer, isRequired: true), ColumnPlan(name: "kind", type: .text, isRequired: true),
                    ColumnPlan(name: "payload", type: .text, isRequired: true), ColumnPlan(name: "state", type: .text, isRequired: true),
                    ColumnPlan(name: "priority", type: .integer, isRequired: true), ColumnPlan(name: "run_at", type: .integer, isRequired: true),
                    ColumnPlan(name: "attempts", type: .integer, isRequired: true),
                    ColumnPlan(name: "maximum_attempts", type: .integer, isRequired: true),
                    // Drawn anew each time the job is taken: whoever writes about a run must still hold it.
                    ColumnPlan(name: "lease", type: .integer), ColumnPlan(name: "lease_until", type: .integer),
                    ColumnPlan(name: "cancel_asked", type: .integer, isRequired: true, defaultValue: .integer(0)),
                    ColumnPlan(name: "done", type: .integer), ColumnPlan(name: "total", type: .integer),
                    ColumnPlan(name: "message", type: .text), ColumnPlan(name: "result", type: .text), ColumnPlan(name: "error", type: .text),
                    ColumnPlan(name: "created_by", type: .integer), ColumnPlan(name: "unique_key", type: .text),
                    ColumnPlan(name: "created_at", type: .integer, isRequired: true), ColumnPlan(name: "started_at", type: .integer),
                    ColumnPlan(name: "ended_at", type: .integer),
                ],
                indexes: [
                    IndexPlan(name: "job_waiting", columns: ["priority", "run_at", "id"], onlyWhere: "state = 'waiting'"),
                    IndexPlan(name: "job_running", columns: ["lease_until"], onlyWhere: "state = 'running'"),
                    IndexPlan(
                        name: "job_unique", columns: ["kind", "unique_key"], isUnique: true,
                        onlyWhere: "unique_key IS NOT NULL AND state IN ('waiting', 'running')"),
                    IndexPlan(name: "job_creator", columns: ["created_by", "id"]),
                    IndexPlan(name: "job_ended", columns: ["ended_at"], onlyWhere: "ended_at IS NOT NULL"),
                ]),
            TablePlan(
                name: jobLog,
                columns: [
                    ColumnPlan(name: "id", type: .integer, isRequired: true), ColumnPlan(name: "job_id", type: .integer, isRequired: true),
                    ColumnPlan(name: "at", type: .integer, isRequired: true), ColumnPlan(name: "step", type: .text, isRequired: true),
                    ColumnPlan(name: "attempt", type: .integer), ColumnPlan(name: "user_id", type: .integer), ColumnPlan(name: "error", type: .text),
                ],
                indexes: [IndexPlan(name: "job_log_job", columns: ["job_id", "id"])]),
            TablePlan(
                name: schedules,
                columns: [
                    ColumnPlan(name: "kind", type: .text, isRequired: true), ColumnPlan(name: "due", type: .integer, isRequired: true),
                    ColumnPlan(name: "last_job", type: .integer),
                ],
                primaryKey: ["kind"]),
        ]
    }
}
