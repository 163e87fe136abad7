@testable import Engine
import Kernel
import Store
import TestKit
import Testing

/// Notes hang on records: who sees the one sees the other, on every way.
@Suite struct NoteTests {
    private struct Desk {
        let office: Office
        let firm: RecordID
        let note: RecordID

        /// A firm of the author's with a note; the author's role sees its own records alone.
        init(_ made: TestEngine) async throws {
            office = try await Office(made)
            let author = try await office.actor(office.author)
            let firm = try await made.create(Firm.self, ["name": "甲"], as: author).id
            self.firm = firm
            note = try await made.engine.write(as: author) { try $0.addNote(["text": "西湖 第一行\n第二行"], to: firm, of: Firm.definition) }
        }

        func add(_ json: JSON, by user: RecordID) async throws -> RecordID {
            let actor = try await office.actor(user), firm = firm
            return try await office.made.engine.write(as: actor) { try $0.addNote(json, to: firm, of: Firm.definition) }
        }

        /// On which of the ways somebody comes upon the note.
        func ways(_ user: RecordID) async throws -> [String] {
            let actor = try await office.actor(user), note = note, firm = firm, entity = Note.definition
            return try await office.made.engine.read(as: actor) { reader in
                func finds(_ bytes: [UInt8]) -> Bool { String(decoding: bytes, as: UTF8.self).contains(note.description) }
                var ways: [String] = []
                if try finds(reader.list(ListQuery(entity)).json) { ways.append("list") }
                if try reader.values(of: entity, note) != nil { ways.append("record") }
                if try finds(reader.search("xihu")) { ways.append("search") }
                if try !reader.visible(entity, [note]).isEmpty { ways.append("events") }
                if try reader.count(entity) > 0 { ways.append("count") }
                let values = try #require(try Reader(engine: reader.engine, catalogue: reader.catalogue, actor: .system, session: reader.session).values(of: entity, note))
                if reader.scope(entity).holds(for: values, in: reader.ruleContext(entity)) { ways.append("memory") }
                if let line = try? reader.timeline(Firm.definition, firm), finds(line) { ways.append("timeline") }
                return ways
            }
        }
    }

    private static let all = ["list", "record", "search", "events", "count", "memory", "timeline"]

    @Test("Who sees the record comes upon its notes on every way, and nobody else on any", arguments: Dialect.allCases)
    func visibility(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let desk = try await Desk(made)
            #expect(try await desk.ways(desk.office.author) == Self.all)
            #expect(try await desk.ways(desk.office.administrator) == Self.all)
            #expect(try await desk.ways(desk.office.neighbour) == [])
            #expect(try await desk.ways(desk.office.newcomer) == [])

            let author = try await desk.office.actor(desk.office.author), neighbour = desk.office.neighbour
            try await made.engine.write(as: author) { try $0.share(Firm.definition, desk.firm, Shares.Share(grantee: neighbour, mayChange: false)) }

            #expect(try await desk.ways(neighbour) == Self.all)
        }
    }

    @Test("Whoever reads a record writes notes on it; they are changed by their author or an administrator", arguments: Dialect.allCases)
    func writing(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let desk = try await Desk(made), office = desk.office
            let author = try await office.actor(office.author)
            try await made.engine.write(as: author) { try $0.share(Firm.definition, desk.firm, Shares.Share(grantee: office.seller, mayChange: false)) }
            func edit(_ user: RecordID, _ note: RecordID) async throws -> String? {
                let actor = try await office.actor(user)
                return try await refusal { try await made.engine.write(as: actor) { try $0.editNote(note, ["text": "改"], on: desk.firm, of: Firm.definition) } }
            }

            let second = try await desk.add(["text": "二"], by: office.seller)

            #expect(try await edit(office.seller, second) == nil)
            #expect(try await edit(office.seller, desk.note) == "forbidden")
            #expect(try await edit(office.neighbour, desk.note) == "notFound")
            #expect(try await edit(office.administrator, second) == nil)
            #expect(try await refusal { _ = try await desk.add(["text": "三"], by: office.neighbour) } == "notFound")
            // Nor by the resource of notes itself.
            let neighbour = try await office.actor(office.neighbour)
            let values: Values = ["text": "三", "entity": "firm", "record": .reference(desk.firm)]
            #expect(try await problems { try await made.create(Note.self, values, as: neighbour) } == ["record: notFound"])
            #expect(try await problems { try await made.create(Note.self, values.merging(["entity": "note", "record": .reference(desk.note)]) { _, new in new }) } == ["entity: unknownOption"])
            #expect(second.bucket == desk.firm.bucket)
        }
    }

    @Test("Marks in the text stand for people who are mentioned and whom the author sees", arguments: Dialect.allCases)
    func mentions(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let desk = try await Desk(made), office = desk.office
            let mark = "@[\(office.seller)] 请跟进"

            #expect(try await problems { _ = try await desk.add(["text": .string(mark)], by: office.author) } == ["mentions: notFound"])
            #expect(try await problems { _ = try await desk.add(["text": "x", "mentions": ["1"]], by: office.author) } == ["mentions: notFound"])
            #expect(try await problems { _ = try await desk.add(["text": "x", "entity": "firm"], by: office.author) } == ["entity: unknownField"])
            #expect(try await problems { _ = try await desk.add(["text": ""], by: office.author) } == ["text: required"])
            #expect(try await problems { _ = try await desk.add(["text": .string(String(repeating: "字", count: 20_001))], by: office.author) } == ["text: tooLong"])
            let note = try await desk.add(["text": .string(mark), "mentions": [.string(office.seller.description)]], by: office.author)
            let json = try await made.engine.read(as: office.actor(office.author)) { try JSON.parse($0.note(note, on: desk.firm, of: Firm.definition)) }
            #expect(json["note"]?["mentions"] == [["id": .string(office.seller.description), "title": "seller"]])
        }
    }

    @Test("The time line mixes notes and changes, pages stably while more are written, and is filtered by kind", arguments: Dialect.allCases)
    func timeline(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let desk = try await Desk(made), author = try await desk.office.actor(desk.office.author)
            for number in 1...4 {
                made.clock.step(milliseconds: 1)
                try await made.edit(Firm.self, desk.firm, ["memo": .text("\(number)")])
                made.clock.step(milliseconds: 1)
                _ = try await desk.add(["text": .string("n\(number)")], by: desk.office.author)
            }
            func pages(_ kinds: TimelineKinds, writing: Bool = false) async throws -> [String] {
                var found: [String] = [], before: RecordID?
                repeat {
                    let last = before
                    let page = try await made.engine.read(as: author) { try JSON.parse($0.timeline(Firm.definition, desk.firm, before: last, limit: 2, kinds: kinds)) }
                    found += (page["data"]?.array ?? []).map { $0["note"]?["text"]?.string ?? $0["kind"]?.string ?? "" }
                    before = page["page"]?["next"]?.string.flatMap { RecordID($0) }
                    if writing { _ = try await desk.add(["text": "later"], by: desk.office.author) }
                } while before != nil
                return found
            }
            let first = "西湖 第一行\n第二行"

            #expect(try await pages(TimelineKinds("note")) == ["n4", "n3", "n2", "n1", first])
            #expect(try await pages(TimelineKinds("change")) == ["edit", "edit", "edit", "edit", "create"])
            #expect(try await pages(TimelineKinds("create,note")) == ["n4", "n3", "n2", "n1", first, "create"])
            #expect(try await pages(.all, writing: true) == ["n4", "edit", "n3", "edit", "n2", "edit", "n1", "edit", first, "create"])
            #expect(try await problems { _ = try TimelineKinds("note,,x") } == ["kinds: unknownOption"])
        }
    }

    @Test("A deleted record keeps its notes; one that is removed for good takes them along", arguments: Dialect.allCases)
    func end(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let desk = try await Desk(made), author = try await desk.office.actor(desk.office.author)
            let gone = try await desk.add(["text": "gone"], by: desk.office.author)
            try await made.engine.write(as: author) { try $0.deleteNote(gone, on: desk.firm, of: Firm.definition) }
            try await made.engine.perform(.delete(desk.firm), on: Firm.definition, as: author)

            let kept = try await made.engine.read(as: author) { try JSON.parse($0.timeline(Firm.definition, desk.firm, kinds: TimelineKinds("note"))) }
            #expect(kept["data"]?.array?.map { $0["id"]?.string } == [desk.note.description])
            #expect(try await refusal { _ = try await desk.add(["text": "x"], by: desk.office.author) } == "notFound")
            try await made.engine.perform(.purge(desk.firm), on: Firm.definition, as: .system)
            #expect(try await made.number("SELECT COUNT(*) FROM note") == 0)
            #expect(try await made.number("SELECT COUNT(*) FROM audit WHERE entity = \("note") AND kind <> \("purge")") == 0)
        }
    }
}
