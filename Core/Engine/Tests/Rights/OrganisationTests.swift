@testable import Engine
import Kernel
import Store
import TestKit
import Testing

/// Rights follow the organisation as it is now.
@Suite struct OrganisationTests {
    private struct Company {
        let made: TestEngine
        let north, south, shop: RecordID
        let manager, seller: RecordID
        let firm: RecordID

        /// A shop below the northern branch; the manager of the north sees its subtree, the seller what is their own.
        init(_ made: TestEngine) async throws {
            self.made = made
            func unit(_ code: Value, _ parent: RecordID?) async throws -> RecordID {
                try await made.create(OrgUnit.self, ["code": code, "name": code, "parent": parent.map(Value.reference) ?? .null]).id
            }
            let top = try await unit("top", nil)
            north = try await unit("north", top)
            south = try await unit("south", top)
            shop = try await unit("shop", north)
            let managing = try #require(try await made.engine.role("branchManager")), selling = try #require(try await made.engine.role("representative"))
            manager = try await made.create(User.self, ["login": "m", "name": "m", "unit": .reference(north), "roles": .list([.reference(managing)])]).id
            seller = try await made.create(User.self, ["login": "s", "name": "s", "unit": .reference(shop), "roles": .list([.reference(selling)])]).id
            let actor = try #require(try await made.engine.actor(of: seller))
            firm = try await made.create(Firm.self, ["name": "甲"], as: actor).id
        }

        func sees(_ user: RecordID, by engine: Engine? = nil) async throws -> Bool {
            let engine = engine ?? made.engine
            guard let actor = try await engine.actor(of: user) else { return false }
            return try await engine.read(as: actor) { try $0.count(Firm.definition) } == 1
        }
    }

    @Test("A subtree that moves takes its records along, on every server at once", arguments: Dialect.allCases)
    func moving(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let company = try await Company(made)
            let other = try await made.second(modules: [Workshop()])
            #expect(try await company.sees(company.manager))
            #expect(try await company.sees(company.manager, by: other))

            try await made.edit(OrgUnit.self, company.shop, ["parent": .reference(company.south)])

            #expect(try await !company.sees(company.manager))
            #expect(try await !company.sees(company.manager, by: other))
            #expect(try await company.sees(company.seller, by: other))
            try await made.edit(User.self, company.manager, ["units": .list([.reference(company.south)])])
            #expect(try await company.sees(company.manager, by: other))
            await other.stop()
        }
    }

    @Test("A deputy sees the records of the one who is absent, from the first moment to the last", arguments: Dialect.allCases)
    func delegation(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let company = try await Company(made)
            let role = try #require(try await made.engine.role("representative"))
            let deputy = try await made.create(User.self, ["login": "d", "name": "d", "unit": .reference(company.south), "roles": .list([.reference(role)])]).id
            let absent = try #require(try await made.engine.actor(of: company.seller))
            let from = made.clock.now + 1_000, until = made.clock.now + 2_000
            let values: Values = ["reason": "假期", "absent": .reference(company.seller), "deputy": .reference(deputy), "from": .instant(from), "until": .instant(until)]
            try await made.create(Delegation.self, values, as: absent)

            #expect(try await !company.sees(deputy))
            made.clock.set(from)
            #expect(try await company.sees(deputy))
            made.clock.set(until)
            #expect(try await !company.sees(deputy))
            // Nobody makes themselves the deputy of somebody else.
            let greedy = try #require(try await made.engine.actor(of: deputy))
            #expect(try await problems { try await made.create(Delegation.self, values, as: greedy) } == ["absent: badReference"])
        }
    }

    @Test("Who may not assign gives no record away, and makes none for others", arguments: Dialect.allCases)
    func assigning(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let company = try await Company(made)
            let seller = try #require(try await made.engine.actor(of: company.seller)), manager = try #require(try await made.engine.actor(of: company.manager))
            let change = Change.edit(company.firm, ["owner": .reference(company.manager)])

            #expect(try await refusal { try await made.engine.perform(change, on: Firm.definition, as: seller) } == "forbidden")
            #expect(try await refusal { try await made.create(Firm.self, ["name": "乙", "owner": .reference(company.manager)], as: seller) } == "forbidden")
            #expect(try await refusal { try await made.create(Firm.self, ["name": "乙", "owner": .null, "unit": .reference(company.south)], as: manager) } == "forbidden")
            #expect(try await problems { try await made.create(Firm.self, ["name": "乙", "code": "F1"], as: seller) } == ["code: notAllowed"])
            try await made.engine.perform(change, on: Firm.definition, as: manager)
            #expect(try await !company.sees(company.seller))
        }
    }

    @Test("Assigning has a scope of its own: who edits all may still give away only their own", arguments: Dialect.allCases)
    func assigningInScope(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let company = try await Company(made)
            let role = try await made.engine.makeRole("editor", grants: ["firm": ["read": "all", "create": "all", "edit": "all", "assign": "own"]])
            let editor = try await made.create(User.self, ["login": "e", "name": "e", "roles": .list([.reference(role)])]).id
            let actor = try #require(try await made.engine.actor(of: editor))
            let own = try await made.create(Firm.self, ["name": "乙"], as: actor).id
            func give(_ firm: RecordID) async throws -> String? {
                try await refusal { try await made.engine.perform(.edit(firm, ["owner": .reference(company.manager)]), on: Firm.definition, as: actor) }
            }

            #expect(try await give(company.firm) == "forbidden")
            #expect(try await give(own) == nil)
        }
    }

    @Test("Nobody shares the right to change what they may only see", arguments: Dialect.allCases)
    func sharingWhatOneHas(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let company = try await Company(made)
            let role = try await made.engine.makeRole("reader", grants: ["firm": ["read": "all", "share": "all", "edit": "own"], "user": ["read": "all"]])
            let reader = try await made.create(User.self, ["login": "r", "name": "r", "roles": .list([.reference(role)])]).id
            let actor = try #require(try await made.engine.actor(of: reader))
            func share(_ mayChange: Bool) async throws -> String? {
                try await refusal {
                    try await made.engine.write(as: actor) { try $0.share(Firm.definition, company.firm, Shares.Share(grantee: reader, mayChange: mayChange)) }
                }
            }

            #expect(try await share(true) == "forbidden")
            #expect(try await share(false) == nil)
        }
    }

    @Test("A share lets one see, or change, until it ends or is taken back", arguments: Dialect.allCases)
    func sharing(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let company = try await Company(made)
            let role = try #require(try await made.engine.role("representative"))
            let other = try await made.create(User.self, ["login": "o", "name": "o", "unit": .reference(company.south), "roles": .list([.reference(role)])]).id
            let team = try await made.create(Team.self, ["name": "t", "members": .list([.reference(other)])]).id
            let seller = try #require(try await made.engine.actor(of: company.seller))
            func edit() async throws -> String? {
                let actor = try #require(try await made.engine.actor(of: other))
                return try await refusal { try await made.engine.perform(.edit(company.firm, ["memo": .text("\(made.clock.now)")]), on: Firm.definition, as: actor) }
            }
            func share(_ share: Shares.Share) async throws {
                try await made.engine.write(as: seller) { try $0.share(Firm.definition, company.firm, share) }
            }

            #expect(try await edit() == "notFound")
            try await share(Shares.Share(grantee: team, mayChange: false))
            #expect(try await company.sees(other))
            #expect(try await edit() == "forbidden")
            try await share(Shares.Share(grantee: other, mayChange: true, until: made.clock.now + 1_000))
            #expect(try await edit() == nil)
            made.clock.step(milliseconds: 1_000)
            #expect(try await edit() == "forbidden")
            try await made.engine.write(as: seller) { try $0.unshare(Firm.definition, company.firm, with: team) }
            #expect(try await edit() == "notFound")
            #expect(try await made.audit(company.firm).map(\.kind) == ["create", "share", "share", "edit", "unshare"])
            let stranger = try #require(try await made.engine.actor(of: other))
            #expect(try await refusal { try await made.engine.write(as: stranger) { try $0.share(Firm.definition, company.firm, Shares.Share(grantee: other, mayChange: true)) } } == "notFound")
        }
    }
}
