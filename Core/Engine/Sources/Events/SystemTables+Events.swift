import Kernel
import Store

/// What follows the outbox.
extension SystemTables {
    static let outboxState = "outbox_state", subscribers = "subscriber", heldEvents = "subscriber_event"

    static var eventPlans: [TablePlan] {
        [
            TablePlan(
                name: outboxState,
                columns: [
                    ColumnPlan(name: "id", type: .integer, isRequired: true),
                    // The last place that was given, and the last that is not kept any more.
                    ColumnPlan(name: "last", type: .integer, isRequired: true), ColumnPlan(name: "forgotten", type: .integer, isRequired: true),
                ]),
            TablePlan(
                name: subscribers,
                columns: [
                    ColumnPlan(name: "name", type: .text, isRequired: true), ColumnPlan(name: "place", type: .integer, isRequired: true),
                    ColumnPlan(name: "lease", type: .integer), ColumnPlan(name: "lease_until", type: .integer),
                ],
                primaryKey: ["name"]),
            TablePlan(
                name: heldEvents,
                columns: [
                    ColumnPlan(name: "subscriber", type: .text, isRequired: true),
                    ColumnPlan(name: "place", type: .integer, isRequired: true), ColumnPlan(name: "record_id", type: .integer, isRequired: true),
                    ColumnPlan(name: "attempts", type: .integer, isRequired: true), ColumnPlan(name: "run_at", type: .integer, isRequired: true),
                    ColumnPlan(name: "error", type: .text),
                ],
                primaryKey: ["subscriber", "place"],
                indexes: [
                    IndexPlan(name: "subscriber_event_record", columns: ["subscriber", "record_id", "place"]),
                    IndexPlan(name: "subscriber_event_place", columns: ["place"]),
                ]),
        ]
    }

    /// Indexes of the outbox: what has no place yet, and what has, in order.
    static let outboxIndexes = [
        IndexPlan(name: "outbox_place", columns: ["place"], onlyWhere: "place IS NOT NULL"),
        IndexPlan(name: "outbox_unplaced", columns: ["id"], onlyWhere: "place IS NULL"),
        IndexPlan(name: "outbox_unplaced_record", columns: ["record_id", "version"], onlyWhere: "place IS NULL"),
    ]
}
