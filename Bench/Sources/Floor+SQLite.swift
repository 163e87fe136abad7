import Foundation
import GRDB
import Kernel
import Store

/// The floor on SQLite: GRDB, as its documentation shows it, with cached statements and the same settings of the connections.
struct SQLiteFloor: FloorSource {
    private let pool: DatabasePool

    init(path: String) throws {
        var configuration = Configuration()
        configuration.maximumReaderCount = 8
        configuration.prepareDatabase { connection in
            try connection.execute(sql: "PRAGMA cache_size = -8000; PRAGMA temp_store = MEMORY")
        }
        pool = try DatabasePool(path: path, configuration: configuration)
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL; PRAGMA cache_size = -32000; PRAGMA wal_autocheckpoint = 4000") }
    }

    func bytes(of request: Floor.Request, _ line: CustomerLine) async throws -> Bytes {
        try await pool.read { connection in
            guard try Self.cursor(request.session, connection).next() != nil else { throw BenchError("the session has ended") }
            let links = try request.links.map { sql in
                var links: [Int64: [Int64]] = [:]
                let cursor = try Self.cursor(sql, connection)
                while let row = try cursor.next() { links[row[0], default: []].append(row[1]) }
                return links
            }
            var answer = FloorAnswer(request, line, links: links)
            let cursor = try Self.cursor(request.rows, connection)
            while let row = try cursor.next() { answer.add(RowCells(row: row)) }
            return answer.end()
        }
    }

    private static func cursor(_ sql: Store.SQL, _ connection: GRDB.Database) throws -> RowCursor {
        let (text, binds) = sql.rendered(for: .sqlite)
        return try GRDB.Row.fetchCursor(connection.cachedStatement(sql: text), arguments: StatementArguments(binds.map(\.grdb)))
    }

    func insert(_ rows: Int, for duration: Duration, making row: @escaping @Sendable (Int) -> Store.SQL) async throws -> Int {
        let end = ContinuousClock.now + duration
        var count = 0
        while count < rows, .now < end {
            let (text, binds) = row(count).rendered(for: .sqlite)
            try await pool.write { connection in
                try connection.cachedStatement(sql: text).execute(arguments: StatementArguments(binds.map(\.grdb)))
            }
            count += 1
        }
        return count
    }
}

struct RowCells: Cells {
    let row: GRDB.Row

    func integer(_ column: Int) -> Int64? { row[column] }
    func text(_ column: Int) -> String? { row[column] }
}

extension Stored {
    var grdb: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let number): number.databaseValue
        case .real(let number): number.databaseValue
        case .text(let text): text.databaseValue
        case .bytes(let bytes): Data(bytes).databaseValue
        }
    }
}
