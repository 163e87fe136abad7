import Kernel
import Store

/// The tables that belong to no entity.
enum SystemTables {
    static let audit = "audit", outbox = "outbox", numbers = "number_series", spentNumbers = "spent_number", nodes = "node_lease"
    /// By which the changes of a record are found, the newest first; it took the place of `audit_record`, which knew no changes.
    static let auditIndex = "audit_change", formerIndexes = ["audit_record"]
    static let imports = "import_run", refusals = "import_refusal", generations = "generation"

    static var plans: [TablePlan] {
        Shares.plans + Preferences.plans + KeyRotation.plans + ViewLog.plans + Erased.plans + [
            TablePlan(
                name: generations,
                columns: [ColumnPlan(name: "name", type: .text, isRequired: true), ColumnPlan(name: "value", type: .integer, isRequired: true)],
                primaryKey: ["name"]),
            TablePlan(
                name: audit,
                columns: [
                    ColumnPlan(name: "id", type: .integer, isRequired: true), ColumnPlan(name: "change_id", type: .integer, isRequired: true),
                    ColumnPlan(name: "entity", type: .text, isRequired: true), ColumnPlan(name: "record_id", type: .integer, isRequired: true),
                    ColumnPlan(name: "at", type: .integer, isRequired: true), ColumnPlan(name: "actor_id", type: .integer),
                    ColumnPlan(name: "impersonator_id", type: .integer),
                    ColumnPlan(name: "kind", type: .text, isRequired: true), ColumnPlan(name: "field", type: .text), ColumnPlan(name: "old", type: .text),
                    ColumnPlan(name: "new", type: .text),
                    // The job that made the change, so that it can be undone as a whole.
                    ColumnPlan(name: "job_id", type: .integer),
                ],
                indexes: [
                    IndexPlan(name: auditIndex, columns: ["record_id", "change_id", "id"]),
                    IndexPlan(name: "audit_job", columns: ["job_id", "record_id", "id"], onlyWhere: "job_id IS NOT NULL"),
                ]),
            TablePlan(
                name: outbox,
                columns: [
                    ColumnPlan(name: "id", type: .integer, isRequired: true), ColumnPlan(name: "entity", type: .text, isRequired: true),
                    ColumnPlan(name: "record_id", type: .integer, isRequired: true), ColumnPlan(name: "version", type: .integer, isRequired: true),
                    ColumnPlan(name: "kind", type: .text, isRequired: true), ColumnPlan(name: "at", type: .integer, isRequired: true),
                    ColumnPlan(name: "actor_id", type: .integer), ColumnPlan(name: "fields", type: .text, isRequired: true),
                    ColumnPlan(name: "place", type: .integer),
                ],
                indexes: outboxIndexes),
            TablePlan(
                name: numbers,
                columns: [ColumnPlan(name: "series", type: .text, isRequired: true), ColumnPlan(name: "last", type: .integer, isRequired: true)],
                primaryKey: ["series"]),
            TablePlan(
                name: spentNumbers,
                columns: [ColumnPlan(name: "place", type: .text, isRequired: true), ColumnPlan(name: "number", type: .text, isRequired: true)],
                primaryKey: ["place", "number"]),
            TablePlan(
                name: nodes,
                columns: [
                    ColumnPlan(name: "node", type: .integer, isRequired: true), ColumnPlan(name: "holder", type: .text, isRequired: true),
                    ColumnPlan(name: "until", type: .integer, isRequired: true),
                    // The highest millisecond that its ids may hold; it outlives the lease.
                    ColumnPlan(name: "reached", type: .integer, isRequired: true, defaultValue: .integer(0)),
                ],
                primaryKey: ["node"]),
            TablePlan(
                name: imports,
                columns: [
                    ColumnPlan(name: "id", type: .integer, isRequired: true), ColumnPlan(name: "entity", type: .text, isRequired: true),
                    ColumnPlan(name: "actor_id", type: .integer), ColumnPlan(name: "at", type: .integer, isRequired: true),
                    ColumnPlan(name: "header", type: .text, isRequired: true), ColumnPlan(name: "result", type: .text),
                    ColumnPlan(name: "form", type: .text),
                ]),
            TablePlan(
                name: refusals,
                columns: [
                    ColumnPlan(name: "import_id", type: .integer, isRequired: true, references: imports),
                    ColumnPlan(name: "line", type: .integer, isRequired: true), ColumnPlan(name: "cells", type: .text, isRequired: true),
                    ColumnPlan(name: "problems", type: .text, isRequired: true),
                ],
                primaryKey: ["import_id", "line"]),
        ] + idempotencyPlans + keyPlans + jobPlans + jobDetailPlans + eventPlans + customPlans + securityLogPlans + accountPlans + contentPlans + importFilePlans
            + importMappingPlans + noticePlans + BackupLog.plans + MergeEntry.plans
    }
}
