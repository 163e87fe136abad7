@testable import Engine
import Kernel
import Store
import TestKit
import Testing

/// The office, where everybody sees all firms but the newcomer.
struct NoticeOffice {
    let office: Office
    var made: TestEngine { office.made }

    init(_ made: TestEngine) async throws {
        office = try await Office(made)
        let role = try await made.engine.makeMemberRole()
        for user in [office.chief, office.author, office.neighbour, office.seller] {
            try await made.edit(User.self, user, ["roles": .list([.reference(role)])])
        }
    }

    func firm(_ name: Value = "甲", of owner: RecordID? = nil, by user: RecordID? = nil) async throws -> RecordID {
        let values: Values = ["name": name].merging(owner.map { [Common.owner: .reference($0)] } ?? [:]) { _, new in new }
        return try await made.create(Firm.self, values, as: office.actor(user ?? office.author)).id
    }

    @discardableResult
    func note(on firm: RecordID, calling users: [RecordID], by user: RecordID? = nil) async throws -> RecordID {
        let actor = try await office.actor(user ?? office.author)
        let json: JSON = ["text": "请跟进", "mentions": .array(users.map { .string($0.description) })]
        return try await made.engine.write(as: actor) { try $0.addNote(json, to: firm, of: Firm.definition) }
    }

    func assign(_ firm: RecordID, to user: RecordID, by other: RecordID? = nil) async throws {
        let actor = try await office.actor(other ?? office.author)
        try await made.engine.perform(.edit(firm, [Common.owner: .reference(user)]), on: Firm.definition, as: actor)
    }

    func choose(_ choice: NoticeChoice, of kind: NoticeKind, as user: RecordID) async throws {
        let actor = try await office.actor(user)
        _ = try await made.engine.write(as: actor) { try $0.changePreferences(["notices": [kind.key: .string(choice.rawValue)]]) }
    }

    func notices(of user: RecordID, unread: Bool = false) async throws -> [Notice] {
        try await made.engine.read(as: office.actor(user)) { try $0.notices(unread: unread).notices }
    }

    func texts(of user: RecordID) async throws -> [String] { try await notices(of: user).map(\.text) }

    func unread(of user: RecordID) async throws -> Int64 { try await made.engine.read(as: office.actor(user)) { try $0.unreadNotices() } }
}
