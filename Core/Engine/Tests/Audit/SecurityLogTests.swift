@testable import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

@Suite struct SecurityLogTests {
    private func note(_ made: TestEngine, _ count: Int = 1) async throws {
        var actor = Actor(user: RecordID(rawValue: 7))
        actor.impersonator = RecordID(rawValue: 8)
        for number in 0..<count {
            try await made.engine.write(as: actor) {
                $0.note(.reveal, of: SecurityLog.Subject("firm", RecordID(rawValue: 9)), ["field": "identity", "number": JSON(number)])
            }
        }
    }

    private func entries(_ made: TestEngine, _ change: (inout SecurityLog.Query) -> Void = { _ in }) async throws -> (data: [JSON], next: String?) {
        var query = SecurityLog.Query()
        change(&query)
        let page = try JSON.parse(try await made.engine.securityLog.page(query, as: .system))
        return (page["data"]?.array ?? [], page["page"]?["next"]?.string)
    }

    @Test("An entry tells who, for whom, what, to what and when; pages follow each other", arguments: Dialect.allCases)
    func reading(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: []) { made in
            try await note(made, 3)

            let newest = try await entries(made) { $0.limit = 2 }
            let rest = try await entries(made) { query in
                query.limit = 2
                query.before = newest.next.flatMap { Int64($0) }
            }

            #expect(newest.data.map { $0["number"] } == [3, 2] && rest.data.map { $0["number"] } == [1] && rest.next == nil)
            let entry = try #require(rest.data.first)
            #expect(entry["kind"] == "reveal" && entry["actor"]?["id"] == "7" && entry["impersonator"]?["id"] == "8")
            #expect(entry["subject"] == ["entity": "firm", "id": "9"] && entry["details"] == ["field": "identity", "number": 0])
            #expect(entry["at"]?.string == TestClock.start.description)
            #expect(try await entries(made) { $0.kind = .logIn }.data.isEmpty)
            #expect(try await entries(made) { $0.actor = RecordID(rawValue: 8) }.data.count == 3)
            #expect(try await entries(made) { $0.record = RecordID(rawValue: 8) }.data.isEmpty)
            #expect(try await entries(made) { $0.from = TestClock.start }.data.count == 3)
            #expect(try await entries(made) { $0.until = TestClock.start }.data.isEmpty)
        }
    }

    private struct Stop: Error {}

    @Test("What did not happen is not in the log", arguments: Dialect.allCases)
    func rollBack(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            _ = try? await made.engine.write(as: .system) { door -> Int in
                door.note(.reveal)
                throw Stop()
            }

            let verdict = try await made.engine.securityLog.verify()
            #expect(verdict.count == 0 && verdict.fault == nil)
        }
    }

    @Test("An export and a removal for good are written down", arguments: Dialect.allCases)
    func traces(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let id = try await made.create(Region.self, ["name": "华东"]).id
            try await Exporter(engine: made.engine, actor: .system, query: ListQuery(Region.definition)).write { _ in }
            try await made.engine.perform(.delete(id), on: Region.definition, as: .system)
            try await made.engine.perform(.purge(id), on: Region.definition, as: .system)

            let entries = try await entries(made).data

            #expect(entries.map { $0["kind"] } == ["recordPurged", "export"])
            #expect(entries.map { $0["subject"]?["id"] } == [.string(id.description), .null])
            #expect(entries[1]["details"]?["records"] == 1 && entries[1]["details"]?["filter"] == [:])
        }
    }

    @Test("Two servers that write at once make one chain", arguments: Dialect.allCases)
    func twoServers(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: []) { made in
            let second = try await made.second(modules: [])
            try await withThrowingTaskGroup(of: Void.self) { group in
                for engine in [made.engine, second] {
                    for _ in 0..<20 { group.addTask { try await engine.write(as: .system) { $0.note(.export) } } }
                }
                try await group.waitForAll()
            }
            await second.stop()

            let verdict = try await made.engine.securityLog.verify()

            #expect(verdict.count == 40 && verdict.fault == nil)
            #expect(verdict.hash.count == 64)
        }
    }

    /// What somebody with access to the tables could do, and how the check tells it.
    static let tampering: [(change: SQL, fault: SecurityLog.Fault)] = [
        ("UPDATE security_log SET details = '{}' WHERE number = 3", .changed(3)),
        ("UPDATE security_log SET actor_id = 1 WHERE number = 5", .changed(5)),
        ("UPDATE security_log SET kind = 'logIn' WHERE number = 1", .changed(1)),
        ("UPDATE security_log SET previous = '' WHERE number = 2", .changed(2)),
        ("DELETE FROM security_log WHERE number = 2", .missing(2)),
        ("DELETE FROM security_log WHERE number = 1", .missing(1)),
        ("DELETE FROM security_log WHERE number >= 4", .cutOff(4)),
        ("DELETE FROM security_log", .cutOff(1)),
        ("DELETE FROM security_log_head", .added(1)),
        ("UPDATE security_log_head SET count = 4", .added(5)),
        ("UPDATE security_log_head SET hash = 'x'", .changed(5)),
    ]

    @Test("The check names the first entry that was changed, taken away or added", arguments: Dialect.allCases)
    func tampering(_ dialect: Dialect) async throws {
        for (change, fault) in Self.tampering {
            try await withEngine(dialect, modules: []) { made in
                try await note(made, 5)
                #expect(try await made.engine.securityLog.verify().fault == nil)

                try await made.database.database.write { try $0.execute(change) }

                #expect(try await made.engine.securityLog.verify().fault == fault, "\(change)")
            }
        }
    }

    @Test("Nobody reads it without the right to", arguments: Dialect.allCases)
    func rights(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: []) { made in
            let clerk = Actor(user: RecordID(rawValue: 1))

            let reading = try await refusal { _ = try await made.engine.securityLog.page(SecurityLog.Query(), as: clerk) }
            let taking = try await refusal { try await made.engine.securityLog.export(SecurityLog.Query(), as: clerk) { _ in } }

            #expect(reading == "forbidden" && taking == "forbidden")
        }
    }

    @Test("The whole log comes out as CSV, and that it did is its next entry", arguments: Dialect.allCases)
    func export(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: []) { made in
            try await made.engine.write(as: .system) { door in for _ in 0..<1_200 { door.note(.export) } }
            let file = FileManager.default.temporaryDirectory.appending(path: "guanxi-log-\(UUID().uuidString)")
            try Data().write(to: file)
            defer { try? FileManager.default.removeItem(at: file) }
            let handle = try FileHandle(forWritingTo: file)

            try await made.engine.securityLog.export(SecurityLog.Query(), as: .system) { try handle.write(contentsOf: Data($0)) }

            let lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\r\n")
            #expect(lines.count == 1_202 && lines[1].hasPrefix("1200,") && lines[1_200].hasPrefix("1,"))
            #expect(try await entries(made).data.first?["details"] == ["records": 1200])
        }
    }
}
