import Foundation
import GRDB
import Synchronization

extension Configuration {
    /// How each connection is set up. GRDB itself turns on foreign keys and WAL.
    static func store(readers: Int, patience: SQLitePatience) -> Configuration {
        var configuration = Configuration()
        configuration.maximumReaderCount = readers
        configuration.busyMode = .callback { patience.waitsAgain(afterTries: $0) }
        configuration.prepareDatabase { connection in
            // No mmap: each connection would map the file anew, and the memory of the process would be some times the database. It is
            // a tenth slower; the pages lie in the system's cache either way.
            try connection.execute(sql: "PRAGMA cache_size = -8000; PRAGMA temp_store = MEMORY")
        }
        return configuration
    }
}

/// How long to wait while another process holds the file: ten seconds, or until the waiting call is stopped.
///
/// SQLite's own time-out would not notice an interruption.
final class SQLitePatience: Sendable {
    private let writing = Mutex<Interruption?>(nil)

    private static let milliseconds = [1, 2, 5, 10, 15, 20]
    private static let longestPause = 25
    private static let tries = 400

    func begin(_ interruption: Interruption) { writing.withLock { $0 = interruption } }
    func end() { writing.withLock { $0 = nil } }

    func waitsAgain(afterTries tries: Int) -> Bool {
        guard tries < Self.tries, writing.withLock({ $0?.reason }) == nil else { return false }
        let pause = tries < Self.milliseconds.count ? Self.milliseconds[tries] : Self.longestPause
        Thread.sleep(forTimeInterval: Double(pause) / 1000)
        return true
    }
}

/// Makes the file, if it is new, readable and writable by its owner only; SQLite gives its side files the same rights.
func createOwnedFile(at path: String) throws {
    if path.isEmpty || path == ":memory:" || path.utf8.contains(0) {
        throw StoreError.badURL("After sqlite: stands the path of a file.")
    }
    let file = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
    if file >= 0 {
        Foundation.close(file)
    } else if errno != EEXIST {
        throw StoreError.unavailable("Cannot make \(path): \(String(cString: strerror(errno)))")
    }
}
