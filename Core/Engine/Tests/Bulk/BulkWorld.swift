@testable import Engine
import Kernel
import Store
import Synchronization
import TestKit
import Testing

/// A manager of the north with a colleague there, and somebody in the south of whom they see nothing.
struct BulkWorld {
    let made: TestEngine
    let north, south, role: RecordID
    let manager, colleague, stranger: RecordID

    init(_ made: TestEngine) async throws {
        self.made = made
        let north = try await made.create(OrgUnit.self, ["code": "north", "name": "north"]).id
        let south = try await made.create(OrgUnit.self, ["code": "south", "name": "south"]).id
        let role = try #require(try await made.engine.role("branchManager"))
        func person(_ login: Value, _ unit: RecordID) async throws -> RecordID {
            try await made.create(
                User.self, ["login": login, "name": login, "unit": .reference(unit), "roles": .list([.reference(role)])]
            ).id
        }
        (self.north, self.south, self.role) = (north, south, role)
        manager = try await person("m", north)
        colleague = try await person("c", north)
        stranger = try await person("s", south)
    }

    func actor(_ user: RecordID) async throws -> Actor { try #require(try await made.engine.actor(of: user)) }

    func firms(_ count: Int, in unit: RecordID? = nil, _ values: Values = [:]) async throws -> [RecordID] {
        let ids = try await made.engine.write(as: .system) { door in
            try (0..<count).map { number in
                let own: Values = ["name": .text("甲\(number)"), "unit": .reference(unit ?? north)]
                return try door.perform(.create(own.merging(values) { _, new in new }), on: Firm.definition).id
            }
        }
        // What follows is later than what was there.
        made.clock.step(milliseconds: 1_000)
        return ids
    }

    func start(_ payload: JSON, _ kind: String = "bulkChange", by user: RecordID? = nil) async throws -> Job {
        let actor = try await actor(user ?? manager)
        return try await made.engine.jobs.start(kind, payload, as: actor)
    }

    /// Starts it and lets it run to its end.
    func run(_ payload: JSON, _ kind: String = "bulkChange", by user: RecordID? = nil) async throws -> Job {
        let job = try await start(payload, kind, by: user)
        await made.engine.startWorkers(.quick())
        let ended = try await made.engine.job(job.id, in: .done, .failed, .cancelled)
        made.clock.step(milliseconds: 1_000)
        return ended
    }

    func undo(_ job: Job, by user: RecordID? = nil) async throws -> Job {
        try await run(["job": .string(job.id.description)], "undoBulkChange", by: user)
    }

    func count(_ rule: Rule) async throws -> Int64 { try await made.engine.read(as: .system) { try $0.count(Firm.definition, where: rule) } }

    func stages(_ ids: [RecordID]) async throws -> [String?] {
        var stages: [String?] = []
        for id in ids { stages.append(try await made.find(Firm.self, id)?.values["stage"]?.text) }
        return stages
    }
}

extension Job {
    /// `matched`, `changed`, `unchanged`, `refused`.
    var counts: [Int64] { ["matched", "changed", "unchanged", "refused"].map { result[$0]?.integer ?? -1 } }
    /// `code field count` of each reason.
    var reasons: [String] {
        (result["reasons"]?.array ?? []).map { "\($0["code"]?.string ?? "") \($0["field"]?.string ?? "-") \($0["count"]?.integer ?? 0)" }
    }
}

/// A hook of firms that does something at the saving with that number, once.
func atSaving(_ number: Int, _ body: @escaping @Sendable (Saving) throws -> Void) -> Hook {
    let count = Mutex(0)
    return .beforeSaving(Firm.self) { _, saving in
        guard saving.before != nil else { return }
        let now = count.withLock { count in
            count += 1
            return count
        }
        if now == number { try body(saving) }
    }
}
