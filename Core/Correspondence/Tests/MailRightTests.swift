@testable import Engine
import Kernel
import Store
import TestKit
import Testing

@testable import Correspondence

/// Who may do what with mails that somebody else wrote or that lie in somebody else's inbox.
@Suite struct MailRightTests {
    /// Somebody who sees every firm and changes their own alone.
    private func onlooker(_ office: Office) async throws -> Actor {
        let role = try await office.engine.perform(
            .create(["key": "onlooker", "name": "onlooker", "grants": .json(["firm": ["read": "all", "create": "own", "edit": "own"]])]),
            on: Role.schema.definition, as: .system).id
        let id = try await office.engine.perform(
            .create(["login": "onlooker", "name": "onlooker", "roles": .list([.reference(role)])]), on: User.schema.definition, as: .system).id
        return try #require(try await office.engine.actor(of: id))
    }

    private func content(_ office: Office) async throws -> ReceivedContent {
        try await office.engine.contents.receive(AsyncStream<[UInt8]> { $0.yield(Array("附件".utf8)); $0.finish() })
    }

    @Test("From a record a mail is moved by who wrote it or may change the record, and by nobody who only sees it", arguments: Dialect.allCases)
    func moving(_ dialect: Dialect) async throws {
        try await Office.run(dialect, works: false) { office in
            let (account, _) = try await office.account(receives: false), onlooker = try await onlooker(office)
            let firm = try await office.firm(), own = try await office.firm(as: onlooker), second = try await office.firm()
            let mail = try await office.draft(account, about: firm, to: "a@far.example")
            #expect(try await office.sees(mail, onlooker))
            func move(to record: RecordID, as actor: Actor) async throws {
                try await office.engine.write(as: actor) { [module = office.module] in
                    try module.file(mail, under: record, of: Firm.schema.definition, through: $0)
                }
            }

            await #expect(throws: Refusal.self) { try await move(to: own, as: onlooker) }
            #expect(try await office.mail(mail)[\.record] == firm)
            try await move(to: second, as: office.seller)
            #expect(try await office.mail(mail)[\.record] == second)
        }
    }

    @Test("A mail has the files that its writer gave it, and none once it is on its way", arguments: Dialect.allCases)
    func files(_ dialect: Dialect) async throws {
        try await Office.run(dialect, works: false) { office in
            let (account, _) = try await office.account(receives: false), onlooker = try await onlooker(office)
            let mail = try await office.draft(account, about: try await office.firm(), to: "a@far.example")
            func attach(as actor: Actor) async throws {
                let content = try await content(office)
                try await office.engine.write(as: actor) { _ = try $0.attach(content, named: "a.txt", to: mail, of: StoredMail.schema.definition) }
            }

            try await attach(as: office.seller)
            await #expect(throws: Refusal.forbidden(verb: .edit, entity: "mail")) { try await attach(as: onlooker) }
            try await office.send(mail)
            await #expect(throws: Refusal.forbidden(verb: .edit, entity: "mail")) { try await attach(as: office.seller) }
            #expect(try await office.files(of: mail).count == 1)
        }
    }

    @Test("What lies in somebody's own inbox is theirs alone, also where an administrator looks", arguments: Dialect.allCases)
    func inboxes(_ dialect: Dialect) async throws {
        try await Office.run(dialect, works: false) { office in
            // Servers are named by an account for everyone first.
            _ = try await office.account(receives: false)
            let (own, _) = try await office.account(.mine, receives: false, as: office.seller)
            let values: Values = [
                "entity": "mailAccount", "record": .reference(own), "mailAccount": .reference(own), "recipients": "a@far.example", "subject": "私信", "text": "您好",
            ]
            let mail = try await office.engine.perform(.create(values), on: StoredMail.schema.definition, as: office.seller).id

            #expect(try await office.sees(mail, office.seller))
            #expect(try await !office.sees(mail, office.boss))
            let found = try await office.engine.read(as: office.boss) { try $0.search("私信") }
            #expect(!String(decoding: found, as: UTF8.self).contains(mail.description))
        }
    }

    @Test("Nobody sends in the name of an address whose password they do not have", arguments: Dialect.allCases)
    func names(_ dialect: Dialect) async throws {
        try await Office.run(dialect) { office in
            _ = try await office.account(sends: "failing", receives: false)
            let (own, _) = try await office.account(.mine, sends: "failing", receives: false, as: office.seller)
            let mail = try await office.draft(own, about: try await office.firm(), to: Post.box())

            try await office.send(mail)
            try await office.wait(for: mail, .failed)
            #expect(try await office.mail(mail)[\.failures]?.json.array?.first?["words"] == "the account sends no mail")
        }
    }
}
