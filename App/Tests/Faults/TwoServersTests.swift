import Foundation
import Kernel
import Store
import TestKit
import Testing

/// Two servers on one PostgreSQL are one system.
@Suite struct TwoServersTests {
    private func withTwo(_ test: (_ url: String, _ first: Program.Server, _ second: Program.Server, _ token: String) async throws -> Void) async throws {
        try await withTestDatabase(.postgres) { made in
            await made.database.close()
            let program = try Program(database: made.url)
            defer { program.remove() }
            let token = try program.makeUser()
            let first = try await program.serve()
            let second = try await program.serve()
            do {
                try await test(made.url, first, second, token)
            } catch {
                first.stop()
                second.stop()
                throw error
            }
            first.stop()
            second.stop()
        }
    }

    @Test("Both at work at once give every number once and without a gap, and keep all that they acknowledge")
    func numbers() async throws {
        try await withTwo { url, first, second, token in
            let load = Load()
            async let one: Void = load.work(at: Client(port: first.port, token: token), shift: "一", isPatient: true)
            async let two: Void = load.work(at: Client(port: second.port, token: token), shift: "二", isPatient: true)
            try await load.advance(by: 300)
            load.end()
            _ = await (one, two)

            // Both took part: their ids tell by the node.
            let database = try await Databases.open(url, readers: 1)
            let ids = try await database.read { try $0.rows("SELECT id FROM customer").compactMap(\.[0].integer) }
            let leases = try await database.read { try $0.rows("SELECT node FROM node_lease WHERE until > 0").compactMap(\.[0].integer) }
            await database.close()
            #expect(Set(leases).count == 2)
            #expect(Set(ids.map { $0 >> 7 & 31 }) == Set(leases))
            try await load.expectKept(in: url)
        }
    }

    @Test("What one changes the other shows, who logs in at one is known to the other, and an old version is refused by both")
    func oneSystem() async throws {
        try await withTwo { _, first, second, token in
            let (one, two) = (Client(port: first.port, token: token), Client(port: second.port, token: token))
            let id = try #require(await one.send("POST", "/api/v1/customers", #"{"name":"西湖茶叶有限公司"}"#)?.id)
            #expect(await two.send("GET", "/api/v1/customers/\(id)")?.json["name"] == "西湖茶叶有限公司")
            #expect(await two.send("GET", "/api/v1/search", query: ["q": "xihu"])?.body.contains(id) == true)

            // Both read version 1; the second to write is told.
            let (tag, path) = ("\"1\"", "/api/v1/customers/\(id)")
            var (early, late) = (two, one)
            early.headers["If-Match"] = tag
            late.headers["If-Match"] = tag
            #expect(await early.send("PATCH", path, #"{"notes":"二"}"#)?.status == 200)
            #expect(await late.send("PATCH", path, #"{"notes":"一"}"#)?.status == 412)
            #expect(await one.send("GET", path)?.json["notes"] == "二")

            let load = Load()
            _ = await load.logInOnce(at: first.port)
            await load.expectLoggedIn(at: second.port)
            // Logged out at one, gone from both.
            var person = Client(port: second.port)
            person.headers["Cookie"] = load.remembered.logins.first
            #expect(await person.send("DELETE", "/api/v1/session")?.status == 204)
            var elsewhere = Client(port: first.port)
            elsewhere.headers["Cookie"] = load.remembered.logins.first
            #expect(await elsewhere.send("GET", "/api/v1/session")?.status == 401)
        }
    }
}
