import Kernel
import Store

extension SystemTables {
    static let notices = "notice"

    static var noticePlans: [TablePlan] {
        [
            TablePlan(
                name: notices,
                columns: [
                    ColumnPlan(name: "id", type: .integer, isRequired: true), ColumnPlan(name: "user_id", type: .integer, isRequired: true),
                    ColumnPlan(name: "kind", type: .text, isRequired: true), ColumnPlan(name: "at", type: .integer, isRequired: true),
                    // What it is about: an entity or `job`, and one record of it unless it stands for several.
                    ColumnPlan(name: "entity", type: .text), ColumnPlan(name: "record_id", type: .integer),
                    ColumnPlan(name: "actor_id", type: .integer),
                    // The job or import whose many changes come to one notice.
                    ColumnPlan(name: "run_id", type: .integer),
                    ColumnPlan(name: "count", type: .integer, isRequired: true), ColumnPlan(name: "parameters", type: .text, isRequired: true),
                    ColumnPlan(name: "read_at", type: .integer),
                    // When it is due by mail; nil where that is not wanted, or done.
                    ColumnPlan(name: "mail_at", type: .integer),
                ],
                indexes: [
                    IndexPlan(name: "notice_user", columns: ["user_id", "id"]),
                    IndexPlan(name: "notice_unread", columns: ["user_id", "id"], onlyWhere: "read_at IS NULL"),
                    IndexPlan(name: "notice_at", columns: ["at"]),
                    IndexPlan(name: "notice_mail", columns: ["mail_at", "user_id"], onlyWhere: "mail_at IS NOT NULL"),
                ])
        ]
    }

    static let noticeInsertion = Insertion(
        into: notices,
        ["id", "user_id", "kind", "at", "entity", "record_id", "actor_id", "run_id", "count", "parameters", "mail_at"])
}
