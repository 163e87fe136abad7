import Engine
import Dispatch
import Foundation
import Kernel
import Store
import TestKit
import Testing

@Suite struct SeveralServersTests {
    @Test("What one server defines the other knows at its next request, and keeps at its next start", arguments: Dialect.allCases)
    func twoServers(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let other = try await made.second(modules: [Workshop()])
            let entity = try await made.engine.makeEntity("x_vehicle", ["numbering": "V{seq:4}"])
            try await made.engine.makeField("firm", "x_vehicle", "reference", ["target": "x_vehicle"])
            let vehicle = try await made.engine.perform(.create(["name": "叉车"]), on: made.engine.known("x_vehicle"), as: .system).id

            #expect(other.catalogue["x_vehicle"] == nil)
            try await other.keepUp()
            try await other.perform(.create(["name": "甲", "x_vehicle": .reference(vehicle)]), on: other.known("firm"), as: .system)
            #expect(try await made.engine.list("firm", [("x_vehicle.code", "V0001")]).compactMap { $0["name"]?.string } == ["甲"])

            try await other.perform(.delete(entity), on: CustomEntity.definition, as: .system)
            try await made.engine.keepUp()
            #expect(try made.engine.known("x_vehicle").isRetired)
            await other.stop()

            let third = try await made.second(modules: [Workshop()])
            #expect(third.catalogue.generation == made.engine.catalogue.generation)
            #expect(try third.known("firm")["x_vehicle"] != nil)
            await third.stop()
        }
    }

    @Test("A server that knows less than the database writes on, and destroys nothing", arguments: Dialect.allCases)
    func outOfDate(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let id = try await made.create(Firm.self, ["name": "甲"]).id
            let other = try await made.second(modules: [Workshop()])
            // Statements that are kept ready from before the column was there.
            for memo in ["一", "二"] { try await other.perform(.edit(id, ["memo": .text(memo)]), on: Firm.definition, as: .system) }
            #expect(try await other.list("firm", []).count == 1)
            try await made.engine.makeField("firm", "x_colour", "text", ["isSearched": .flag(true)])
            try await made.edit(Firm.self, id, ["x_colour": "蓝"])

            try await other.perform(.edit(id, ["memo": "旧"]), on: Firm.definition, as: .system)
            #expect(try await other.list("firm", []).count == 1)

            let kept = try #require(try await made.find(Firm.self, id))
            #expect(kept.value("x_colour") == "蓝" && kept.value("memo") == "旧")
            await other.stop()
        }
    }

    @Test("Of several administrators who make the same field at once, one makes it", arguments: Dialect.allCases)
    func race(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()], readers: 8) { made in
            let other = try await made.second(modules: [Workshop()])
            let kinds = ["text", "integer", "date", "money"]

            let outcomes = try await withThrowingTaskGroup(of: [String].self) { group in
                for task in 0..<8 {
                    group.addTask {
                        try await problems { try await (task % 2 == 0 ? made.engine : other).makeField("firm", "x_same", kinds[task / 2], ["name": .text("名\(task)")]) }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }

            #expect(outcomes.count { $0.isEmpty } == 1)
            #expect(outcomes.count { $0 == ["key: taken"] } == 7)
            try await made.engine.keepUp()
            try await other.keepUp()
            #expect(try made.engine.known("firm")["x_same"]?.kind.name == other.known("firm")["x_same"]?.kind.name)
            await other.stop()
        }
    }

    @Test("A table that somebody reads for long does not keep everybody else waiting: the definition is put off")
    func busyTable() async throws {
        try await withEngine(.postgres, modules: [Workshop()]) { made in
            let other = try await Databases.open(made.database.url)
            let (isReading, mayEnd) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            async let reading: Void = other.read { session in
                _ = try session.rows("SELECT name FROM firm")
                isReading.signal()
                mayEnd.wait()
            }
            await withCheckedContinuation { continuation in
                DispatchQueue.global().async {
                    isReading.wait()
                    continuation.resume()
                }
            }

            await #expect { try await made.engine.makeField("firm", "x_colour", "text") } throws: { error in
                if case StoreError.conflict = error { true } else { false }
            }
            #expect(try await made.number("SELECT COUNT(*) FROM custom_field") == 0)
            mayEnd.signal()
            try await reading
            try await made.engine.makeField("firm", "x_colour", "text")
            await other.close()
        }
    }

    @Test("A column that got lost is there again after a start", arguments: Dialect.allCases)
    func healing(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            try await made.engine.makeField("firm", "x_colour", "text", ["isIndexed": .flag(true)])
            try await made.database.database.write { session in
                try session.execute("DROP INDEX firm_x_colour")
                try session.execute("ALTER TABLE firm DROP COLUMN x_colour")
            }

            let database = try await Databases.open(made.database.url)
            let (healed, report) = try await Engine.start(database, modules: [Workshop()], clock: made.clock.clock)

            #expect(report.columns == ["firm.x_colour"] && report.indexes == ["firm_x_colour"])
            try await healed.perform(.create(["name": "甲", "x_colour": "蓝"]), on: Firm.definition, as: .system)
            await healed.stop()
        }
    }

    @Test("Definitions and their tables come together or not at all", arguments: Dialect.allCases)
    func together(_ dialect: Dialect) async throws {
        struct Halted: Error {}
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let before = made.engine.catalogue.generation
            try await made.create(Firm.self, ["name": "甲", "memo": "同"])
            try await made.engine.makeField("firm", "x_tag", "text")
            for name in ["乙", "丙"] { try await made.create(Firm.self, ["name": .text(name), "x_tag": "重"]) }

            await #expect(throws: Halted.self) {
                try await made.engine.write(as: .system) { door in
                    try door.perform(.create(["key": "x_half", "name": "半"]), on: CustomEntity.definition)
                    throw Halted()
                }
            }
            let field = try #require(try await made.engine.list("customField", []).first?["id"]?.string.flatMap { RecordID($0) })
            #expect(try await problems { try await made.edit(CustomField.self, field, ["isUnique": .flag(true)]) } == ["isUnique: duplicates"])

            #expect(made.engine.catalogue["x_half"] == nil && made.engine.catalogue.generation == before + 1)
            #expect(try await made.find(CustomField.self, field)?[\.isUnique] == false)
            #expect(try made.engine.known("firm")["x_tag"]?.traits.contains(.unique) == false)
        }
    }
}
