@testable import Engine
import Kernel
import Store
import TestKit
import Testing

@Suite struct FallingBackTests {
    @Test("What nobody looks after is told of, and falls back; what is protected stays", arguments: Dialect.allCases)
    func nights(_ dialect: Dialect) async throws {
        var pond = Pond()
        pond.poolProtections = [PoolProtection(Prospect.self) { ids, reader in
            Set(try reader.firstIDs(Prospect.definition, where: .oneOf([Common.id], ids.map(Value.reference)) && Prospect.rule { $0.stage == .warm }, limit: ids.count))
        }]
        try await withEngine(dialect, modules: [pond]) { made in
            let world = try await PondWorld.make(made, ["idleDays": 30, "warningDays": 5, "claimProtectionDays": 10])
            let actor = try await world.actor("p")
            let idle = try await world.owned("甲", by: actor), busy = try await world.owned("乙", by: actor, ["stage": "warm"])
            let called = try await world.owned("丙", by: actor), elsewhere = try await world.owned("丁", by: actor, ["unit": .null])
            // The timetable may run it too: what counts is what has become of the records.
            func night(after days: Int64) async throws {
                made.clock.step(milliseconds: days * 86_400_000)
                let id = try await made.engine.enqueue("poolFallBack")
                _ = try await made.engine.job(id, in: .done)
            }
            func counts() async throws -> [Int64?] {
                let moves = [PoolMove.Kind.warning, .fallBack].map { "SELECT COUNT(*) FROM pool_move WHERE kind = \($0.rawValue)" as SQL }
                return [try await made.number(moves[0]), try await made.number(moves[1])]
            }
            await made.engine.startWorkers(.quick())

            try await night(after: 26)
            #expect(try await counts() == [2, 0])
            try await night(after: 0)
            #expect(try await counts() == [2, 0])
            try await made.edit(Prospect.self, called, ["lastContactAt": .instant(made.clock.now)])
            try await night(after: 5)
            #expect(try await counts() == [2, 1])

            #expect(try await made.find(Prospect.self, idle)?.value("pool") == .reference(world.pool))
            #expect(try await world.moves(of: idle) == ["warning", "fallBack"])
            for id in [busy, called, elsewhere] { #expect(try await made.find(Prospect.self, id)?.owner == actor.user) }
            let told = try await made.rows("SELECT kind, count FROM notice WHERE user_id = \(actor.user?.rawValue ?? 0) ORDER BY id")
            #expect(told.map { "\($0[0].text ?? "") \($0[1].integer ?? 0)" } == ["poolWarning 2", "poolFallBack 1"])

            #expect(try await world.claim(idle, as: world.again(actor.user)) == "claimed")
            try await night(after: 1)
            #expect(try await counts() == [2, 1])
        }
    }
}
