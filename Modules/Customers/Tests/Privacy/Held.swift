@testable import Engine
import Kernel
import Store
import TestKit

@testable import Customers

/// A customer about whom much is held, with words that stand nowhere else.
struct Held {
    let made: TestEngine
    let officer: Actor
    let customer, contact, consent: RecordID

    static let words = ["独孤求败", "dugu", "13911112222", "dugu@example.org", "绝情谷", "小龙女", "longnv@example.org", "喜欢玄铁剑", "来电说喜欢剑", "110101199003077715"]

    static func make(_ made: TestEngine, doing more: (Held) async throws -> Void = { _ in }) async throws -> Held {
        let officer = try await made.officer()
        func create<E: Entity>(_ type: E.Type, _ values: Values) async throws -> RecordID {
            try await made.engine.perform(.create(values), on: E.schema.definition, as: .system).id
        }
        let customer = try await create(
            Customer.self,
            [
                "name": .text("独孤求败"), "englishName": .text("Dugu Qiubai"), "mobile": .text("13911112222"), "mail": .text("dugu@example.org"),
                "address": .address(Address(street: "绝情谷1号")), "notes": .text("喜欢玄铁剑"), "grade": .text("vip"), "identityType": .text("identityCard"),
                "identityNumber": .text("110101199003077715"), "extra": .json(["hobby": "喜欢玄铁剑"]),
            ])
        // Words of before stand in the history.
        try await made.engine.perform(.edit(customer, ["employer": .text("绝情谷")]), on: Customer.schema.definition, as: .system)
        try await made.engine.perform(.edit(customer, ["employer": .null]), on: Customer.schema.definition, as: .system)
        let contact = try await create(Contact.self, ["name": .text("小龙女"), "customer": .reference(customer), "mail": .text("longnv@example.org")])
        // One who is reached by way of another contact as well as by the customer.
        _ = try await create(Contact.self, ["name": .text("小龙女的徒弟"), "customer": .reference(customer), "reportsTo": .reference(contact)])
        let consent = try await create(
            Consent.self,
            [
                "name": .text("独孤求败同意营销"), "customer": .reference(customer), "purpose": .text("marketing"), "givenAt": .instant(made.clock.now),
                "wording": .text("独孤求败同意"), "channels": .list([.text("mail")]),
            ])
        for (entity, record) in [("customer", customer), ("contact", contact)] {
            _ = try await create(Note.self, ["text": .text("来电说喜欢剑"), "entity": .text(entity), "record": .reference(record)])
        }
        _ = try await create(Investment.self, ["name": .text("送小龙女一束花"), "customer": .reference(customer), "date": .day(made.clock.now.day(in: officer.zone))])
        let held = Held(made: made, officer: officer, customer: customer, contact: contact, consent: consent)
        try await more(held)
        return held
    }

    /// The words that are still found anywhere in the database.
    func found() async throws -> [String] {
        let all = try await made.everything()
        return Self.words.filter { word in all.contains { $0.contains(word) } }
    }

    /// Waits until the search index has let go of what was taken out of it.
    func forgetWords() async throws {
        var habits = Workers.Habits()
        habits.idle = .milliseconds(20)
        await made.engine.startWorkers(habits)
        for _ in 0..<2_000 {
            let left = try await made.database.database.read { try $0.first("SELECT COUNT(*) FROM job WHERE kind = 'forgetWords' AND state <> 'done'")?[0].integer }
            if left == 0 { break }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    func version() async throws -> Int64 {
        try await made.engine.write(as: officer) { [customer] door in
            if case .integer(let version)? = try door.reader.find(Customer.self, customer)?.values["version"] { version } else { 0 }
        }
    }

    func call(_ name: String, _ values: Values = [:], as actor: Actor? = nil) async throws -> JSON {
        try await made.call(name, record: customer, values, as: actor ?? officer)
    }
}

extension TestEngine {
    func officer() async throws -> Actor {
        let role = try await engine.makeRole("officer", grants: ["*": ["read": .string("all")]], abilities: [.protectData])
        let user = try await engine.perform(
            .create(["login": .text("officer"), "name": .text("officer"), "roles": .list([.reference(role)])]), on: User.schema.definition, as: .system)
        return try await engine.actor(of: user.id) ?? .system
    }

    /// Every row of every table, as text.
    func everything() async throws -> [String] {
        try await database.database.read { session in
            let names: SQL = .perDialect(
                sqlite: "SELECT name FROM sqlite_master WHERE type = 'table'",
                postgres: "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'")
            return try session.rows(names).compactMap { $0[0].text }.flatMap { table -> [String] in
                let rows: SQL = .perDialect(sqlite: "SELECT * FROM \(name: table)", postgres: "SELECT t::text FROM \(name: table) AS t")
                return try session.rows(rows).map { row in
                    row.cells.map { cell in
                        switch cell {
                        case .text(let text): text
                        case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
                        default: ""
                        }
                    }.joined(separator: "\t")
                }
            }
        }
    }

    /// An endpoint as programs call it.
    func call(_ name: String, record: RecordID? = nil, _ values: Values = [:], as actor: Actor) async throws -> JSON {
        guard let endpoint = engine.catalogue.endpoints.first(where: { $0.name == name }) else { throw Refusal.unknownAction(name) }
        let call = EndpointCall(actor: actor, language: .chinese, catalogue: engine.catalogue, values: values, record: record)
        switch endpoint.work {
        case .reading(let ask): return try await engine.read(as: actor) { try ask(call, $0) }
        case .changing(let change): return try await engine.write(as: actor) { try change(call, $0) }
        case .working(let work): return try await work(call, engine)
        case .writing: throw Refusal.notFound(entity: "file", id: endpoint.name)
        }
    }
}
