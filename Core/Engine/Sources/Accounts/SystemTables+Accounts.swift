import Kernel
import Store

extension SystemTables {
    static let accesses = "access", loginThrottle = "login_throttle", secondFactors = "second_factor", recoveryCodes = "recovery_code"
    static let singleSignOns = "single_sign_on"

    static var accountPlans: [TablePlan] {
        [
            TablePlan(
                name: accesses,
                columns: [
                    ColumnPlan(name: "id", type: .integer, isRequired: true), ColumnPlan(name: "hash", type: .text, isRequired: true),
                    ColumnPlan(name: "user_id", type: .integer, isRequired: true, references: "user"),
                    ColumnPlan(name: "kind", type: .text, isRequired: true), ColumnPlan(name: "name", type: .text, isRequired: true),
                    ColumnPlan(name: "created_at", type: .integer, isRequired: true),
                    ColumnPlan(name: "expires_at", type: .integer, isRequired: true), ColumnPlan(name: "last_used_at", type: .integer),
                    ColumnPlan(name: "address", type: .text), ColumnPlan(name: "user_agent", type: .text),
                    ColumnPlan(name: "scopes", type: .text), ColumnPlan(name: "impersonator_id", type: .integer),
                    // The administrator's own session, from which this one was begun.
                    ColumnPlan(name: "origin_id", type: .integer),
                ],
                indexes: [
                    IndexPlan(name: "access_hash", columns: ["hash"], isUnique: true),
                    IndexPlan(name: "access_user", columns: ["user_id"]),
                ]),
            TablePlan(
                name: loginThrottle,
                columns: [
                    ColumnPlan(name: "key", type: .text, isRequired: true), ColumnPlan(name: "failures", type: .integer, isRequired: true),
                    ColumnPlan(name: "refused", type: .integer, isRequired: true),
                    ColumnPlan(name: "last_at", type: .integer, isRequired: true),
                    ColumnPlan(name: "locked_until", type: .integer, isRequired: true),
                ],
                primaryKey: ["key"],
                indexes: [IndexPlan(name: "login_throttle_last", columns: ["last_at"])]),
            TablePlan(
                name: secondFactors,
                columns: [
                    ColumnPlan(name: "user_id", type: .integer, isRequired: true), ColumnPlan(name: "secret", type: .text, isRequired: true),
                    ColumnPlan(name: "confirmed_at", type: .integer), ColumnPlan(name: "last_step", type: .integer, isRequired: true),
                ],
                primaryKey: ["user_id"]),
            TablePlan(
                name: recoveryCodes,
                columns: [
                    ColumnPlan(name: "user_id", type: .integer, isRequired: true), ColumnPlan(name: "hash", type: .text, isRequired: true),
                    ColumnPlan(name: "used_at", type: .integer),
                ],
                primaryKey: ["user_id", "hash"]),
            TablePlan(
                name: singleSignOns,
                columns: [
                    ColumnPlan(name: "user_id", type: .integer, isRequired: true),
                    ColumnPlan(name: "issuer", type: .text, isRequired: true), ColumnPlan(name: "subject", type: .text, isRequired: true),
                    ColumnPlan(name: "at", type: .integer, isRequired: true),
                ],
                primaryKey: ["user_id", "issuer"],
                indexes: [IndexPlan(name: "single_sign_on_subject", columns: ["issuer", "subject"], isUnique: true)]),
        ]
    }
}
