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
    private let writing = Mutex<(interruption: Interruption?, hasGivenUp: Bool)>((nil, false))

    private static let milliseconds = [1, 2, 5, 10, 15, 20]
    private static let longestPause = 25
    private static let tries = 400

    func begin(_ interruption: Interruption) { writing.withLock { $0 = (interruption, false) } }
    func end() { writing.withLock { $0.interruption = nil } }

    /// Whether the last write waited to the end and in vain: to try it again would be to wait again.
    var hasGivenUp: Bool { writing.withLock(\.hasGivenUp) }

    func waitsAgain(afterTries tries: Int) -> Bool {
        guard writing.withLock({ $0.interruption?.reason }) == nil else { return false }
        guard tries < Self.tries else {
            writing.withLock { $0.hasGivenUp = true }
            return false
        }
        let pause = tries < Self.milliseconds.count ? Self.milliseconds[tries] : Self.longestPause
        Thread.sleep(forTimeInterval: Double(pause) / 1000)
        return true
    }
}
