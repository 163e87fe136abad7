import GRDB
import Synchronization

/// Decides which statements GRDB keeps prepared, on all connections of a database.
final class SQLiteStatements: Sendable {
    private struct State {
        var kept: Set<String> = []
        var seenOnce: Set<String> = []
    }

    private let state = Mutex(State())
    private let most = 500

    func prepare(_ text: String, on connection: GRDB.Database) throws -> Statement {
        try keeps(text) ? connection.cachedStatement(sql: text) : connection.makeStatement(sql: text)
    }

    /// True from the second time on and as long as there is room: GRDB forgets none by itself, and lists of varying
    /// length would pile up.
    private func keeps(_ text: String) -> Bool {
        state.withLock { state in
            if state.kept.contains(text) { return true }
            if state.kept.count >= most { return false }
            if state.seenOnce.remove(text) != nil {
                state.kept.insert(text)
                return true
            }
            if state.seenOnce.count >= most { state.seenOnce.removeAll() }
            state.seenOnce.insert(text)
            return false
        }
    }
}
