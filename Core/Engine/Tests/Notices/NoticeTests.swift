@testable import Engine
import Kernel
import Store
import TestKit
import Testing

/// Who is told of what, and in which words.
@Suite struct NoticeTests {
    @Test("Whoever a note mentions is told once, and its author is not", arguments: Dialect.allCases)
    func mentioned(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await NoticeOffice(made), office = world.office
            let firm = try await world.firm()
            let note = try await world.note(on: firm, calling: [office.seller, office.author])
            made.clock.step(milliseconds: 1_000)
            let author = try await office.actor(office.author), chief = office.chief, seller = office.seller
            try await made.engine.write(as: author) { door in
                let json: JSON = ["text": "再看", "mentions": [.string(chief.description), .string(seller.description)]]
                try door.editNote(note, json, on: firm, of: Firm.definition)
            }

            let notice = try #require(try await world.notices(of: office.seller).first)
            #expect(try await world.notices(of: office.seller).count == 1)
            #expect(notice.text == "author 在entity.firm“甲”的备注中提到了您")
            #expect(notice.actor?.id == office.author && notice.subject?.entity == "firm" && notice.subject?.record?.id == firm && notice.count == 1)
            #expect(try await world.notices(of: office.chief).map(\.kind) == ["mentioned"])
            for user in [office.author, office.neighbour] { #expect(try await world.notices(of: user).isEmpty) }
        }
    }

    @Test("Whoever gets a record from somebody else is told; what one takes or the program makes is no news", arguments: Dialect.allCases)
    func assigned(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await NoticeOffice(made), office = world.office
            let given = try await world.firm("给", of: office.seller)
            let own = try await world.firm("自")
            try await world.assign(own, to: office.chief, by: office.chief)
            try await made.create(Firm.self, ["name": "系", "owner": .reference(office.seller)])

            #expect(try await world.notices(of: office.seller).map { $0.subject?.record?.id } == [given])
            for user in [office.chief, office.author] { #expect(try await world.notices(of: user).isEmpty) }
            try await world.assign(own, to: office.neighbour, by: office.chief)
            #expect(try await world.texts(of: office.neighbour) == ["chief 把entity.firm“自”分派给您"])
        }
    }

    @Test("A share is told to the user, or to the members of the team", arguments: Dialect.allCases)
    func shared(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await NoticeOffice(made), office = world.office
            let members: [Value] = [office.author, office.chief, office.seller].map(Value.reference)
            let team = try await made.create(Team.self, ["name": "组", "members": .list(members)]).id
            let firm = try await world.firm(), author = try await office.actor(office.author)
            for grantee in [office.neighbour, team] {
                try await made.engine.write(as: author) { try $0.share(Firm.definition, firm, Shares.Share(grantee: grantee, mayChange: false)) }
            }

            for user in [office.neighbour, office.chief, office.seller] { #expect(try await world.notices(of: user).map(\.kind) == ["shared"]) }
            #expect(try await world.notices(of: office.author).isEmpty)
        }
    }

    @Test("A deputy is told when the delegation begins, not before, and not when it was called off", arguments: Dialect.allCases)
    func delegated(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await NoticeOffice(made), office = world.office, now = made.clock.now
            func delegate(to deputy: RecordID, from: Int64) async throws -> RecordID {
                let values: Values = [
                    "reason": "年假", "absent": .reference(office.author), "deputy": .reference(deputy), "from": .instant(now + from), "until": .instant(now + 86_400_000),
                ]
                return try await made.create(Delegation.self, values, as: office.actor(office.author)).id
            }
            _ = try await delegate(to: office.seller, from: 0)
            _ = try await delegate(to: office.chief, from: 3_600_000)
            let off = try await delegate(to: office.neighbour, from: 3_600_000)
            try await made.engine.perform(.delete(off), on: Delegation.definition, as: office.actor(office.author))

            #expect(try await world.texts(of: office.seller) == ["author 的工作现由您代理：代理授权“年假”"])
            #expect(try await world.notices(of: office.chief).isEmpty)
            made.clock.step(milliseconds: 3_600_000)
            await made.engine.startWorkers(.quick())
            try await eventually { try await made.number("SELECT COUNT(*) FROM job WHERE kind = \("delegationBegins") AND state = \("done")") == 2 }
            #expect(try await world.notices(of: office.chief).map(\.kind) == ["delegated"])
            #expect(try await world.notices(of: office.neighbour).isEmpty)
        }
    }

    @Test("Whoever may not work, and whoever wants to hear nothing of the kind, is told nothing", arguments: Dialect.allCases)
    func unwanted(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await NoticeOffice(made), office = world.office
            try await world.choose(.off, of: .assigned, as: office.seller)
            try await made.edit(User.self, office.neighbour, ["isActive": .flag(false)])
            for user in [office.seller, office.neighbour, office.chief] { _ = try await world.firm(of: user) }
            _ = try await world.note(on: world.firm(), calling: [office.seller])

            #expect(try await world.notices(of: office.seller).map(\.kind) == ["mentioned"])
            #expect(try await world.notices(of: office.chief).map(\.kind) == ["assigned"])
            #expect(try await made.number("SELECT COUNT(*) FROM notice") == 2)
            let chief = try await office.actor(office.chief)
            func change(_ choices: JSON) async throws -> [String] {
                try await problems { _ = try await made.engine.write(as: chief) { try $0.changePreferences(["notices": choices]) } }
            }
            #expect(try await change(["assigned": "sometimes"]) == ["notices.assigned: unknownOption"])
            #expect(try await change(["x": 3]) == ["notices.x: unknownOption"])
            #expect(try await change("off") == ["notices: wrongType"])
        }
    }

    @Test("Words are made when they are read: a title that may not be seen any more is gone", arguments: Dialect.allCases)
    func rights(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await NoticeOffice(made), office = world.office
            let firm = try await world.firm("旧名", of: office.seller)
            try await made.edit(Firm.self, firm, ["name": "新名"])
            #expect(try await world.notices(of: office.seller).first?.subject?.record?.title == "新名")

            try await made.edit(User.self, office.seller, ["roles": .list([]), "language": "en"])

            let notice = try #require(try await world.notices(of: office.seller).first)
            #expect(notice.text == "Somebody assigned a record that you may not see to you")
            #expect(notice.subject == nil && notice.actor == nil)
            #expect(!notice.json.text.contains("名") && !notice.json.text.contains(firm.description))
        }
    }

    @Test("What happens again to a record within minutes is the same notice, on top; read or later it is a new one", arguments: Dialect.allCases)
    func folding(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await NoticeOffice(made), office = world.office
            let firm = try await world.firm(), other = try await world.firm("乙")
            for _ in 0..<3 {
                try await world.note(on: firm, calling: [office.seller])
                made.clock.step(milliseconds: 60_000)
            }
            try await world.note(on: other, calling: [office.seller])
            try await world.note(on: firm, calling: [office.seller], by: office.chief)
            made.clock.step(milliseconds: 1_000)
            try await world.note(on: firm, calling: [office.seller])

            #expect(try await world.notices(of: office.seller).map(\.count).first == 4)
            #expect(try await world.notices(of: office.seller).map(\.count).sorted() == [1, 1, 4])
            let top = try await world.notices(of: office.seller)[0].id, seller = try await office.actor(office.seller)
            try await made.engine.write(as: seller) { try $0.readNotices([top]) }
            made.clock.step(milliseconds: 1_000)
            try await world.note(on: firm, calling: [office.seller])
            #expect(try await world.notices(of: office.seller).map(\.count).sorted() == [1, 1, 1, 4])
            made.clock.step(milliseconds: 6 * 60_000)
            try await world.note(on: firm, calling: [office.seller])
            #expect(try await world.notices(of: office.seller).count == 5)
        }
    }

    @Test("A change that is undone tells nobody", arguments: Dialect.allCases)
    func undone(_ dialect: Dialect) async throws {
        let refusing = Hook.afterSaving(Firm.self) { firm, _ in
            if firm[\.title] == "坏" { throw Invalid("name", .taken) }
        }
        try await withEngine(dialect, modules: [Workshop(hooks: [refusing])]) { made in
            let world = try await NoticeOffice(made), office = world.office
            let author = try await office.actor(office.author), seller = office.seller
            try await made.engine.write(as: author) { door in
                for name in ["坏", "好"] {
                    _ = try? door.alone { try door.perform(.create(["name": .text(name), "owner": .reference(seller)]), on: Firm.definition) }
                }
            }

            #expect(try await world.notices(of: seller).map { $0.subject?.record?.title } == ["好"])
            #expect(try await world.notices(of: seller).first?.count == 1)
        }
    }
}
