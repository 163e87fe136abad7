@testable import Engine
import Kernel
import Store
import TestKit
import Testing

/// Somebody leaves: what they had goes on with a colleague.
@Suite struct HandOverTests {
    /// A manager of the north with a leaver and a colleague there, and a stranger in the south.
    private struct Branch {
        let made: TestEngine
        let north, south: RecordID
        let manager, leaver, colleague, stranger: RecordID

        init(_ made: TestEngine) async throws {
            self.made = made
            let north = try await made.create(OrgUnit.self, ["code": "north", "name": "north"]).id
            let south = try await made.create(OrgUnit.self, ["code": "south", "name": "south"]).id
            func person(_ login: Value, _ unit: RecordID, _ role: String) async throws -> RecordID {
                let role = try #require(try await made.engine.role(role))
                return try await made.create(
                    User.self, ["login": login, "name": login, "unit": .reference(unit), "roles": .list([.reference(role)])]
                ).id
            }
            (self.north, self.south) = (north, south)
            manager = try await person("m", north, "branchManager")
            leaver = try await person("l", north, "representative")
            colleague = try await person("c", north, "representative")
            stranger = try await person("s", south, "representative")
            await made.engine.startWorkers(.quick())
        }

        func actor(_ user: RecordID) async throws -> Actor { try #require(try await made.engine.actor(of: user)) }

        func firms(_ count: Int, of user: RecordID, _ values: Values = [:]) async throws -> [RecordID] {
            try await made.engine.write(as: .system) { door in
                try (0..<count).map { number in
                    let own: Values = ["name": .text("甲\(number)"), "owner": .reference(user), "unit": .reference(north)]
                    return try door.perform(.create(own.merging(values) { _, new in new }), on: Firm.definition).id
                }
            }
        }

        func count(of user: RecordID) async throws -> Int64 {
            try await made.engine.read(as: .system) { try $0.count(Firm.definition, where: .compare(["owner"], .equal, .reference(user))) }
        }

        func handOver(_ handOver: HandOver, by user: RecordID) async throws -> Job {
            let asking = try await actor(user)
            let job = try await made.engine.write(as: asking) { try $0.start(handOver) }
            return try await made.engine.job(job.id, in: .done, .failed)
        }
    }

    @Test("All that somebody has goes to the colleague, named in the history as the manager's doing", arguments: Dialect.allCases)
    func all(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let branch = try await Branch(made)
            let firms = try await branch.firms(230, of: branch.leaver), others = try await branch.firms(3, of: branch.stranger)

            let job = try await branch.handOver(HandOver(from: branch.leaver, to: branch.colleague), by: branch.manager)

            #expect(job.result == ["handedOver": 230, "refused": 0])
            #expect(try await branch.count(of: branch.leaver) == 0)
            #expect(try await branch.count(of: branch.colleague) == 230)
            #expect(try await branch.count(of: branch.stranger) == Int64(others.count))
            let doers = try await made.rows("SELECT actor_id FROM audit WHERE record_id = \(firms[200].rawValue) AND field = 'owner' AND kind = 'edit'")
            #expect(doers.map { $0[0].integer } == [branch.manager.rawValue])
        }
    }

    @Test("What the manager may not assign stays, and what cannot be written holds nothing up", arguments: Dialect.allCases)
    func refused(_ dialect: Dialect) async throws {
        let veto = Hook.beforeSaving(Firm.self) { firm, saving in
            if saving.before != nil, firm[\.title] == "锁" { throw Invalid("name", .notAllowed) }
        }
        try await withEngine(dialect, modules: [Workshop(hooks: [veto])]) { made in
            let branch = try await Branch(made)
            _ = try await branch.firms(5, of: branch.leaver)
            _ = try await branch.firms(1, of: branch.leaver, ["unit": .reference(branch.south)])
            let locked = try await branch.firms(1, of: branch.leaver)
            try await made.engine.database.write { try $0.execute("UPDATE firm SET name = '锁' WHERE id = \(locked[0].rawValue)") }

            let job = try await branch.handOver(HandOver(from: branch.leaver, to: branch.colleague), by: branch.manager)

            #expect(job.result == ["handedOver": 5, "refused": 1])
            #expect(try await branch.count(of: branch.leaver) == 2)
        }
    }

    @Test("Records move to the colleague's unit where that is asked for", arguments: Dialect.allCases)
    func units(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let branch = try await Branch(made)
            _ = try await branch.firms(2, of: branch.leaver)
            let root = try await made.create(User.self, ["login": "a", "name": "a", "isAdministrator": .flag(true)]).id

            _ = try await branch.handOver(HandOver(from: branch.leaver, to: branch.stranger, movesUnit: true), by: root)

            let moved = try await made.engine.read(as: .system) { try $0.count(Firm.definition, where: .compare(["unit"], .equal, .reference(branch.south))) }
            #expect(moved == 2)
        }
    }

    @Test("A run that was broken off goes on with what is left", arguments: Dialect.allCases)
    func brokenOff(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let branch = try await Branch(made)
            let firms = try await branch.firms(150, of: branch.leaver)
            // Half of them have gone over before.
            for id in firms.prefix(70) { try await made.edit(Firm.self, id, ["owner": .reference(branch.colleague)]) }

            let job = try await branch.handOver(HandOver(from: branch.leaver, to: branch.colleague, entities: ["firm"]), by: branch.manager)

            #expect(job.result == ["handedOver": 80, "refused": 0])
            #expect(try await branch.count(of: branch.colleague) == 150)
            #expect(try await made.audit(firms[0]).count { $0.field == "owner" && $0.kind == "edit" } == 1)
        }
    }

    @Test("Who may not assign hands nothing over, and nobody to whom there is nobody", arguments: Dialect.allCases)
    func forbidden(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let branch = try await Branch(made)
            func start(_ from: RecordID, _ to: RecordID, _ entities: [String]? = nil, by user: RecordID) async throws {
                let actor = try await branch.actor(user)
                try await made.engine.write(as: actor) { _ = try $0.start(HandOver(from: from, to: to, entities: entities)) }
            }
            let gone = try await made.create(User.self, ["login": "g", "name": "g", "unit": .reference(branch.north), "isActive": .flag(false)]).id

            #expect(try await refusal { try await start(branch.leaver, branch.colleague, by: branch.leaver) } == "forbidden")
            #expect(try await problems { try await start(branch.leaver, gone, by: branch.manager) } == ["to: notFound"])
            #expect(try await problems { try await start(branch.leaver, branch.leaver, by: branch.manager) } == ["to: badReference"])
            #expect(try await problems { try await start(branch.leaver, branch.colleague, ["user"], by: branch.manager) } == ["entities: unknownOption"])
            var disguised = try await branch.actor(branch.manager)
            disguised.impersonator = branch.stranger
            let actor = disguised
            let hidden = try await refusal {
                try await made.engine.write(as: actor) { _ = try $0.start(HandOver(from: branch.leaver, to: branch.colleague)) }
            }
            #expect(hidden == "sessionNeeded")
        }
    }
}
