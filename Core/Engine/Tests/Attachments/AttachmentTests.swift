@testable import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

/// Files hang on records: who sees the one opens the other.
@Suite struct AttachmentTests {
    @Test("Who does not see the record cannot open its files, and whom it is shown to can", arguments: Dialect.allCases)
    func rights(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let office = try await Office(made), author = try await office.actor(office.author)
            let firm = try await made.create(Firm.self, ["name": "甲"], as: author).id
            let file = try await Self.attach("合同", to: firm, by: author, made)

            func opens(_ user: RecordID) async throws -> String? {
                let actor = try await office.actor(user)
                do {
                    let url = try await made.engine.read(as: actor) { try $0.attachment(file).url }
                    return try String(contentsOf: url, encoding: .utf8)
                } catch is Refusal { return nil }
            }
            #expect(try await opens(office.author) == "合同")
            #expect(try await opens(office.neighbour) == nil)
            try await made.engine.write(as: author) {
                try $0.share(Firm.definition, firm, Shares.Share(grantee: office.neighbour, mayChange: false))
            }
            #expect(try await opens(office.neighbour) == "合同")

            // Nor does the record take a file of whom it is hidden from.
            let stranger = try await office.actor(office.seller)
            await #expect(throws: Refusal.self) { try await Self.attach("x", to: firm, by: stranger, made) }
        }
    }

    @Test("A record that is removed for good takes its files along", arguments: Dialect.allCases)
    func purging(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let firm = try await made.create(Firm.self, ["name": "甲"], as: .system).id
            _ = try await Self.attach("a", to: firm, by: .system, made)
            try await made.engine.perform(.delete(firm), on: Firm.definition, as: .system)
            try await made.engine.perform(.purge(firm), on: Firm.definition, as: .system)
            #expect(try await made.number("SELECT COUNT(*) FROM attachment") == 0)
        }
    }

    @Test("Equal files are kept once, and bytes are removed when nothing refers to them", arguments: Dialect.allCases)
    func sweeping(_ dialect: Dialect) async throws {
        let clock = TestClock()
        try await withEngine(dialect, modules: [Workshop()], clock: clock) { made in
            let engine = made.engine, entity = Attachment.schema.definition
            let firm = try await made.create(Firm.self, ["name": "甲"], as: .system).id
            let files = [try await Self.attach("合同", to: firm, by: .system, made), try await Self.attach("合同", to: firm, by: .system, made)]
            func kept() -> Int { ContentFolder.folders.reduce(0) { $0 + engine.contents.hashes(in: $1).count } }
            func sweep() async throws {
                clock.step(milliseconds: 2 * Housekeeping.day)
                try await Housekeeping.removeUnusedContents(engine)
            }
            #expect(kept() == 1)
            for file in files { try await engine.perform(.delete(file), on: entity, as: .system) }
            try await sweep()
            // What was deleted may come back.
            #expect(kept() == 1)
            try await engine.perform(.purge(files[0]), on: entity, as: .system)
            try await sweep()
            #expect(kept() == 1)
            try await engine.perform(.purge(files[1]), on: entity, as: .system)
            try await sweep()
            #expect(kept() == 0)
            // The same once more: nothing of the first time stands in its way.
            let again = try await Self.attach("合同", to: firm, by: .system, made)
            try await sweep()
            #expect(try await engine.read(as: .system) { try String(contentsOf: $0.attachment(again).url, encoding: .utf8) } == "合同")
        }
    }

    @Test(
        "A name keeps what says something, and its ending says what the file is",
        arguments: [
            ("报告.PDF", "application/pdf", "报告.PDF"), ("photo.jpeg", "image/jpeg", "photo.jpeg"), ("photo.png", "image/jpeg", "photo.jpg"),
            ("C:\\Users\\li\\a.txt", "text/plain", "a.txt"), ("../..", "application/zip", "file"), (".htaccess", "text/plain", "htaccess"),
            ("a\u{0}b\r\nc.txt", "text/plain", "abc.txt"), ("evil\u{202E}fdp.exe", "application/pdf", "evilfdp.pdf"),
        ])
    func names(_ name: String, _ type: String, _ safe: String) {
        #expect(FileName.safe(name, type: ContentType(named: type)) == safe)
    }

    @discardableResult
    private static func attach(_ text: String, to firm: RecordID, by actor: Actor, _ made: TestEngine) async throws -> RecordID {
        let content = try await made.engine.contents.receive(AsyncStream { $0.yield(Array(text.utf8)); $0.finish() })
        return try await made.engine.write(as: actor) { try $0.attach(content, named: "a.txt", to: firm, of: Firm.definition) }
    }
}
