import Kernel
import Store
import Synchronization

/// Cuts the search tokens of an entity's records anew after other fields are searched than before: in short transactions behind
/// everybody's back, and where it was left off when the server had stopped.
final class Reindexing: Sendable {
    private let running = Mutex<Task<Void, Never>?>(nil)

    private static let recordsPerTransaction = 100

    /// Notes, in the transaction that changes the fields, what is to be done.
    static func note(_ entity: String, _ session: any WriteSession) throws {
        try session.execute(
            """
            INSERT INTO \(name: SystemTables.searchDebts) (entity, after)
            VALUES (\(entity), 0)
            ON CONFLICT (entity) DO UPDATE SET after = 0
            """)
    }

    /// Begins, if there is something to do and nobody here does it yet.
    func begin(_ engine: Engine) {
        running.withLock { running in
            let last = running
            running = Task {
                await last?.value
                // What fails now is noted still, and tried again at the next change or start.
                while !Task.isCancelled, (try? await Self.goOn(engine)) != nil {}
            }
        }
    }

    func stop() async {
        let task = running.withLock { $0 }
        task?.cancel()
        await task?.value
    }

    /// Waits until what was begun is done.
    func finish() async { await running.withLock { $0 }?.value }

    static func isDue(_ session: any ReadSession) throws -> Bool {
        try session.first("SELECT 1 FROM \(name: SystemTables.searchDebts) LIMIT 1") != nil
    }

    /// One portion, and how many records it had; nil when nothing is left. Several servers may be at it: the note is locked until a portion is
    /// written.
    static func goOn(_ engine: Engine) async throws -> Int? {
        try await engine.write(as: .system) { door in
            let session = door.session
            let noted = try session.first(
                "SELECT entity, after FROM \(name: SystemTables.searchDebts) ORDER BY entity LIMIT 1\(session.dialect.forUpdate)")
            guard let name = noted?[0].text, let after = noted?[1].integer else { return nil }
            let entity = door.catalogue[name]
            let ids = try entity.map { try door.putTokens(of: $0, after: after, limit: recordsPerTransaction) } ?? []
            if let last = ids.last {
                try session.execute("UPDATE \(name: SystemTables.searchDebts) SET after = \(last) WHERE entity = \(name)")
            } else {
                try session.execute("DELETE FROM \(name: SystemTables.searchDebts) WHERE entity = \(name)")
            }
            return ids.count
        }
    }
}

extension Door {
    /// Cuts the tokens of the next records anew, each locked so that nobody's change is overwritten with what was before it.
    fileprivate func putTokens(of entity: EntityDefinition, after: Int64, limit: Int) throws -> [Int64] {
        guard !entity.searched.isEmpty else { return [] }
        let columns = entity.fields.flatMap(\.columns).map { "t0.\(name: $0)" as SQL }.joined(by: ", ")
        let rows = try session.rows(
            """
            SELECT t0.id, \(columns)
            FROM \(name: entity.table) AS t0
            WHERE t0.id > \(after) AND t0.deleted_at IS NULL
            ORDER BY t0.id
            LIMIT \(limit)\(Reader.lock)
            """)
        let index = SearchTable(name: entity.searchTable)
        return try rows.compactMap { row in
            guard let id = row[0].integer else { return nil }
            try session.put(id: id, tokens: Self.tokens(of: Reader.values(of: row.cells.dropFirst(), entity), entity), into: index)
            return id
        }
    }
}
