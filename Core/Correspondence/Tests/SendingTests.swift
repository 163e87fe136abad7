@testable import Engine
import Kernel
import Mail
import Store
import TestKit
import Testing

@testable import Correspondence

@Suite struct SendingTests {
    @Test("A mail goes out with its files, and says nothing of whom it goes to in secret", arguments: Dialect.allCases)
    func sends(_ dialect: Dialect) async throws {
        try await Office.run(dialect) { office in
            let (account, _) = try await office.account(receives: false), firm = try await office.firm()
            let (to, secret) = (Post.box(), Post.box())
            let mail = try await office.draft(account, about: firm, to: "李敏 <\(to)>", ["hiddenCopies": .text(secret)])
            let content = try await office.engine.contents.receive(AsyncStream<[UInt8]> { $0.yield(Array("保单".utf8)); $0.finish() })
            try await office.engine.write(as: office.seller) { _ = try $0.attach(content, named: "保单.txt", to: mail, of: StoredMail.schema.definition) }

            try await office.send(mail)
            try await office.wait(for: mail, .sent)

            let found = try #require(try await office.post.mails(in: to).first)
            #expect(found.subject == "关于续保")
            #expect(found.text?.contains("您好！") == true)
            #expect(found.from.first?.name == "客户服务部")
            #expect(found.attachments.map(\.name) == ["保单.txt"])
            #expect(found.header("Bcc") == nil)
            #expect(try await office.post.mails(in: secret).count == 1)
            #expect(try await office.mail(mail)[\.failures] == nil)
        }
    }

    @Test("What is refused for now is tried again, for those alone whom it has not reached", arguments: Dialect.allCases)
    func repeats(_ dialect: Dialect) async throws {
        try await Office.run(dialect) { office in
            let (account, _) = try await office.account(sends: "failing", receives: false), firm = try await office.firm()
            let (busy, fine) = ("busy-\(Post.box())", Post.box())
            let mail = try await office.draft(account, about: firm, to: "\(busy), \(fine)")

            try await office.send(mail)
            try await eventually { try await office.mail(mail)[\.delivered]?.json == [.string(fine)] }
            #expect(try await office.mail(mail)[\.state] == .queued)
            office.made.clock.set(office.made.clock.now + 60_000)
            try await office.wait(for: mail, .sent)

            #expect(try await office.mail(mail)[\.delivered]?.json == [.string(fine), .string(busy)])
        }
    }

    @Test("What is refused for good fails with the server's words, and its writer is told", arguments: Dialect.allCases)
    func fails(_ dialect: Dialect) async throws {
        try await Office.run(dialect) { office in
            let (account, _) = try await office.account(sends: "failing", receives: false), firm = try await office.firm()
            let never = "never-\(Post.box())"
            let mail = try await office.draft(account, about: firm, to: "\(Post.box()), \(never)")

            try await office.send(mail)
            try await office.wait(for: mail, .failed)

            #expect(try await office.mail(mail)[\.failures]?.json == [["address": .string(never), "words": "550 5.1.1 Nobody here has this name"]])
            #expect(try await office.notices(of: office.seller) == ["mailFailed"])
            // What is under way or done is not written anew; what failed can be.
            let other = try await office.draft(account, about: firm, to: Post.box())
            try await office.send(other)
            try await office.wait(for: other, .sent)
            await #expect(throws: Refusal.notPossible(action: "edit")) {
                try await office.engine.perform(.edit(other, ["text": "别的"]), on: StoredMail.schema.definition, as: office.seller)
            }
            await #expect(throws: Refusal.notPossible(action: "send")) { try await office.send(other) }
        }
    }

    @Test("A server that falls silent is left, and the mail waits", arguments: Dialect.allCases)
    func silence(_ dialect: Dialect) async throws {
        try await Office.run(dialect, replyTime: .seconds(2)) { office in
            let (account, _) = try await office.account(sends: "failing", receives: false), firm = try await office.firm()
            let mail = try await office.draft(account, about: firm, to: "slow-\(Post.box())")

            try await office.send(mail)
            try await eventually { try await office.number("SELECT COUNT(*) FROM job WHERE kind = \("sendMail") AND state = \("waiting") AND attempts = 1") == 1 }

            #expect(try await office.mail(mail)[\.state] == .queued)
        }
    }

    @Test("Nobody sends from an account that they do not see, nor what somebody else has written", arguments: Dialect.allCases)
    func rights(_ dialect: Dialect) async throws {
        try await Office.run(dialect, works: false) { office in
            let (own, _) = try await office.account(.mine, receives: false), (shared, _) = try await office.account(receives: false)
            let firm = try await office.firm()

            await #expect(throws: Invalid.self) { _ = try await office.draft(own, about: firm, to: Post.box()) }
            let mail = try await office.draft(shared, about: firm, to: Post.box())
            await #expect(throws: Refusal.self) { try await office.send(mail, as: office.boss) }
            await #expect(throws: Refusal.self) { try await office.send(mail, as: office.other) }
            #expect(try await !office.sees(mail, office.other))
            for wrong in ["nobody", "a@b.example\r\nBcc: x@y.example", "<>", String(repeating: "a@example.com,", count: 101)] {
                await #expect(throws: Invalid.self, "\(wrong)") { _ = try await office.draft(shared, about: firm, to: wrong) }
            }
        }
    }

    @Test("Beside administrators, people name only servers that these have named, and a password is for its servers", arguments: Dialect.allCases)
    func servers(_ dialect: Dialect) async throws {
        try await Office.run(dialect, works: false) { office in
            await #expect(throws: Invalid("smtpHost", .notAllowed)) { _ = try await office.account(.mine, receives: false, as: office.seller) }
            _ = try await office.account(receives: false)

            let (mine, _) = try await office.account(.mine, receives: false, as: office.seller)

            func password() async throws -> String? { try await office.engine.read(as: .system) { try $0.find(MailAccount.self, mine)?[\.password] } }
            #expect(try await password() == Post.password)
            await #expect(throws: Invalid("imapHost", .notAllowed)) {
                try await office.engine.perform(.edit(mine, ["imapHost": "10.0.0.1"]), on: MailAccount.schema.definition, as: office.seller)
            }
            try await office.engine.perform(.edit(mine, ["smtpHost": .null]), on: MailAccount.schema.definition, as: office.seller)
            #expect(try await password() == nil)
        }
    }
}
