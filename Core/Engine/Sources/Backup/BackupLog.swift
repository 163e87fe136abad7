import Foundation
public import Kernel
import Store

/// The last backup of a database that was made with `guanxi backup`.
public struct LastBackup: Sendable, Hashable {
    /// The moment that it shows.
    public let at: Instant
    /// The program and the machine that made it.
    public let by: String
    public let bytes: Int64
}

/// Which backups were made, noted in the database itself so that its pages can show it.
enum BackupLog {
    static let table = "backup_log"
    private static let maximumRows = 400

    static let plans = [
        TablePlan(
            name: table,
            columns: [
                ColumnPlan(name: "at", type: .integer, isRequired: true), ColumnPlan(name: "made_by", type: .text, isRequired: true),
                ColumnPlan(name: "bytes", type: .integer, isRequired: true), ColumnPlan(name: "milliseconds", type: .integer, isRequired: true),
            ],
            primaryKey: ["at"])
    ]

    /// Notes a finished backup. A database of an older program, which knows of no such log, stays as it is.
    static func note(_ backup: Backup, program: String, milliseconds: Int64, in database: any Database) async throws {
        let maker = "guanxi \(program), \(ProcessInfo.processInfo.hostName)"
        try await database.write { session in
            guard try session.hasTable(table) else { return }
            try session.execute(
                """
                INSERT INTO \(name: table) (at, made_by, bytes, milliseconds)
                VALUES (\(backup.manifest.madeAt.milliseconds), \(maker), \(backup.manifest.bytes), \(milliseconds))
                ON CONFLICT (at) DO NOTHING
                """)
            try session.execute(
                """
                DELETE FROM \(name: table)
                WHERE at <= (SELECT at FROM \(name: table) ORDER BY at DESC LIMIT 1 OFFSET \(maximumRows))
                """)
        }
    }

    static func last(_ session: any ReadSession) throws -> LastBackup? {
        try session.first("SELECT at, made_by, bytes FROM \(name: table) ORDER BY at DESC LIMIT 1").map { row in
            LastBackup(at: Instant(milliseconds: row[0].integer ?? 0), by: row[1].text ?? "", bytes: row[2].integer ?? 0)
        }
    }
}
