@testable import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

/// What is in a database comes out of its backup as it was, on the same engine and on the other.
@Suite struct RoundTripTests {
    static let ways: [(Dialect, Dialect)] = Dialect.allCases.flatMap { from in Dialect.allCases.map { (from, $0) } }

    /// Values that engines are known to treat each in its own way.
    private static let odd: [[Stored]] = [
        [.integer(1), .text("张三\n\t\\N\u{0301}😀'\"$1"), .real(0.1), .bytes([0, 1, 0x5C, 0xFF]), .integer(.max)],
        [.integer(2), .text(""), .real(-0.0), .bytes([]), .integer(.min)],
        [.integer(3), .null, .null, .null, .null],
        [.integer(4), .text(String(repeating: "长", count: 400_000)), .real(.leastNonzeroMagnitude), .bytes([UInt8](repeating: 0xA5, count: 700_000)), .integer(0)],
        [.integer(-5), .text("\u{FEFF}\r\n\u{7F}"), .real(1.7976931348623157e308), .bytes(Array("text".utf8)), .integer(-1)],
    ]
    private static let oddTable = TablePlan(
        name: "odd",
        columns: [
            ColumnPlan(name: "id", type: .integer, isRequired: true), ColumnPlan(name: "words", type: .text, defaultValue: .text("it's ''")),
            ColumnPlan(name: "share", type: .real, defaultValue: .real(0.5)), ColumnPlan(name: "content", type: .bytes),
            ColumnPlan(name: "number", type: .integer, defaultValue: .integer(-3)),
        ], primaryKey: ["id"])

    @Test("Every value, custom entities and files come back as they were, and search finds them", arguments: ways)
    func everything(_ from: Dialect, _ to: Dialect) async throws {
        let place = try Place()
        defer { place.remove() }
        try await withEngine(from, modules: [Workshop()]) { made in
            let engine = made.engine
            try await engine.perform(.create(["key": "x_vehicle", "name": "车辆", "nameEnglish": "Vehicle"]), on: CustomEntity.schema.definition, as: .system)
            try await engine.perform(
                .create(["entity": "x_vehicle", "key": "x_plate", "name": "车牌", "kind": "text", "isUnique": .flag(true)]),
                on: CustomField.schema.definition, as: .system)
            let vehicle = try #require(engine.catalogue["x_vehicle"])
            try await engine.perform(.create(["name": "奔驰", "x_plate": "渝A12345"]), on: vehicle, as: .system)
            for name in ["重庆宏途物流有限公司", "Harbour Tea Trading"] {
                _ = try await made.create(Firm.self, ["name": .text(name), "employees": .integer(7), "price": .money(Money(minorUnits: 12_345, currency: .yuan))], as: .system)
            }
            try await engine.database.write { session in
                try session.create([Self.oddTable])
                try session.insert(Self.odd, by: Insertion(into: "odd", Self.oddTable.columns.map(\.name)))
            }

            let backup = try await place.backup(of: engine.database)
            try backup.verify()

            try await withTestDatabase(to) { empty in
                try await Restoring(backup, into: empty.database, named: "it", files: place.files(1), modules: [Workshop()]).run()
                // All of it, and the same from there.
                let again = try await place.backup(of: empty.database)
                #expect(again.manifest.tables.map(\.plan.name) == backup.manifest.tables.map(\.plan.name))
                for (first, second) in zip(backup.manifest.tables, again.manifest.tables) where first != second && first.plan.name != BackupLog.table {
                    Issue.record("\(first) became \(second)")
                }
                let rows = try await empty.database.read { try $0.rows("SELECT words, share, content, number FROM odd ORDER BY id") }
                #expect(rows.map(\.cells) == Self.odd.sorted { ($0[0].integer ?? 0) < ($1[0].integer ?? 0) }.map { Array($0.dropFirst()) })

                let (second, report) = try await Engine.start(empty.database, modules: [Workshop()])
                #expect(report.isEmpty, "nothing was left to be made: \(report)")
                #expect(try await Check(second).run(mending: false) == [])
                for (words, title) in [("hongtu", "重庆宏途物流有限公司"), ("harb", "Harbour Tea Trading"), ("奔驰", "奔驰")] {
                    let found = try await second.read(as: .system) { String(decoding: try $0.search(words), as: UTF8.self) }
                    #expect(found.contains(title), "\(words) \(found)")
                }
                // Unique stays unique: indexes came along.
                let restored = try #require(second.catalogue["x_vehicle"])
                await #expect(throws: Invalid.self) { try await second.perform(.create(["name": "x", "x_plate": "渝A12345"]), on: restored, as: .system) }
                await second.stop()
            }
        }
    }

    @Test("A backup is of one moment: what is written meanwhile is in all of it or in none", arguments: Dialect.allCases)
    func oneMoment(_ dialect: Dialect) async throws {
        let place = try Place()
        defer { place.remove() }
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let engine = made.engine
            let writer = Task {
                var count = 0
                while !Task.isCancelled {
                    _ = try await made.create(Firm.self, ["name": .text("甲\(count)")], as: .system)
                    count += 1
                }
            }
            defer { writer.cancel() }
            for _ in 0..<5 {
                let manifest = try await place.backup(of: engine.database).manifest
                let rows = Dictionary(uniqueKeysWithValues: manifest.tables.map { ($0.plan.name, $0.sum.rows) })
                // Each firm is one transaction with one event.
                let firms = try #require(rows[Firm.definition.table])
                let events = try #require(rows[SystemTables.outbox])
                let before = try await engine.database.read { session in
                    try session.first("SELECT (SELECT COUNT(*) FROM outbox) - (SELECT COUNT(*) FROM \(name: Firm.definition.table))")?[0].integer
                }
                #expect(events - firms == before, "\(firms) firms and \(events) events")
            }
        }
    }

    @Test("Only an empty place is restored into", arguments: Dialect.allCases)
    func notEmpty(_ dialect: Dialect) async throws {
        let place = try Place()
        defer { place.remove() }
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let backup = try await place.backup(of: made.engine.database)
            let before = try await place.backup(of: made.engine.database).manifest.tables

            await #expect(throws: BackupError.notEmpty("it")) {
                try await Restoring(backup, into: made.engine.database, named: "it", files: place.files(1), modules: [Workshop()]).run()
            }
            #expect(try await place.backup(of: made.engine.database).manifest.tables.filter { $0.plan.name != BackupLog.table }
                == before.filter { $0.plan.name != BackupLog.table })

            // Files of somebody else are data too.
            let other = place.files(2)
            try await withTestDatabase(dialect) { empty in
                let hash = String(repeating: "a", count: 64)
                let folder = other.appending(path: "contents/aa")
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                try Data("x".utf8).write(to: folder.appending(path: hash))
                await #expect(throws: BackupError.notEmpty(other.appending(path: "contents").path)) {
                    try await Restoring(backup, into: empty.database, named: "it", files: other, modules: [Workshop()]).run()
                }
                let tables = try await empty.database.read { try $0.tables().map(\.name) }
                #expect(tables == [])
            }
        }
    }

    @Test("Only as many backups stay as are wanted, the newest")
    func keeping() async throws {
        let place = try Place()
        defer { place.remove() }
        try await withEngine(.sqlite, modules: [Workshop()]) { made in
            var names: [String] = []
            for _ in 0..<4 { names.append(try await place.backup(of: made.engine.database, keep: 2).folder.lastPathComponent) }

            #expect(place.store.backups.map(\.lastPathComponent) == names.suffix(2))
            #expect(try FileManager.default.contentsOfDirectory(atPath: place.store.folder.path).filter { $0.hasPrefix(".guanxi") } == [])
        }
    }
}

/// A folder for backups and files of one test.
struct Place {
    let folder = FileManager.default.temporaryDirectory.appending(path: "guanxi-backup-\(UUID().uuidString)")
    var store: BackupStore { BackupStore(folder.appending(path: "backups")) }

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    func remove() { try? FileManager.default.removeItem(at: folder) }
    func files(_ number: Int) -> URL { folder.appending(path: "files-\(number)") }

    func backup(of database: any Database, files: Int = 0, keep: Int? = nil) async throws -> Backup {
        try await BackupMaking(of: database, named: "it", files: self.files(files), program: "test").run(into: store, keep: keep).backup
    }
}
