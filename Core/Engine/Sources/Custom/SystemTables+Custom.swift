import Kernel
import Store

extension SystemTables {
    /// What each key was used for, for ever; and the entities whose records must be indexed anew, with the last id that was.
    static let customNames = "custom_name", searchDebts = "search_debt"

    static var customPlans: [TablePlan] {
        [
            TablePlan(
                name: customNames,
                columns: [
                    ColumnPlan(name: "entity", type: .text, isRequired: true), ColumnPlan(name: "key", type: .text, isRequired: true),
                    ColumnPlan(name: "shape", type: .text, isRequired: true),
                ],
                primaryKey: ["entity", "key"]),
            TablePlan(
                name: searchDebts,
                columns: [ColumnPlan(name: "entity", type: .text, isRequired: true), ColumnPlan(name: "after", type: .integer, isRequired: true)],
                primaryKey: ["entity"]),
        ]
    }
}
