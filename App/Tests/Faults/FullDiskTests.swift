import Foundation
import Kernel
import Store
import TestKit
import Testing

/// The disk is full: that is said, what was kept stays and can be read, and work goes on when there is room again.
@Suite(.enabled(if: SmallDisk.isAllowed, "mounting a small disk takes root or sudo"))
struct FullDiskTests {
    @Test("Writes are refused with a reason, reads go on, and after room was made nothing is missing", arguments: Dialect.allCases)
    func full(_ dialect: Dialect) async throws {
        let disk = try SmallDisk(megabytes: 40)
        defer { disk.remove() }
        try await withDatabase(dialect, on: disk) { url in
            let program = try Program(database: url)
            defer { program.remove() }
            let token = try program.makeUser()
            let server = try await program.serve()
            let client = Client(port: server.port, token: token)
            var made = Set<String>()
            for number in 0..<20 { try await Self.add("先\(number)", client, to: &made) }

            try disk.fill()
            let refusal = try await Self.addUntilRefused(client, to: &made, language: "zh-CN")

            #expect(refusal.status == 507 && refusal.json["code"] == "storageFull", "\(refusal)")
            #expect(refusal.headers["content-type"] == "application/problem+json" && refusal.headers["retry-after"] == "60")
            #expect(refusal.json["detail"]?.string?.contains("空间已满") == true)
            let english = try await Self.addUntilRefused(client, to: &made, language: "en")
            #expect(english.json["detail"]?.string?.contains("no room left") == true)
            // Reading needs no room.
            #expect(try await Self.names(client) == made)
            let first = try #require(await client.send("GET", "/api/v1/customers", query: ["limit": "1"])?.json["data"]?.array?.first?["id"]?.string)
            for path in ["/api/v1/customers/\(first)", "/api/v1/customers/\(first)/timeline", "/health/ready"] {
                #expect(await client.send("GET", path)?.status == 200)
            }
            #expect(await client.send("GET", "/api/v1/search", query: ["q": "xian"])?.body.contains("先") == true)

            try disk.empty()
            // PostgreSQL may need a moment, or a new connection.
            for number in 0..<20 { try await Self.add("后\(number)", client, to: &made) }

            #expect(try await Self.names(client) == made)
            server.kill()
            let check = try program.run(["check", "--database", url])
            #expect(check.status == 0 && check.output.contains("Everything agrees."), "\(check)")
        }
    }

    @Test("A server killed on a full disk has lost nothing when it starts again", arguments: Dialect.allCases)
    func killedWhileFull(_ dialect: Dialect) async throws {
        let disk = try SmallDisk(megabytes: 40)
        defer { disk.remove() }
        try await withDatabase(dialect, on: disk) { url in
            let program = try Program(database: url)
            defer { program.remove() }
            let token = try program.makeUser()
            let server = try await program.serve()
            var made = Set<String>()
            for number in 0..<20 { try await Self.add("先\(number)", Client(port: server.port, token: token), to: &made) }
            try disk.fill()
            _ = try await Self.addUntilRefused(Client(port: server.port, token: token), to: &made)
            server.kill()

            try disk.empty()
            let next = try await program.serve()

            #expect(try await Self.names(Client(port: next.port, token: token)) == made)
            next.stop()
            #expect(try program.run(["check", "--database", url]).status == 0)
        }
    }

    @Test("A server that finds the disk full when it starts says so and ends")
    func fullAtStart() async throws {
        let disk = try SmallDisk(megabytes: 8)
        defer { disk.remove() }
        try disk.fill()
        let program = try Program(database: "sqlite:" + disk.folder.appendingPathComponent("company.sqlite").path)
        defer { program.remove() }

        let ended = try program.run(["serve", "--database", program.database, "--port", "0"])

        #expect(ended.status == 1 && ended.errors.hasPrefix("Error: the disk of the database is full: "), "\(ended)")
    }

    @Test("An export that finds no room for its temporary file says so, and the next one works")
    func fullForTemporaryFiles() async throws {
        let disk = try SmallDisk(megabytes: 2)
        defer { disk.remove() }
        var program = try Program()
        defer { program.remove() }
        program.environment["TMPDIR"] = disk.folder.path
        let token = try program.makeUser()
        let server = try await program.serve()
        let client = Client(port: server.port, token: token)
        var made = Set<String>()
        for number in 0..<20 { try await Self.add("先\(number)", client, to: &made) }

        try disk.fill()
        let refused = try #require(await client.send("GET", "/api/v1/customers/export"))
        try disk.empty()
        let exported = try #require(await client.send("GET", "/api/v1/customers/export"))

        #expect(refused.status == 507 && refused.json["code"] == "storageFull", "\(refused)")
        #expect(exported.status == 200 && exported.body.contains("先19"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: disk.folder.path) == [])
        server.stop()
    }

    // MARK: - A database on the small disk

    private func withDatabase(_ dialect: Dialect, on disk: SmallDisk, _ test: (_ url: String) async throws -> Void) async throws {
        guard dialect == .postgres else {
            return try await test("sqlite:" + disk.folder.appendingPathComponent("company.sqlite").path)
        }
        let cluster = try await PostgresCluster.start()
        defer { cluster.remove() }
        let folder = disk.folder.appendingPathComponent("data")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let owner = try Shell.run("stat", "-c", "%U", cluster.folder.appendingPathComponent("data").path).output
        _ = try Shell.runAsRoot("chown", owner.trimmingCharacters(in: .whitespacesAndNewlines), folder.path)
        // The log of transactions lies elsewhere, as it should in a company: without room for that, PostgreSQL stops.
        try await PostgresAdministration.run(
            ["CREATE TABLESPACE small LOCATION \(path: folder.path)", "CREATE DATABASE small TABLESPACE small"], on: cluster.url)
        try await test(cluster.url.replacing("/postgres", with: "/small", maxReplacements: 1))
    }

    // MARK: - Customers

    private static func add(_ name: String, _ client: Client, to made: inout Set<String>) async throws {
        let answer = try #require(await client.send("POST", "/api/v1/customers", body(name)))
        try #require(answer.status == 201, "\(answer)")
        made.insert(name)
    }

    /// Pages and the log have some room left when the disk has none.
    private static func addUntilRefused(_ client: Client, to made: inout Set<String>, language: String? = nil) async throws -> Client.Answer {
        for number in 0..<2_000 {
            let name = "满\(made.count)-\(number)"
            let answer = try #require(await client.send("POST", "/api/v1/customers", body(name), language: language))
            guard answer.status == 201 else { return answer }
            made.insert(name)
        }
        throw NeverRefused()
    }

    private struct NeverRefused: Error {}

    private static func body(_ name: String) -> String {
        #"{"name":"\#(name)","notes":"\#((0..<200).map { "\(name)\($0)" }.joined())"}"#
    }

    private static func names(_ client: Client) async throws -> Set<String> {
        var names = Set<String>(), cursor: String?
        repeat {
            var query = ["limit": "200", "fields": "name"]
            query["cursor"] = cursor
            let page = try #require(await client.send("GET", "/api/v1/customers", query: query))
            try #require(page.status == 200, "\(page)")
            names.formUnion((page.json["data"]?.array ?? []).compactMap { $0["name"]?.string })
            cursor = page.json["page"]?["next"]?.string
        } while cursor != nil
        return names
    }
}

extension SQL.StringInterpolation {
    /// A literal, for statements that take no parameters. A test's own path, of letters and digits.
    fileprivate mutating func appendInterpolation(path: String) {
        appendInterpolation(SQL(stringLiteral: "'\(path)'") as SQL)
    }
}
