import Engine
import Kernel
import Store

/// What check-ups of files have found, for some days. What people wrote lies sealed.
enum FileCheckTables {
    static let checks = "file_check", findings = "file_check_finding", pairs = "file_check_pair"
    /// How long a result is kept.
    static let days: Int64 = 7

    static let plans = [
        TablePlan(
            name: checks,
            columns: [required("id", .integer), required("user_id", .integer), required("at", .integer), required("summary", .text), required("report", .text)],
            primaryKey: ["id"], indexes: [IndexPlan(name: "file_check_at", columns: ["at"])]),
        TablePlan(
            name: findings,
            columns: [
                required("check_id", .integer), required("place", .integer), required("row_number", .integer), required("column_name", .text), required("kind", .text),
                required("value", .text),
            ],
            primaryKey: ["check_id", "place"], indexes: [IndexPlan(name: "file_check_finding_kind", columns: ["check_id", "kind", "place"])]),
        TablePlan(
            name: pairs,
            columns: [
                required("check_id", .integer), required("place", .integer), required("row_number", .integer), ColumnPlan(name: "other_row", type: .integer),
                ColumnPlan(name: "record_id", type: .integer), ColumnPlan(name: "unit", type: .text), required("score", .integer), required("is_same", .integer),
                required("names", .text),
            ],
            primaryKey: ["check_id", "place"]),
    ]

    private static func required(_ name: String, _ type: ColumnType) -> ColumnPlan { ColumnPlan(name: name, type: type, isRequired: true) }

    static let findingInsertion = Insertion(into: findings, ["check_id", "place", "row_number", "column_name", "kind", "value"])
    static let pairInsertion = Insertion(into: pairs, ["check_id", "place", "row_number", "other_row", "record_id", "unit", "score", "is_same", "names"])

    /// Takes away all rows of a check-up, as of an attempt that was broken off.
    static func forget(_ check: RecordID, _ run: JobRun) async throws {
        for table in [findings, pairs] {
            while true {
                let count = try await run.write { door in
                    try door.session.execute(
                        """
                        DELETE FROM \(name: table)
                        WHERE check_id = \(check.rawValue) AND place IN (SELECT place FROM \(name: table) WHERE check_id = \(check.rawValue) LIMIT \(rowsPerTransaction))
                        """)
                }
                if count < rowsPerTransaction { break }
                try await run.progress(0)
            }
        }
        try await run.write { try $0.session.execute("DELETE FROM \(name: checks) WHERE id = \(check.rawValue)") }
    }

    private static let rowsPerTransaction = 1_000

    /// Results from some days ago.
    static let purge = JobKind("purgeFileChecks", every: .daily(at: 3, 55)) { _, run in
        let cut = run.engine.clock.now().milliseconds - days * 86_400_000
        var deleted = 0
        while true {
            let old = try await run.engine.database.read { session in
                try session.rows("SELECT id FROM \(name: checks) WHERE at < \(cut) ORDER BY at LIMIT 100").compactMap { $0[0].integer.map(RecordID.init(rawValue:)) }
            }
            guard !old.isEmpty else { return ["deleted": JSON(deleted)] }
            for id in old { try await forget(id, run) }
            deleted += old.count
            try await run.progress(deleted)
        }
    }

    /// What a sealed text is bound to.
    static func place(_ check: RecordID, _ part: String) -> String { "file_check:\(check):\(part)" }
}
