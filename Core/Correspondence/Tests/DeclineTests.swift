@testable import Engine
import Kernel
import Mail
import Store
import TestKit
import Testing

@testable import Correspondence

@Suite struct DeclineTests {
    private func declined(_ office: Office, _ recipients: String, about firm: RecordID? = nil, as actor: Actor? = nil) async throws -> [MailDecline] {
        let addressees = MailAddressees(recipients: recipients, about: firm.map { (Firm.schema.definition, $0) })
        return try await office.module.declined(addressees, on: office.engine, as: actor ?? office.seller)
    }

    private func firm(_ office: Office, _ mail: String, _ more: Values = ["doNotMail": true]) async throws -> RecordID {
        try await office.engine.perform(.create(["name": "甲公司", "mail": .text(mail)].merging(more) { $1 }), on: Firm.schema.definition, as: office.seller).id
    }

    @Test("Who has declined is found by each of their addresses, by those of whom they speak for, and by the record that the mail is about", arguments: Dialect.allCases)
    func found(_ dialect: Dialect) async throws {
        try await Office.run(dialect, works: false) { office in
            let closed = try await firm(office, "info@far.example"), open = try await firm(office, "open@far.example", [:])
            try await office.engine.perform(.create(["name": "李", "firm": .reference(closed), "mail": "li@far.example"]), on: Person.schema.definition, as: office.seller)

            let expected = MailDecline(address: "info@far.example", entity: "firm", record: closed, field: "doNotMail", title: "甲公司")
            #expect(try await declined(office, "Info <info@far.example>, open@far.example") == [expected])
            #expect(try await declined(office, "INFO@FAR.example") == [expected])
            #expect(try await declined(office, "li@far.example").map { [$0.address, $0.entity, $0.title] } == [["li@far.example", "firm", "甲公司"]])
            #expect(try await declined(office, "somebody@else.example", about: closed).map { [$0.address, $0.title] } == [[nil, "甲公司"]])
            #expect(try await declined(office, "info@far.example", about: closed) == [expected])
            #expect(try await declined(office, "open@far.example", about: open) == [])
            // That somebody wants no mail, everybody learns who writes; not who it is.
            let other = try await declined(office, "info@far.example", as: office.other)
            #expect(other.map(\.address) == ["info@far.example"])
            #expect(other.map(\.title) == [nil])
            await #expect(throws: Invalid.self) { _ = try await declined(office, "nobody") }
        }
    }

    @Test("Nothing goes to who has declined until a person confirms it, and the history of the mail keeps that", arguments: Dialect.allCases)
    func confirmed(_ dialect: Dialect) async throws {
        try await Office.run(dialect) { office in
            let (account, _) = try await office.account(receives: false), box = Post.box(), closed = try await firm(office, box)
            let mail = try await office.draft(account, about: closed, to: box)

            await #expect(throws: Invalid("recipients", .declined, ["names": box])) { try await office.send(mail) }
            #expect(try await office.mail(mail)[\.state] == .draft)
            try await office.send(mail, despite: true)
            try await office.wait(for: mail, .sent)

            let kept: JSON = ["address": .string(box), "entity": "firm", "record": .string(closed.description), "field": "doNotMail"]
            #expect(try await office.mail(mail)[\.sentDespite]?.json == [kept])
            let history = try await office.engine.read(as: office.seller) { try JSON.parse($0.timeline(StoredMail.schema.definition, mail)) }
            let entry = history["data"]?.array?.first { $0["changes"]?.array?.contains { $0["field"] == "sentDespite" } == true }
            #expect(entry?["actor"]?["id"]?.string == office.seller.user?.description)
            // Nobody who has not declined needs a confirmation, and none is kept.
            let free = try await office.draft(account, about: try await office.firm(), to: Post.box())
            try await office.send(free, despite: true)
            #expect(try await office.mail(free)[\.sentDespite] == nil)
        }
    }

    @Test("A withdrawn consent stops a mailing that waits, and no person can confirm against it; service goes on", arguments: Dialect.allCases)
    func withdrawn(_ dialect: Dialect) async throws {
        try await Office.run(dialect, works: false) { office in
            let (account, _) = try await office.account(receives: false), box = Post.box(), firm = try await firm(office, box, [:])
            let waiting = try await office.draft(account, about: firm, to: box, ["purpose": "marketing", "subject": "优惠"])
            try await office.send(waiting)
            try await office.engine.perform(.edit(firm, ["hasWithdrawn": true]), on: Firm.schema.definition, as: .system)
            let late = try await office.draft(account, about: firm, to: box, ["purpose": "marketing"]), service = try await office.draft(account, about: firm, to: box)

            for despite in [false, true] {
                await #expect(throws: Invalid("recipients", .declined, ["names": box])) { try await office.send(late, despite: despite) }
            }
            try await office.send(service)
            await office.begin()

            try await office.wait(for: waiting, .failed)
            try await office.wait(for: service, .sent)
            #expect(try await office.mail(waiting)[\.failures]?.json == [["address": .string(box), "words": "550 consentWithdrawn"]])
            #expect(try await office.mail(waiting)[\.delivered] == nil)
        }
    }
}
