import Kernel
import Store

/// The floor on PostgreSQL: the connections of Store, since libpq must be called from somewhere, and nothing above them.
struct PostgresFloor: FloorSource {
    let database: any Store.Database

    func bytes(of request: Floor.Request, _ line: CustomerLine) async throws -> Bytes {
        try await database.read { session in
            guard try session.first(request.session) != nil else { throw BenchError("the session has ended") }
            let links = try request.links.map { sql in
                var links: [Int64: [Int64]] = [:]
                for row in try session.rows(sql) { links[row[0].integer ?? 0, default: []].append(row[1].integer ?? 0) }
                return links
            }
            var answer = FloorAnswer(request, line, links: links)
            for row in try session.rows(request.rows) { answer.add(StoredCells(row: row)) }
            return answer.end()
        }
    }

    func insert(_ rows: Int, for duration: Duration, making row: @escaping @Sendable (Int) -> SQL) async throws -> Int {
        let end = ContinuousClock.now + duration
        var count = 0
        while count < rows, .now < end {
            let sql = row(count)
            try await database.write { try $0.execute(sql) }
            count += 1
        }
        return count
    }
}

struct StoredCells: Cells {
    let row: Store.Row

    func integer(_ column: Int) -> Int64? { row[column].integer }
    func text(_ column: Int) -> String? { row[column].text }
}
