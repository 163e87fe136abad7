@testable import Engine
import Foundation
import Kernel
import Store
import Synchronization
import TestKit
import Testing

/// Texts of the engine's own tables that hold what people typed: kept answers and refused rows.
@Suite struct SealedColumnTests {
    private static let number = "11010519491231002X"
    private static let request = RepeatableRequest(key: "a:1", actor: Actor(user: RecordID(rawValue: 7)), contents: ["x"])
    private static let answer = KeptAnswer(status: 201, headers: ["Location": "/x"], body: "{\"identity\":\"\(number)\"}")

    private struct Changed: Error {}

    private func repeated(_ engine: Engine) async throws -> KeptAnswer {
        try await engine.write(as: .system) { try $0.once(Self.request) { throw Changed() }.answer }
    }

    @Test("A kept answer lies sealed, is bound to its request, and an old one in the open is still given", arguments: Dialect.allCases)
    func answers(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: []) { made in
            let first = try await made.engine.write(as: .system) { try $0.once(Self.request) { Self.answer } }
            let kept = try #require(try await made.rows("SELECT body FROM idempotency").first?[0].text)

            #expect(!first.isReplay && kept.hasPrefix("v1.") && !kept.contains("1949"))
            #expect(try await repeated(made.engine) == Self.answer)
            try await made.execute("UPDATE idempotency SET body = '{}'")
            #expect(try await repeated(made.engine).body == "{}")
            for part in [1, 0] {
                try await made.execute("UPDATE idempotency SET body = \(kept), part = \(part)")
                let other = try? await made.engine.write(as: .system) { try $0.once(Self.request, part: part) { throw Changed() }.answer }
                #expect((other == nil) == (part == 1))
            }
            try await made.execute("UPDATE idempotency SET body = 'v1.00000000.AAAA'")
            await #expect(throws: RepeatableRequest.Mistake.answerNotKept) { try await repeated(made.engine) }
        }
    }

    @Test("Rows that an import refused lie sealed, and come back with their reasons; unreadable ones say so", arguments: Dialect.allCases)
    func refused(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let run = try await made.importing("name,identity,stage\n甲,\(Self.number),\(Self.number)\n乙,,?\n丙,,!\n").id
            let rows = try await made.rows("SELECT cells, problems, line FROM import_refusal ORDER BY line")

            #expect(rows.count == 3 && rows.allSatisfy { $0[0].text?.hasPrefix("v1.") == true && $0[1].text?.hasPrefix("v1.") == true })
            #expect(!"\(rows)".contains("19491231"))
            let first = try await made.refused(run)
            #expect(first.contains("甲,\(Self.number),\(Self.number),2,") && first.contains("“\(Self.number)”"), "\(first)")
            // Sealed for another line; from before it was sealed; by a key that is gone.
            try await made.execute("UPDATE import_refusal SET cells = \(rows[1][0]) WHERE line = 2")
            try await made.execute("UPDATE import_refusal SET cells = '[\"open\"]', problems = '[]' WHERE line = 3")
            try await made.execute("UPDATE import_refusal SET problems = 'v1.00000000.AAAA' WHERE line = 4")
            let lines = try await made.refused(run).split(whereSeparator: \.isNewline).map(String.init)
            #expect(lines.count == 4 && !lines[1].contains("乙") && lines[1].contains("密钥"), "\(lines)")
            #expect(lines[2] == "open,,,3," && lines[3].hasPrefix("丙,,!,4,") && lines[3].contains("密钥"), "\(lines)")
        }
    }

    @Test("After a change of keys both are read with the new key alone", arguments: Dialect.allCases)
    func rotation(_ dialect: Dialect) async throws {
        let old = KeyRing.newLine(), new = KeyRing.newLine()
        try await withTestDatabase(dialect) { database in
            let clock = TestClock()
            func start(_ lines: String) async throws -> TestEngine {
                let opened = try await Databases.open(database.url)
                let engine = try await Engine.start(opened, modules: [Workshop()], vault: Vault { try KeyRing(lines) }, clock: clock.clock).engine
                return TestEngine(engine: engine, clock: clock, database: database)
            }
            let before = try await start(old)
            _ = try await before.engine.write(as: .system) { try $0.once(Self.request) { Self.answer } }
            // More than one step has room for, and one line from before they were sealed.
            let run = try await before.importing("name,stage\n" + (0..<120).map { "n\($0),?\n" }.joined()).id
            try await before.execute("UPDATE import_refusal SET cells = '[\"open\",\"?\"]' WHERE line = 50")
            await before.engine.stop()

            let both = try await start("\(new)\n\(old)")
            let result = try await KeyRotation(both.engine).run()
            await both.engine.stop()
            let after = try await start(new)

            #expect(result.sealed == 1 + 2 * 120 && result.unreadable == 0)
            #expect(try await repeated(after.engine) == Self.answer)
            let lines = try await after.refused(run).split(whereSeparator: \.isNewline)
            #expect(lines.count == 121 && lines[50].hasPrefix("n49,?,51") && lines[49].hasPrefix("open,?,50"), "\(lines[48...51])")
            #expect(lines[120].hasPrefix("n119,?,121") && !lines.joined().contains("密钥"))
            await after.engine.stop()
        }
    }
}

extension TestEngine {
    fileprivate func execute(_ sql: SQL) async throws { try await database.database.write { _ = try $0.execute(sql) } }

    fileprivate func importing(_ text: String) async throws -> Importer.Result {
        let mapping = try ImportMapping(["entity": "firm"], engine.catalogue, for: .system)
        let pieces = AsyncStream<[UInt8]> { continuation in
            continuation.yield(Array(text.utf8))
            continuation.finish()
        }
        return try await Importer(engine: engine, actor: .system, mapping: mapping).run(pieces)
    }

    fileprivate func refused(_ run: RecordID, as actor: Actor = .system) async throws -> String {
        let collected = Mutex<[UInt8]>([])
        try await RefusedRows(engine: engine, actor: actor).write(of: run) { more in collected.withLock { $0 += more } }
        return String(decoding: collected.withLock { $0 }, as: UTF8.self)
    }
}
