@testable import Engine
import Kernel
import Mail
import Store
import TestKit
import Testing

@testable import Correspondence

@Suite struct MailTimelineTests {
    /// The time line page by page: subjects of mails, texts of notes, kinds of changes.
    private func line(_ office: Office, _ firm: RecordID, _ limit: Int, _ kinds: TimelineKinds = .all, as actor: Actor? = nil, between: () async throws -> Void = {}) async throws -> [String] {
        var (found, before): ([String], RecordID?) = ([], nil)
        repeat {
            let last = before
            let page = try await office.engine.read(as: actor ?? office.seller) { try JSON.parse($0.timeline(Firm.schema.definition, firm, before: last, limit: limit, kinds: kinds)) }
            found += (page["data"]?.array ?? []).map { $0["mail"]?["subject"]?.string ?? $0["note"]?["text"]?.string ?? $0["kind"]?.string ?? "" }
            before = page["page"]?["next"]?.string.flatMap { RecordID($0) }
            try await between()
        } while before != nil
        return found
    }

    private func mail(_ office: Office, _ subject: String, _ account: RecordID, _ firm: RecordID, state: String = "sent", text: String = "您好！") async throws -> RecordID {
        let values: Values = [
            "entity": "firm", "record": .reference(firm), "mailAccount": .reference(account), "recipients": "li@far.example", "subject": .text(subject), "text": .text(text), "state": .text(state),
        ]
        return try await office.engine.perform(.create(values), on: StoredMail.schema.definition, as: .system).id
    }

    @Test("Mails stand among changes and notes, newest first, once each, however the pages are cut and whatever comes meanwhile", arguments: Dialect.allCases)
    func mixed(_ dialect: Dialect) async throws {
        try await Office.run(dialect, works: false) { office in
            let (account, _) = try await office.account(receives: false), firm = try await office.firm()
            var expected = ["create"]
            for number in 1...9 {
                office.made.clock.step(milliseconds: 1)
                switch number % 3 {
                case 0: try await office.engine.write(as: office.seller) { _ = try $0.addNote(["text": .string("n\(number)")], to: firm, of: Firm.schema.definition) }
                case 1: _ = try await mail(office, "m\(number)", account, firm)
                default: try await office.engine.perform(.edit(firm, ["name": .text("\(number)")]), on: Firm.schema.definition, as: office.seller)
                }
                expected.insert(number % 3 == 0 ? "n\(number)" : number % 3 == 1 ? "m\(number)" : "edit", at: 0)
            }
            _ = try await mail(office, "draft", account, firm, state: "draft")

            for limit in 1...11 { #expect(try await line(office, firm, limit) == expected, "\(limit)") }
            let while_ = try await line(office, firm, 2) { _ = try await mail(office, "later", account, firm) }
            #expect(while_ == expected)
            #expect(try await line(office, firm, 2, TimelineKinds("mail", others: ["mail"])).filter { $0 != "later" } == ["m7", "m4", "m1"])
            #expect(try await !line(office, firm, 50, TimelineKinds("note,change", others: ["mail"])).contains("m1"))
            await #expect(throws: Refusal.self) { _ = try await line(office, firm, 2, as: office.other) }
        }
    }

    @Test("An entry tells direction, people and the first words that are not quoted; a mail that comes stands on the line of its record", arguments: Dialect.allCases)
    func entry(_ dialect: Dialect) async throws {
        try await Office.run(dialect) { office in
            let (_, box) = try await office.account(), firm = try await office.firm("wang@far.example")
            try await office.post.put(
                "From: 王芳 <wang@far.example>\nTo: \(box)\nSubject: 收到\nContent-Type: text/plain; charset=utf-8\n\n谢谢，\n明天见。\n\n> 旧的话\n", into: box)
            let id = try await office.arrived("收到").id

            let page = try await office.engine.read(as: office.seller) { try JSON.parse($0.timeline(Firm.schema.definition, firm, limit: 1)) }
            let entry = try #require(page["data"]?.array?.first)
            #expect(entry["kind"] == "mail")
            #expect(entry["id"] == .string(id.description))
            #expect(entry["actor"] == .null)
            #expect(entry["mail"]?["excerpt"] == "谢谢， 明天见。")
            #expect(entry["mail"]?["direction"] == "in")
            #expect(entry["mail"]?["sender"] == "王芳 <wang@far.example>")
        }
    }
}
