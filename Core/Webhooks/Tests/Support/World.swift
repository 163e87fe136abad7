@testable import Engine
public import Kernel
import Store
import TestKit
import Testing

@testable import Webhooks

/// A module with one entity that webhooks are told of.
struct Trade: Module {
    let name = "Trade"
    let entities = [Deal.schema.definition]
}

struct Deal: Entity {
    let title = Field<String>("name", .text(40), .listed)
    let amount = Field<Int64?>("amount", .integer)
    let mail = Field<String?>("mail", .mail)
    let passport = Field<String?>("passport", .identityNumber)
    static let schema = Schema<Deal>(plural: "deals", title: \.title, .owned, .root)
}

/// An engine that sends webhooks to this machine, with an administrator.
struct World: Sendable {
    let made: TestEngine
    let administrator: Actor
    let webhooks: Webhooks

    static let loopback = TargetRules(allowed: ["127.0.0.0/8"].compactMap { AddressBlock($0) })

    var engine: Engine { made.engine }
    var clock: TestClock { made.clock }

    static func run(
        _ dialect: Dialect, targets: TargetRules = loopback, limit: Duration = .seconds(10), sends: Bool = true,
        lookUp: @escaping Sender.LookUp = { try await Resolver.addresses(of: $0) }, _ test: (World) async throws -> Void
    ) async throws {
        let webhooks = Webhooks(targets: targets, limit: limit, lookUp: lookUp)
        try await withEngine(dialect, modules: [Trade(), webhooks]) { made in
            let values: Values = ["login": "boss", "name": "boss", "isAdministrator": true]
            let boss = try await made.engine.perform(.create(values), on: User.schema.definition, as: .system).id
            let world = World(made: made, administrator: try #require(try await made.engine.actor(of: boss)), webhooks: webhooks)
            if sends { try await world.begin() }
            try await test(world)
        }
    }

    /// Lets this server deliver, and waits until it follows what happens.
    func begin() async throws {
        var habits = Workers.Habits()
        habits.idle = .milliseconds(20)
        await engine.startWorkers(habits)
        try await eventually { try await number("SELECT COUNT(*) FROM subscriber WHERE name = 'webhooks'") == 1 }
    }

    func number(_ sql: SQL) async throws -> Int64? {
        try await engine.database.read { try $0.first(sql)?[0].integer }
    }

    func makeWebhook(_ url: String, _ topics: JSON = World.everything, runsAs: RecordID? = nil) async throws -> RecordID {
        var values: Values = ["name": "Ledger", "url": .text(url), "topics": .json(topics)]
        if let runsAs { values["runsAs"] = .reference(runsAs) }
        return try await engine.perform(.create(values), on: Webhook.schema.definition, as: administrator).id
    }

    static let everything: JSON = [["entity": "deal", "kinds": ["create", "edit", "delete", "restore", "purge"]]]

    @discardableResult
    func makeDeal(_ name: String, _ more: Values = [:]) async throws -> RecordID {
        let values: Values = ["name": .text(name)]
        return try await engine.perform(.create(values.merging(more) { $1 }), on: Deal.schema.definition, as: administrator).id
    }

    func edit(_ deal: RecordID, _ values: Values) async throws {
        try await engine.perform(.edit(deal, values), on: Deal.schema.definition, as: administrator)
    }

    func webhook(_ id: RecordID) async throws -> Record<Webhook> {
        try #require(try await engine.read(as: .system) { try $0.find(Webhook.self, id) })
    }

    /// The log of a webhook, oldest first.
    func log(_ webhook: RecordID, _ state: WebhookDeliveryState? = nil) async throws -> [JSON] {
        let query = WebhookDeliveryQuery(state: state, limit: 200)
        return try await webhooks.deliveries(of: webhook, query, on: engine, as: administrator)["data"]?.array?.reversed() ?? []
    }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral {
    public init(stringLiteral value: String) { self = .text(value) }
    public init(booleanLiteral value: Bool) { self = .flag(value) }
}
