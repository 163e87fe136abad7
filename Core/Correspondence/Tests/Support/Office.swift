@testable import Engine
import Foundation
public import Kernel
import Mail
import Store
import TestKit
import Testing

@testable import Correspondence

/// A module with records that have mail addresses.
struct Trade: Module {
    let name = "Trade"
    let entities = [Firm.schema.definition, Person.schema.definition]
    let contactRules = [
        ContactRule(Firm.self) { records, _, purpose, reader in
            let withdrawn = Rule.oneOf([Common.id], records.map(Value.reference)) && Firm.rule { $0.hasWithdrawn == true }
            guard purpose == .marketing else { return [:] }
            return try Dictionary(uniqueKeysWithValues: reader.firstIDs(Firm.schema.definition, where: withdrawn, limit: records.count).map { ($0, "consentWithdrawn") })
        }
    ]
}

struct Firm: Entity {
    let title = Field<String>("name", .text(40), .listed)
    let mail = Field<String?>("mail", .mail, .indexed)
    let language = Field<Speech?>("language", .choice)
    let doNotMail = Field<Bool>("doNotMail", .flag, standard: false)
    let hasWithdrawn = Field<Bool>("hasWithdrawn", .flag, standard: false)
    let capital = Field<Money?>("capital", .money)
    let passport = Field<String?>("passport", .identityNumber, .personal)
    let secret = Field<String?>("secret", .text(40))

    enum Speech: String, Choice { case chinese = "zh-CN", english = "en" }
    static let schema = Schema<Firm>(plural: "firms", title: \.title, .owned, .root, .mergeable(Survivorship()))
}

struct Person: Entity {
    let title = Field<String>("name", .text(40), .listed)
    let firm = Field<Reference<Firm>>("firm", .reference(), .listed)
    let mail = Field<String?>("mail", .mail, .indexed)
    static let schema = Schema<Person>(plural: "persons", title: \.title, .owned, .child(of: "firm"))
}

/// An engine that sends and receives, with an administrator, a seller who sees their own firms, and another one.
struct Office: Sendable {
    let made: TestEngine
    let post: Post
    let module: Correspondence
    let boss, seller, other: Actor

    var engine: Engine { made.engine }

    static func run(_ dialect: Dialect, replyTime: Duration = .seconds(60), works: Bool = true, _ test: (Office) async throws -> Void) async throws {
        let post = try Post(), module = Correspondence(authorities: post.authorities, replyTime: replyTime)
        try await withEngine(dialect, modules: [Trade(), module]) { made in
            let engine = made.engine
            let role = try await engine.perform(
                .create(["key": "seller", "name": "seller", "grants": .json(["firm": ["read": "own", "create": "own", "edit": "own"], "person": ["read": "own", "create": "own"]]), "fields": .json(["firm": ["secret": "hidden"]]), "personal": "masked"]),
                on: Role.schema.definition, as: .system).id
            func user(_ name: String, _ more: Values = [:]) async throws -> Actor {
                let values: Values = ["login": .text(name), "name": .text(name), "mail": .text(Post.box()), "roles": .list([.reference(role)])]
                let id = try await engine.perform(.create(values.merging(more) { $1 }), on: User.schema.definition, as: .system).id
                return try #require(try await engine.actor(of: id))
            }
            let office = Office(
                made: made, post: post, module: module, boss: try await user("boss", ["isAdministrator": true]), seller: try await user("seller"),
                other: try await user("other"))
            if works { await office.begin() }
            try await test(office)
        }
    }

    func begin() async {
        var habits = Workers.Habits()
        habits.idle = .milliseconds(50)
        await engine.startWorkers(habits)
    }

    /// An account whose box nobody else uses.
    func account(_ audience: Audience = .everyone, sends name: String = "smtp", receives: Bool = true, _ more: Values = [:], as actor: Actor? = nil) async throws -> (id: RecordID, box: String) {
        let box = Post.box(), isPlain = name == "failing"
        var values: Values = [
            "name": "客户服务", "address": .text(box), "displayName": "客户服务部", "audience": .text(audience.rawValue), "smtpHost": "localhost",
            "smtpPort": .integer(Int64(try post.port(name))), "smtpSecurity": .text(isPlain ? "plain" : "required"),
        ]
        if receives { values.merge(["imapHost": "localhost", "imapPort": .integer(Int64(try post.port("imaps")))]) { $1 } }
        let id = try await engine.perform(.create(values.merging(more) { $1 }), on: MailAccount.schema.definition, as: actor ?? boss).id
        // The server that fails knows no passwords.
        if !isPlain { try await engine.write(as: actor ?? boss) { [module] in try module.setPassword(Post.password, of: id, through: $0) } }
        if receives { try await eventually { try await number("SELECT COUNT(*) FROM mail_box WHERE account_id = \(id.rawValue) AND validity IS NOT NULL") == 1 } }
        return (id, box)
    }

    func firm(_ mail: String? = nil, as actor: Actor? = nil) async throws -> RecordID {
        try await engine.perform(.create(["name": "甲公司", "mail": mail.map(Value.text) ?? .null]), on: Firm.schema.definition, as: actor ?? seller).id
    }

    func draft(_ account: RecordID, about firm: RecordID, to recipients: String, _ more: Values = [:], as actor: Actor? = nil) async throws -> RecordID {
        let values: Values = [
            "entity": "firm", "record": .reference(firm), "mailAccount": .reference(account), "recipients": .text(recipients), "subject": "关于续保", "text": "您好！",
        ]
        return try await engine.perform(.create(values.merging(more) { $1 }), on: StoredMail.schema.definition, as: actor ?? seller).id
    }

    func send(_ mail: RecordID, despite: Bool = false, as actor: Actor? = nil) async throws {
        try await engine.write(as: actor ?? seller) { [module] in try module.send(mail, despite: despite, through: $0) }
    }

    func mail(_ id: RecordID) async throws -> Record<StoredMail> { try #require(try await engine.read(as: .system) { try $0.find(StoredMail.self, id) }) }

    func wait(for mail: RecordID, _ state: StoredMail.State) async throws {
        try await eventually { try await self.mail(mail)[\.state] == state }
    }

    /// The one mail with this subject, once it is there.
    func arrived(_ subject: String) async throws -> Record<StoredMail> {
        let rule = StoredMail.rule { $0.subject == subject && $0.direction == .in }
        try await eventually { try await engine.read(as: .system) { try $0.first(StoredMail.self, where: rule) } != nil }
        return try #require(try await engine.read(as: .system) { try $0.first(StoredMail.self, where: rule) })
    }

    func sees(_ mail: RecordID, _ actor: Actor) async throws -> Bool { try await engine.read(as: actor) { try $0.find(StoredMail.self, mail) } != nil }

    func files(of mail: RecordID, limit: Int = 10) async throws -> [String] {
        let rule = Rule.compare(["record"], .equal, .reference(mail))
        return try await engine.read(as: .system) { reader in
            try reader.firstIDs(Attachment.schema.definition, where: rule, limit: limit).map { try reader.attachment($0).name }
        }
    }

    func notices(of actor: Actor) async throws -> [String] { try await engine.read(as: actor) { try $0.notices().notices.map(\.kind) } }

    func number(_ sql: SQL) async throws -> Int64? { try await engine.database.read { try $0.first(sql)?[0].integer } }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral {
    public init(stringLiteral value: String) { self = .text(value) }
    public init(booleanLiteral value: Bool) { self = .flag(value) }
}
