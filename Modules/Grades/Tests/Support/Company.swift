import Customers
import Engine
import Foundation
public import Kernel
import Store
import TestKit
import Testing

@testable import Grades

/// An engine with customers to grade.
struct Company: Sendable {
    let made: TestEngine
    var engine: Engine { made.engine }

    static func run(_ dialect: Dialect, _ test: (Company) async throws -> Void) async throws {
        try await withEngine(dialect, modules: [Customers(), Grades()]) { try await test(Company(made: $0)) }
    }

    @discardableResult
    func make(_ values: Values) async throws -> RecordID {
        let all: Values = ["name": .text("客户")].merging(values) { $1 }
        return try await engine.perform(.create(all), on: Customer.schema.definition, as: .system).id
    }

    @discardableResult
    func makeRule(_ criteria: JSON, _ grades: JSON, _ more: Values = [:]) async throws -> RecordID {
        let values: Values = ["name": .text("规则"), "isActive": .flag(true), "criteria": .json(criteria), "grades": .json(grades)]
        return try await engine.perform(.create(values.merging(more) { $1 }), on: GradeRule.schema.definition, as: .system).id
    }

    /// Points as many as it has employees: the plainest rule to move customers with.
    static let byEmployees: JSON = [["name": "员工", "value": ["field": "employees"], "points": ["linear": ["from": "0", "to": "100", "points": "100"]]]]
    static let steps: JSON = [["grade": "vip", "from": "80"], ["grade": "a", "from": "60"], ["grade": "b", "from": "40"], ["grade": "c"]]

    @discardableResult
    func regrade() async throws -> JSON {
        try await Regrading.everybody(Pen(engine: engine, run: nil)) { _, _ in }
    }

    func edit(_ id: RecordID, _ values: Values, as actor: Actor = .system) async throws {
        try await engine.perform(.edit(id, values), on: Customer.schema.definition, as: actor)
    }

    func customer(_ id: RecordID) async throws -> Record<Customer> {
        try #require(try await engine.read(as: .system) { try $0.find(Customer.self, id) })
    }

    func history(_ id: RecordID) async throws -> [String] {
        try await engine.read(as: .system) { reader in
            try reader.firstIDs(GradeChange.schema.definition, where: GradeChange.rule { $0.customer == Reference(id) }, limit: 100)
                .compactMap { try reader.find(GradeChange.self, $0)?[\.title] }
        }
    }

    func number(_ sql: SQL) async throws -> Int64? { try await engine.database.read { try $0.first(sql)?[0].integer } }

    func days(_ count: Int64) { made.clock.step(milliseconds: count * 86_400_000) }

    /// Somebody with a role that does everything with customers.
    func person(_ login: String, roles: [RecordID]? = nil) async throws -> Actor {
        var all = roles ?? []
        if roles == nil { all = [try await engine.makeMemberRole()] }
        let values: Values = ["login": .text(login), "name": .text(login), "roles": .list(all.map(Value.reference))]
        let id = try await engine.perform(.create(values), on: User.schema.definition, as: .system).id
        return try #require(try await engine.actor(of: id))
    }

    var administrator: Actor {
        get async throws {
            let values: Values = ["login": "boss", "name": "boss", "isAdministrator": true]
            let id = try await engine.perform(.create(values), on: User.schema.definition, as: .system).id
            return try #require(try await engine.actor(of: id))
        }
    }

    /// Asks an endpoint as the API would.
    func call(_ name: String, _ actor: Actor, _ parameters: JSON = [:], record: RecordID? = nil) async throws -> JSON {
        let endpoint = try #require(engine.catalogue.endpoints.first { $0.name == name })
        var values: Values
        if endpoint.asksByAddress {
            values = try endpoint.given((parameters.object ?? [:]).map { ($0.key, $0.value.string ?? $0.value.text) }, by: actor)
        } else {
            values = try endpoint.given(parameters, by: actor)
        }
        let call = EndpointCall(actor: actor, language: .chinese, catalogue: engine.catalogue, values: values, record: record)
        switch endpoint.work {
        case .reading(let ask): return try await engine.read(as: actor) { try ask(call, $0) }
        case .changing(let change): return try await engine.write(as: actor) { try change(call, $0) }
        case .working(let work): return try await work(call, engine)
        case .writing: throw Refusal.notFound(entity: "file", id: endpoint.name)
        }
    }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral {
    public init(stringLiteral value: String) { self = .text(value) }
    public init(booleanLiteral value: Bool) { self = .flag(value) }
}
