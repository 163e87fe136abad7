@testable import API
@testable import Engine
import HTTPTypes
import Kernel
import Store
import TestKit
import Testing

/// Reads of records trust what the server remembers of their caller only as far as the snapshot bears it out.
@Suite struct RememberedTests {
    private struct World {
        let server: TestServer
        let gadget: String
        /// Every route that goes ahead with what is remembered.
        var addresses: [String] {
            Routes.readsOnSnapshot.sorted().map { path in
                let address = path.replacing("{resource}", with: "gadgets").replacing("{id}", with: gadget)
                return address.hasSuffix("search") ? address + "?q=lamp" : address
            }
        }

        init(_ server: TestServer) async throws {
            self.server = server
            gadget = try await server.clerk.post("/api/v1/gadgets", ["name": "lamp"]).id
            // Each answer is the second one, so the caller is known.
            for _ in 0..<2 { #expect(try await statuses() == Set([200])) }
        }

        func statuses() async throws -> Set<Int> {
            var statuses: Set<Int> = []
            for address in addresses { statuses.insert(try await server.clerk.get(address).status) }
            return statuses
        }
    }

    @Test("A session that another server has ended reads nothing more", arguments: [Dialect.sqlite, .postgres])
    func revoked(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let world = try await World(server)

            try await server.engine.database.write { try $0.execute("DELETE FROM access WHERE user_id = \(server.clerkID.rawValue)") }

            #expect(try await world.statuses() == [401])
        }
    }

    @Test("A user who is switched off, and a role that is taken, count from the next read on", arguments: [Dialect.sqlite, .postgres])
    func changed(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let world = try await World(server)

            let user = User.schema.definition
            try await server.engine.perform(.edit(server.clerkID, ["roles": .list([])]), on: user, as: .system)
            let addresses = world.addresses.filter { !$0.contains("search") }
            for address in addresses { #expect(try await server.clerk.get(address).status == 403, "\(address)") }
            #expect(try await server.clerk.get("/api/v1/search?q=lamp").json["data"]?.array?.isEmpty == true)

            try await server.engine.perform(.edit(server.clerkID, ["isActive": .flag(false)]), on: user, as: .system)
            #expect(try await world.statuses() == [401])
        }
    }

    @Test("What is remembered is what was found, time and again")
    func remembered() async throws {
        try await withServer { server in
            let world = try await World(server)
            let secret = try #require(server.clerk.token)

            let identity = try #require(server.engine.accounts.remembered(secret: secret))
            #expect(identity.actor.user == server.clerkID && identity.actor.proof != nil)
            // A field that was made on another server is there at the next read.
            let other = try await Engine.start(server.engine.database, modules: [try Workshop()], clock: .fixed(testTime)).engine
            let field: Values = ["entity": .text("gadget"), "key": .text("x_shade"), "kind": .text("text"), "name": .text("色")]
            try await other.perform(.create(field), on: CustomField.schema.definition, as: .system)
            await other.lease.giveBack()
            #expect(try await server.clerk.get("/api/v1/gadgets/\(world.gadget)").json["x_shade"] == .null)
        }
    }
}
