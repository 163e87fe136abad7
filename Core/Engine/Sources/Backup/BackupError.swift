import Foundation
import Store

/// What keeps a backup from being made, looked through or restored, in words for whoever sits at the command line.
public enum BackupError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The database has no tables of this program.
    case noDatabase(String)
    /// Another process makes a backup into the same folder.
    case busy(folder: String)
    /// The folder for backups, or that of the files, has no room.
    case noRoom(String)
    /// There is no finished backup in this place.
    case noBackup(String)
    /// It was made by a newer program.
    case newer(format: Int64)
    /// A part of the backup is not as it was written.
    case damaged(file: String, BackupDamage)
    /// Where a backup is to be restored are data already.
    case notEmpty(String)
    /// What was read back is not what was written.
    case differs(table: String)
    /// Servers work on the database that is to be moved.
    case serversRunning(Int)

    /// A full disk is told as what it is, whoever met it.
    static func explaining<T>(_ body: () async throws -> T) async throws -> T {
        do {
            return try await body()
        } catch StoreError.full(let reason) {
            throw BackupError.noRoom(reason)
        } catch let error as CocoaError where error.code == .fileWriteOutOfSpace {
            throw BackupError.noRoom(error.localizedDescription)
        }
    }

    public var description: String {
        switch self {
        case .noDatabase(let place): "\(place) is no database of Guanxi"
        case .busy(let folder): "another backup is being made into \(folder): wait until it has ended"
        case .noRoom(let reason): "there is no room left: \(reason). Nothing unfinished was kept; make room and try again"
        case .noBackup(let place): "\(place) is no backup: a folder with the file manifest.json is expected"
        case .newer(let format): "this backup was made by a newer program (format \(format)): install the newer program"
        case .damaged(let file, let damage): "the backup is damaged: \(file) \(damage)"
        case .notEmpty(let place): "\(place) holds data already. A backup is restored into an empty place only; nothing was changed"
        case .differs(let table): "the table \(table) does not read back as it was written; nothing was kept"
        case .serversRunning(let count):
            "\(count) \(count == 1 ? "server works" : "servers work") on this database: what people change now would not move. Stop them first"
        }
    }
}

/// What is wrong with a file of a backup.
public enum BackupDamage: Sendable, Equatable, CustomStringConvertible {
    case missing
    case length(bytes: Int64, expected: Int64)
    /// Its hash is not the one that was noted.
    case changed
    /// The bytes are no rows.
    case unreadable(row: Int64)
    case count(rows: Int64, expected: Int64)
    /// Written in a way that no program wrote it.
    case malformed(String)

    public var description: String {
        switch self {
        case .missing: "is missing"
        case .length(let bytes, let expected) where bytes < expected: "was cut short: it has \(bytes) bytes of \(expected)"
        case .length(let bytes, let expected): "has grown: it has \(bytes) bytes and should have \(expected)"
        case .changed: "was changed since it was written: its hash is another"
        case .unreadable(let row): "was changed since it was written: row \(row) cannot be read"
        case .count(let rows, let expected): "has \(rows) rows and should have \(expected)"
        case .malformed(let what): "cannot be understood: \(what)"
        }
    }
}
