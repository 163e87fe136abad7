import Foundation
import Kernel
import Store
import Testing

/// PostgreSQL goes away under a busy server, and comes back.
@Suite struct PostgresRestartTests {
    @Test("Work waits for a moment and goes on by itself; nothing acknowledged is lost, and who is logged in stays so")
    func restart() async throws {
        let cluster = try await PostgresCluster.start()
        defer { cluster.remove() }
        let program = try Program(database: cluster.url)
        defer { program.remove() }
        let token = try program.makeUser()
        let server = try await program.serve()
        let load = Load(), client = Client(port: server.port, token: token)

        async let work: Void = load.work(at: client, shift: "", isPatient: true)
        for mode in PostgresCluster.Mode.allCases + PostgresCluster.Mode.allCases {
            try await load.advance(by: 30)
            try cluster.restart(mode)
        }
        try await load.advance(by: 60)
        load.end()
        await work

        #expect(load.remembered.postponed > 0, "nobody noticed anything: this proves nothing")
        #expect(server.process.isRunning)
        await load.expectLoggedIn(at: server.port)
        #expect(await client.send("GET", "/health/ready")?.status == 200)
        // The one server still holds the one node.
        let database = try await Databases.open(cluster.url, readers: 1)
        let leases = try await database.read { try $0.rows("SELECT node FROM node_lease WHERE until > 0").count }
        await database.close()
        #expect(leases == 1)
        server.stop()
        try await load.expectKept(in: cluster.url)
    }

    @Test("While it is away every request is told to come again, and the server ends when it is told to")
    func away() async throws {
        let cluster = try await PostgresCluster.start()
        let program = try Program(database: cluster.url)
        defer { program.remove() }
        let token = try program.makeUser()
        let server = try await program.serve()
        let client = Client(port: server.port, token: token)
        #expect(await client.send("GET", "/api/v1/customers")?.status == 200)

        cluster.remove()

        for (method, path, body) in [("GET", "/api/v1/customers", nil), ("POST", "/api/v1/customers", #"{"name":"甲"}"#), ("GET", "/health/ready", nil)] {
            let answer = try #require(await client.send(method, path, body))
            #expect(answer.status == 503 && answer.json["code"] == "unavailable" && answer.headers["retry-after"] == "2", "\(answer)")
        }
        #expect(await client.send("GET", "/health/live")?.status == 200)
        server.stop()
        #expect(server.process.terminationStatus == 0)
    }
}

extension Load {
    /// Waits until so much more work was acknowledged.
    func advance(by more: Int) async throws {
        let goal = count + more
        for _ in 0..<3_000 where count < goal { try await Task.sleep(for: .milliseconds(20)) }
        try #require(count >= goal, "the work does not go on: \(remembered.wrong.prefix(3))")
    }
}
