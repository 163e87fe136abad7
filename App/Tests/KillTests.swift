import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif
import Engine
import Kernel
import Store
import Synchronization
import Testing

@testable import guanxi

/// What was acknowledged is there after the process was killed in the middle of writing.
@Suite struct KillTests {
    private static let kills = 20

    @Test func `After twenty kills every acknowledged customer is there, whole, once, and nothing else disagrees`() async throws {
        let program = try Program()
        defer { program.remove() }
        _ = try program.run(["user", "li", "--name", "李敏", "--role", "representative", "--database", program.database], input: "correct horse\n")
        let token = try program.run(["token", "li", "--database", program.database]).output.trimmingCharacters(in: .newlines)
        let acknowledged = Acknowledged()

        for kill in 0..<Self.kills {
            let port = try Program.freePort()
            let server = try await program.serve(port: port)
            let writers = (0..<4).map { writer in
                Task { await Self.write(to: port, token, "客户\(kill)-\(writer)", acknowledged) }
            }
            // In the middle of the work, another moment of the write each time.
            let before = acknowledged.names.count
            for _ in 0..<400 where acknowledged.names.count < before + 3 { try await Task.sleep(for: .milliseconds(25)) }
            try await Task.sleep(for: .milliseconds(13 * kill))
            Foundation.kill(server.processIdentifier, SIGKILL)
            server.waitUntilExit()
            for writer in writers { await writer.value }
        }

        let names = acknowledged.names
        #expect(names.count > Self.kills, "too few writes to prove anything")
        let database = try await Databases.open(program.database)
        let vault = try await KeyStore(Settings(database: program.database)).vault(for: database)
        let (engine, _) = try await Engine.start(database, modules: modules, vault: vault)
        let found = try await engine.database.read { session in
            try session.rows("SELECT name FROM customer").compactMap { $0[0].text }
        }
        #expect(Set(names).subtracting(found) == [])
        #expect(Set(found).count == found.count)
        // Codes, search and roll-ups were written in the same transactions.
        let codes = try await engine.database.read { try $0.first("SELECT COUNT(DISTINCT code), MAX(code) FROM customer") }
        #expect(codes?[0].integer == Int64(found.count))
        #expect(codes?[1].text?.hasSuffix(String(found.count)) == true)
        #expect(try await Check(engine).run(mending: false) == [])
        await engine.stop()
    }

    private static func write(to port: Int, _ token: String, _ prefix: String, _ acknowledged: Acknowledged) async {
        for number in 0..<1_000 {
            let name = "\(prefix)-\(number)"
            var request = URLRequest(url: Program.address(port, "/api/v1/customers"))
            request.httpMethod = "POST"
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
            request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
            request.httpBody = Data(#"{"name":"\#(name)","mobile":"13800138000"}"#.utf8)
            // The first error is the kill.
            guard let (_, response) = try? await URLSession.shared.data(for: request),
                (response as? HTTPURLResponse)?.statusCode == 201
            else { return }
            acknowledged.add(name)
        }
    }

    private final class Acknowledged: Sendable {
        private let list = Mutex<[String]>([])
        func add(_ name: String) { list.withLock { $0.append(name) } }
        var names: [String] { list.withLock { $0 } }
    }
}
