import Kernel
import Store

extension SystemTables {
    static let securityLog = "security_log", securityLogHead = "security_log_head"

    /// The log, and one row that knows how long it is and how it ends.
    static var securityLogPlans: [TablePlan] {
        [
            TablePlan(
                name: securityLog,
                columns: [
                    ColumnPlan(name: "number", type: .integer, isRequired: true), ColumnPlan(name: "at", type: .integer, isRequired: true),
                    ColumnPlan(name: "kind", type: .text, isRequired: true), ColumnPlan(name: "actor_id", type: .integer),
                    ColumnPlan(name: "impersonator_id", type: .integer), ColumnPlan(name: "address", type: .text),
                    ColumnPlan(name: "entity", type: .text), ColumnPlan(name: "record_id", type: .integer),
                    ColumnPlan(name: "details", type: .text, isRequired: true), ColumnPlan(name: "previous", type: .text, isRequired: true),
                    ColumnPlan(name: "hash", type: .text, isRequired: true),
                ],
                primaryKey: ["number"],
                indexes: [
                    IndexPlan(name: "security_log_actor", columns: ["actor_id", "number"]),
                    IndexPlan(name: "security_log_kind", columns: ["kind", "number"]),
                    IndexPlan(name: "security_log_record", columns: ["record_id", "number"]),
                    IndexPlan(name: "security_log_at", columns: ["at"]),
                ]),
            TablePlan(
                name: securityLogHead,
                columns: [
                    ColumnPlan(name: "id", type: .integer, isRequired: true), ColumnPlan(name: "count", type: .integer, isRequired: true),
                    ColumnPlan(name: "hash", type: .text, isRequired: true),
                ]),
        ]
    }
}
