@testable import Engine
import Kernel
import Store
import TestKit
import Testing

/// What follows a merge beside what refers to the loser: whom it was shared with, and what was in the bin.
@Suite struct MergeFollowingTests {
    @Test("With whom the loser was shared, the survivor is shared, by the share that reaches further, until that is undone", arguments: Dialect.allCases)
    func shares(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await MergeWorld(made), soon = made.clock.now + 3_600_000, later = made.clock.now + 7_200_000
            var people: [RecordID] = []
            for login in ["a", "b", "c", "d"] {
                people.append(try await made.engine.perform(.create(["login": .text(login), "name": .text(login)]), on: User.schema.definition, as: .system).id)
            }
            let (ann, bob, cid, dan) = (people[0], people[1], people[2], people[3])
            func share(_ firm: RecordID, _ grantee: RecordID, _ mayChange: Bool, _ until: Instant? = nil) async throws {
                try await made.engine.write(as: .system) { try $0.share(Firm.definition, firm, Shares.Share(grantee: grantee, mayChange: mayChange, until: until)) }
            }
            func shares(_ firm: RecordID) async throws -> Set<Shares.Share> { try await made.engine.read(as: .system) { Set(try $0.shares(of: Firm.definition, firm)) } }
            try await share(world.survivor, ann, false, later)
            try await share(world.loser, ann, true, soon)
            try await share(world.survivor, bob, true)
            try await share(world.loser, bob, false, soon)
            try await share(world.loser, cid, false, later)
            try await share(world.loser, dan, true)
            let before = (try await shares(world.survivor), try await shares(world.loser))

            let merge = try await world.merge()

            #expect(try await shares(world.survivor) == [
                .init(grantee: ann, mayChange: true, until: later), .init(grantee: bob, mayChange: true), .init(grantee: cid, mayChange: false, until: later),
                .init(grantee: dan, mayChange: true),
            ])
            let reader = try #require(try await made.engine.actor(of: dan))
            let role = try await made.engine.makeRole("own", grants: ["firm": ["read": "own"]])
            try await made.engine.perform(.edit(dan, ["roles": .list([.reference(role)])]), on: User.schema.definition, as: .system)
            let again = try #require(try await made.engine.actor(of: reader.user ?? dan))
            #expect(try await made.engine.read(as: again) { try $0.find(Firm.self, world.survivor) } != nil)
            // What somebody decides since stays.
            try await share(world.survivor, cid, true)

            try await world.unmerge(merge)
            #expect(try await shares(world.survivor) == before.0.union([.init(grantee: cid, mayChange: true)]))
            #expect(try await shares(world.loser) == before.1)
        }
    }

    @Test("What was deleted before a merge comes back to the survivor, after its undoing to where it was", arguments: Dialect.allCases)
    func bin(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await MergeWorld(made)
            try await world.makeEntities()
            let (survivor, loser) = (world.survivor, world.loser)
            let order = try await made.create(Order.self, ["name": "一", "firm": .reference(loser), "amount": yuan(5)]).id
            let later = try await made.create(Order.self, ["name": "二", "firm": .reference(loser), "amount": yuan(7)]).id
            let club = try await world.create("x_club", ["x_firms": .list([.reference(loser)])])
            let note = try await world.create("note", ["record": .reference(loser), "entity": "firm", "text": "电话"])
            func perform(_ change: Change, _ entity: String) async throws {
                _ = try await made.engine.perform(change, on: made.engine.known(entity), as: .system)
            }
            for (entity, id) in [("order", order), ("order", later), ("x_club", club), ("note", note)] { try await perform(.delete(id), entity) }

            let merge = try await world.merge()
            for (entity, id) in [("order", order), ("x_club", club), ("note", note)] { try await perform(.restore(id), entity) }

            #expect(try await made.find(Order.self, order)?[\.firm]?.id == survivor)
            #expect(try await world.values("x_club", club)?["x_firms"] == .list([.reference(survivor)]))
            #expect(try await world.values("note", note)?["record"] == .reference(survivor))
            #expect(try await world.firm(survivor)?[\.orders] == 1)
            #expect(try await made.audit(order).contains { $0.field == "firm" })

            try await world.unmerge(merge)
            try await perform(.restore(later), "order")
            #expect(try await made.find(Order.self, order)?[\.firm]?.id == survivor)
            #expect(try await made.find(Order.self, later)?[\.firm]?.id == loser)
            #expect(try await world.firm(survivor)?[\.orders] == 1)
            #expect(try await world.firm(loser)?[\.orders] == 1)
        }
    }
}
