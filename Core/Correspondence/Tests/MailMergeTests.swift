@testable import Engine
import Kernel
import Store
import TestKit
import Testing

@testable import Correspondence

@Suite struct MailMergeTests {
    @Test("Mails follow a record that is merged, with their files, and go back with it", arguments: Dialect.allCases)
    func following(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Trade(), Correspondence()]) { made in
            func create<E: Entity>(_ type: E.Type, _ values: Values) async throws -> RecordID {
                try await made.engine.perform(.create(values), on: type.schema.definition, as: .system).id
            }
            let survivor = try await create(Firm.self, ["name": "甲"]), loser = try await create(Firm.self, ["name": "乙"])
            let account = try await create(
                MailAccount.self,
                [
                    "name": "客服", "address": "service@example.com", "audience": .text(Audience.everyone.rawValue), "smtpHost": "localhost", "smtpPort": .integer(25),
                    "smtpSecurity": "plain",
                ])
            func mail(_ subject: Value) async throws -> RecordID {
                try await create(
                    StoredMail.self,
                    ["entity": "firm", "record": .reference(loser), "mailAccount": .reference(account), "recipients": "a@example.com", "subject": subject, "text": "您好"])
            }
            let kept = try await mail("续保"), deleted = try await mail("旧")
            let content = try await made.engine.contents.receive(AsyncStream { $0.yield(Array("保单".utf8)); $0.finish() })
            let file = try await made.engine.write(as: .system) { try $0.attach(content, named: "a.txt", to: kept, of: StoredMail.schema.definition) }
            try await made.engine.perform(.delete(deleted), on: StoredMail.schema.definition, as: .system)
            func record(_ id: RecordID) async throws -> RecordID? { try await made.engine.read(as: .system) { try $0.find(StoredMail.self, id)?[\.record] } }

            let merge = try await made.engine.write(as: .system) { try $0.merge(MergeOrder(survivor: survivor, loser: loser), on: Firm.schema.definition) }
            try await made.engine.perform(.restore(deleted), on: StoredMail.schema.definition, as: .system)

            for id in [kept, deleted] { #expect(try await record(id) == survivor) }
            #expect(try await made.engine.read(as: .system) { try $0.find(Attachment.self, file)?[\.record] } == kept)
            try await made.engine.write(as: .system) { _ = try $0.unmerge(merge, of: survivor, on: Firm.schema.definition) }
            #expect(try await record(kept) == loser)
            #expect(try await record(deleted) == survivor)
        }
    }
}
