import Customers
@testable import Engine
public import Kernel
import Store
import TestKit
import Testing

@testable import DataQuality

/// An insurer with two branches, a manager in each, and one person who sees all customers.
struct Branches: Sendable {
    let made: TestEngine
    let north, south: RecordID
    let manager, neighbour, everybody: Actor

    var engine: Engine { made.engine }

    static func run(_ dialect: Dialect, _ test: (Branches) async throws -> Void) async throws {
        try await withEngine(dialect, modules: [Customers(), DataQuality()]) { made in
            let engine = made.engine
            func unit(_ code: String) async throws -> RecordID {
                try await engine.perform(.create(["code": .text(code), "name": .text(code)]), on: OrgUnit.schema.definition, as: .system).id
            }
            func actor(_ login: String, _ unit: RecordID, _ role: RecordID) async throws -> Actor {
                let values: Values = ["login": .text(login), "name": .text(login), "unit": .reference(unit), "roles": .list([.reference(role)])]
                return try #require(try await engine.actor(of: engine.perform(.create(values), on: User.schema.definition, as: .system).id))
            }
            let north = try await unit("north"), south = try await unit("south")
            let branchManager = try #require(try await engine.role("branchManager"))
            try await test(
                Branches(
                    made: made, north: north, south: south, manager: try await actor("m", north, branchManager),
                    neighbour: try await actor("n", south, branchManager), everybody: try await actor("e", north, engine.makeMemberRole())))
        }
    }

    @discardableResult
    func customer(_ values: Values, in unit: RecordID? = nil) async throws -> RecordID {
        // The older one has the lower id.
        made.clock.step(milliseconds: 1)
        return try await engine.perform(.create(values.merging(["unit": .reference(unit ?? north)]) { first, _ in first }), on: Customer.schema.definition, as: .system).id
    }

    func edit(_ id: RecordID, _ values: Values, on entity: EntityDefinition = Customer.schema.definition, as actor: Actor = .system) async throws {
        try await engine.perform(.edit(id, values), on: entity, as: actor)
    }

    func check(_ given: JSON, as actor: Actor) async throws -> JSON {
        guard case .working(let ask) = DuplicateCheck.endpoint.work else { return .null }
        let values = try DuplicateCheck.endpoint.given(given, by: actor)
        return try await ask(EndpointCall(actor: actor, language: .english, catalogue: engine.catalogue, values: values), engine)
    }

    func keys(of id: RecordID) async throws -> Set<Int64> {
        try await engine.database.read { session in
            Set(try session.rows("SELECT hash FROM match_key WHERE record_id = \(id.rawValue)").compactMap { $0[0].integer })
        }
    }

    /// Compares all customers; gives what the job says.
    @discardableResult
    func find(_ payload: JSON = [:]) async throws -> JSON {
        try await ended(engine.jobs.start("findDuplicates", payload, as: everybody).id)
    }

    func ended(_ id: RecordID) async throws -> JSON {
        var habits = Workers.Habits()
        habits.idle = .milliseconds(20)
        await engine.startWorkers(habits)
        for _ in 0..<1_000 {
            let job = try await engine.jobs.find(id, as: .system)
            if job.state == .failed { throw FinalFailure("failed", "\(String(describing: job.trouble))") }
            if job.state == .done {
                made.clock.step(milliseconds: 1_000)
                return job.result
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw FinalFailure("neverEnded")
    }

    func pairs(as actor: Actor = .system) async throws -> [Record<DuplicatePair>] {
        try await engine.read(as: actor) { reader in
            try reader.firstIDs(DuplicatePair.schema.definition, where: .always, limit: 100).compactMap { try reader.find(DuplicatePair.self, $0) }
        }
    }

    static let wei: Values = ["name": "张伟", "mobile": "+8613800138000", "birthday": .day(Day("1980-05-17")!), "kind": "person"]
    static let weiAgain: Values = ["name": "張偉", "mobile": "+8613800138000", "birthday": .day(Day("1980-05-17")!), "kind": "person"]
}

extension Value: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self = .text(value) }
}
