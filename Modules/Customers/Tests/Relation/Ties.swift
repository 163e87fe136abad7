import Customers
import Engine
import Foundation
import Kernel
import TestKit

/// Customers and ties for tests, by short names.
struct Ties {
    let engine: Engine

    @discardableResult
    func customer(_ name: String, _ kind: Customer.Kind = .organisation, _ values: Values = [:], as actor: Actor = .system) async throws -> RecordID {
        let all = values.merging(["name": .text(name), "kind": kind.value]) { $1 }
        return try await engine.perform(.create(all), on: Customer.schema.definition, as: actor).id
    }

    @discardableResult
    func tie(_ from: RecordID, _ type: CustomerRelation.Tie, _ to: RecordID, since: String? = nil, until: String? = nil) async throws -> RecordID {
        func day(_ text: String?) -> Value { text.flatMap { Day($0) }.map(Value.day) ?? .null }
        let values: Values = ["from": .reference(from), "to": .reference(to), "type": type.value, "since": day(since), "until": day(until)]
        return try await engine.perform(.create(values), on: CustomerRelation.schema.definition, as: .system).id
    }

    func parent(of id: RecordID) async throws -> RecordID? {
        try await engine.read(as: .system) { try $0.find(Customer.self, id)?[\.parent]?.id }
    }

    func put(_ parent: RecordID?, above id: RecordID) async throws {
        try await engine.perform(.edit(id, ["parent": parent.map(Value.reference) ?? .null]), on: Customer.schema.definition, as: .system)
    }

    /// The parents that ties tell of a customer, with their times.
    func parents(of id: RecordID) async throws -> [String] {
        try await engine.read(as: .system) { reader in
            let rule = CustomerRelation.rule { $0.to == Reference(id) && $0.type == .parent }
            return try reader.firstIDs(CustomerRelation.schema.definition, where: rule, limit: 20).compactMap { try reader.find(CustomerRelation.self, $0) }.map {
                let name = try reader.find(Customer.self, $0[\.from].id)?[\.title] ?? ""
                return "\(name) \($0[\.since]?.description ?? "") \($0[\.until]?.description ?? "")".trimmingCharacters(in: [" "])
            }.sorted()
        }
    }

    /// What an endpoint answers to somebody.
    func ask(_ name: String, _ id: RecordID, _ values: Values = [:], as actor: Actor = .system) async throws -> JSON {
        let endpoint = engine.catalogue.endpoints.first { $0.name == name }
        guard let endpoint, case .reading(let ask) = endpoint.work else { return .null }
        let given = Dictionary(endpoint.parameters.map { ($0.key, $0.standard) }) { first, _ in first }.merging(values) { $1 }
        return try await engine.read(as: actor) { reader in
            try ask(EndpointCall(actor: actor, language: .english, catalogue: reader.catalogue, values: given, record: id), reader)
        }
    }
}

extension JSON {
    func texts(_ key: String) -> [String] { array?.compactMap { $0[key]?.string } ?? [] }
}
