public import Kernel
public import Store

/// What the engine does by itself: looks whether everything agrees, and forgets what nobody needs any more.
public enum Housekeeping {
    static let jobs = [check, purgeAccesses, purgeAnswers, purgeImports, purgeJobs, purgeEvents, purgeFiles, purgeContents, purgeImportFiles, purgeNotices, SearchRebuilding.job, deliver]

    static let day: Int64 = 86_400_000
    static let importDays: Int64 = 90
    static let jobDays: Int64 = 30

    /// Looks whether search and roll-ups agree with the records; `{"mend": true}` mends what does not.
    private static let check = JobKind("check", maximumAttempts: 2, isOffered: true) { payload, run in
        let findings = try await Check(run.engine).run(mending: payload["mend"]?.flag ?? false)
        return [
            "findings": .array(
                findings.map { finding in
                    [
                        "entity": finding.entity.map(JSON.string) ?? .null, "field": finding.field.map(JSON.string) ?? .null,
                        "kind": .string(finding.kind.rawValue), "count": JSON(finding.count),
                    ]
                })
        ]
    }

    /// Sessions and tokens that have ended.
    private static let purgeAccesses = JobKind("purgeAccesses", every: .minutes(60)) { _, run in
        try await purge(run) { now in
            """
            DELETE FROM \(name: SystemTables.accesses)
            WHERE id IN (
                SELECT id FROM \(name: SystemTables.accesses)
                WHERE expires_at <= \(now)
                LIMIT \(batch))
            """
        }
    }

    /// Old imports with the rows that they refused.
    private static let purgeImports = JobKind("purgeImports", every: .daily(at: 3, 10)) { _, run in
        let old: @Sendable (Int64) -> SQL = { now in
            "SELECT id FROM \(name: SystemTables.imports) WHERE at < \(now - importDays * day)"
        }
        _ = try await purge(run) { now in
            """
            DELETE FROM \(name: SystemTables.refusals)
            WHERE (import_id, line) IN (
                SELECT import_id, line FROM \(name: SystemTables.refusals)
                WHERE import_id IN (\(old(now)))
                LIMIT \(batch))
            """
        }
        return try await purge(run) { now in
            "DELETE FROM \(name: SystemTables.imports) WHERE id IN (\(old(now)) LIMIT \(batch))"
        }
    }

    /// Jobs that ended long ago; failed ones stay three times as long.
    private static let purgeJobs = JobKind("purgeJobs", every: .daily(at: 3, 20)) { _, run in
        let result = try await purge(run) { now in
            """
            DELETE FROM \(name: SystemTables.jobs)
            WHERE id IN (
                SELECT id FROM \(name: SystemTables.jobs)
                WHERE ended_at IS NOT NULL AND ended_at < \(now - jobDays * day)
                AND (state <> 'failed' OR ended_at < \(now - 3 * jobDays * day))
                LIMIT \(batch))
            """
        }
        // What lay beside them.
        for table in [SystemTables.jobDetails, SystemTables.jobLog] {
            _ = try await purge(run) { _ in
                """
                DELETE FROM \(name: table)
                WHERE job_id IN (
                    SELECT b.job_id FROM \(name: table) AS b
                    WHERE NOT EXISTS (SELECT 1 FROM \(name: SystemTables.jobs) AS j WHERE j.id = b.job_id)
                    LIMIT \(batch))
                """
            }
        }
        return result
    }

    /// How many rows go in one transaction, so that nobody waits for it.
    public static let batch = 500

    /// Deletes batch by batch until one is not full.
    public static func purge(_ run: JobRun, _ statement: @escaping @Sendable (_ now: Int64) -> SQL) async throws -> JSON {
        let now = run.engine.clock.now().milliseconds
        var deleted = 0
        while true {
            let count = try await run.write { try $0.session.execute(statement(now)) }
            deleted += count
            if count < batch { return ["deleted": JSON(deleted)] }
            try await run.progress(deleted)
        }
    }
}
