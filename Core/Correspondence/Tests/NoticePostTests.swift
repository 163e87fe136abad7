@testable import Engine
import Kernel
import Mail
import Store
import TestKit
import Testing

@testable import Correspondence

@Suite struct NoticePostTests {
    @Test("Mail is a choice only where an account sends notices; then they come as letters that nobody's program answers", arguments: Dialect.allCases)
    func letters(_ dialect: Dialect) async throws {
        try await Office.run(dialect) { office in
            let firm = try await office.firm()
            func options() async throws -> [NoticeChoice] { try await office.engine.read(as: office.seller) { try $0.noticeOptions() } }
            #expect(try await options() == [.off, .product])
            _ = try await office.account(receives: false, ["sendsNotices": true])
            #expect(try await options() == [.off, .product, .daily, .atOnce])
            try await office.engine.write(as: office.seller) { door in _ = try door.changePreferences(["notices": ["mentioned": "atOnce"]]) }
            let seller = try #require(office.seller.user)
            try await office.engine.write(as: office.boss) { door in
                _ = try door.addNote(["text": .string("@[\(seller)] 请跟进"), "mentions": [.string(seller.description)]], to: firm, of: Firm.schema.definition)
            }

            office.made.clock.set(office.made.clock.now + 120_000)

            let box = try #require(try await office.engine.read(as: .system) { try $0.find(User.self, seller)?[\.mail] })
            try await eventually { try await office.post.mails(in: box).count == 1 }
            let letter = try #require(try await office.post.mails(in: box).first)
            #expect(letter.text?.contains("甲公司") == true)
            #expect(letter.isAutomatic)
        }
    }
}
