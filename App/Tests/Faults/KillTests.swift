import Foundation
import Store
import TestKit
import Testing

/// What was acknowledged is there after the process was killed in the middle of its work, again and again.
@Suite struct KillTests {
    /// On each engine; `script/faults` asks for more.
    private static let kills = ProcessInfo.processInfo.environment["GUANXI_TEST_KILLS"].flatMap(Int.init) ?? 100

    @Test(
        "However often a busy server is killed: what it acknowledged is there, whole, once, and nothing disagrees",
        arguments: Dialect.allCases)
    func kill(_ dialect: Dialect) async throws {
        try await withTestDatabase(dialect) { made in
            await made.database.close()
            let program = try Program(database: made.url)
            defer { program.remove() }
            let token = try program.makeUser()
            let load = Load()

            for kill in 0..<Self.kills {
                let server = try await program.serve()
                let before = load.count
                async let work: Void = load.work(at: Client(port: server.port, token: token), shift: String(kill))
                // In the middle of the work, another moment of it each time.
                for _ in 0..<400 where load.count < before + 3 { try await Task.sleep(for: .milliseconds(10)) }
                try await Task.sleep(for: .milliseconds(kill * 37 % 300))
                server.kill()
                await work
            }

            #expect(load.count > Self.kills, "too little work to prove anything")
            let server = try await program.serve()
            await load.expectLoggedIn(at: server.port)
            server.kill()
            try await load.expectKept(in: made.url)
        }
    }
}
