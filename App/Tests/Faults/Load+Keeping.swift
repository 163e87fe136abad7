import Engine
import Foundation
import Kernel
import Store
import Testing

@testable import guanxi

extension Load {
    /// Compares what people were told with what is in the database, and the parts of the database with each other.
    func expectKept(in url: String) async throws {
        let memory = remembered
        let database = try await Databases.open(url)
        let vault = try await KeyStore(Settings(database: url, keys: url.hasPrefix("sqlite:") ? "" : Program.key)).vault(for: database)
        let (engine, _) = try await Engine.start(database, modules: modules, vault: vault)
        let rows = try await engine.database.read { try $0.rows("SELECT id, name, code, notes, status, version FROM customer") }
        let byID = Dictionary(rows.map { (String($0[0].integer ?? 0), $0) }, uniquingKeysWith: { first, _ in first })
        let names = rows.compactMap(\.["name"].text)

        #expect(memory.wrong == [])
        #expect(Set(memory.made).subtracting(names) == [], "acknowledged and lost")
        #expect(Set(names).count == names.count, "made twice")
        for (id, notes) in memory.notes {
            #expect([notes.known, notes.tried].contains(byID[id]?["notes"].text ?? ""), "\(id) \(notes)")
        }
        for (id, state) in memory.states {
            #expect([state.known, state.tried].contains(byID[id]?["status"].text ?? ""), "\(id) \(state)")
        }
        // The rows of a file that fit into one transaction are all there or none.
        let files = Dictionary(grouping: names.filter { $0.hasPrefix("入") }) { $0.prefix(upTo: $0.lastIndex(of: "-") ?? $0.endIndex) }
        #expect(files.filter { $0.value.count != Self.rowsOfFile }.keys.sorted() == [])

        try expectNumbersWithoutGap(rows.compactMap(\.["code"].text))
        try await expectEventsForAllChanges(engine)
        let findings = try await Check(engine).run(mending: false)
        #expect(findings == [])
        await engine.stop()
    }

    private func expectNumbersWithoutGap(_ codes: [String]) throws {
        let numbers = try codes.map { try #require(Int($0.suffix(8))) }.sorted()
        #expect(numbers == Array(1...max(1, codes.count)))
    }

    /// One event for each version of each record: nothing was changed without, and nothing is told twice.
    private func expectEventsForAllChanges(_ engine: Engine) async throws {
        let uneven = try await engine.database.read { session in
            try session.rows(
                """
                SELECT customer.id, customer.version, events.number
                FROM customer
                LEFT JOIN (
                  SELECT record_id, COUNT(DISTINCT version) AS number, MAX(version) AS last
                  FROM outbox
                  GROUP BY record_id) AS events ON events.record_id = customer.id
                WHERE customer.version <> events.number OR customer.version <> events.last OR events.number IS NULL
                """).count
        }
        let repeated = try await engine.database.read { session in
            try session.rows("SELECT record_id, version FROM outbox GROUP BY record_id, version HAVING COUNT(*) > 1").count
        }
        #expect(uneven == 0)
        #expect(repeated == 0)
    }

    /// Who was told last that they are logged in, is; a new session may end the oldest ones of the same person.
    func expectLoggedIn(at port: Int) async {
        for cookie in Set(remembered.logins.suffix(5)) {
            var client = Client(port: port)
            client.headers["Cookie"] = cookie
            #expect(await client.send("GET", "/api/v1/session")?.status == 200)
        }
    }
}
