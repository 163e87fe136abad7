import ArgumentParser
import Customers
import Engine
import Foundation
import Kernel
import Logging
import Store

/// Everything that is measured on one database, in one go.
struct Course: Sendable {
    let url: String
    /// One of the other engine, where that is measured too.
    var other: String?
    let program: String
    let customers: Int
    let importRows: Int
    let folder: URL
    let load: Load
    /// The key of the made-up company, for the program and for this one.
    let key: String
    let parts: Set<Part>

    enum Part: String, Sendable, CaseIterable, ExpressibleByArgument { case reads, writes, inserts, backups, imports }

    var environment: [String: String] { ["GUANXI_KEYS": key, "GUANXI_LOG_LEVEL": "warning", "GUANXI_REQUESTS_PER_MINUTE": "0"] }

    func run() async throws -> Figures {
        say("\n==> \(url.hasPrefix("sqlite:") ? "SQLite" : "PostgreSQL")")
        var figures = Figures(engine: url.hasPrefix("sqlite:") ? "SQLite" : "PostgreSQL")
        try await fill()
        if parts.contains(.reads) || parts.contains(.writes) { try await measureServer(&figures) }
        if parts.contains(.inserts) { try await measureInserts(&figures) }
        if parts.contains(.backups) { try await measureBackups(&figures) }
        if parts.contains(.imports) { try await measureImports(&figures) }
        return figures
    }

    private func measureServer(_ figures: inout Figures) async throws {
        let (server, port, seconds) = try await startServer()
        figures.start = seconds
        try await Task.sleep(for: .seconds(2))
        figures.idleMemory = server.memory.now
        do {
            if parts.contains(.reads) { try await measureReads(port, &figures) }
            if parts.contains(.writes) { try await measureWrites(port, &figures) }
            figures.servingMemory = server.memory.most
            try await server.stop()
        } catch {
            try await server.stop()
            throw error
        }
    }

    /// The made-up insurer with as many customers as wanted; what is there already stays.
    private func fill() async throws {
        say("Filling \(customers) customers in")
        let demo = try Program(
            program, ["demo", "--database", url, "--customers", String(customers)], log: folder.appending(path: "demo.log"),
            environment: environment)
        guard try await demo.finish().status == 0 else { throw BenchError("the demo data could not be written; see \(folder.path)/demo.log") }
    }

    func withEngine<T>(_ url: String, recording: Bool = false, modules: [any Module] = [Customers()], _ body: (Engine, Recorder?) async throws -> T) async throws -> T {
        let database = try await Databases.open(url)
        let recorder = recording ? Recorder(database) : nil
        let vault = try Vault { [key] in try KeyRing(key) }
        let (engine, _) = try await Engine.start(recorder ?? database, modules: modules, vault: vault)
        do {
            let result = try await body(engine, recorder)
            await engine.stop()
            return result
        } catch {
            await engine.stop()
            throw error
        }
    }
}

extension Course {
    /// Tokens of the manager and of three deputies, who may do the same: of one user the server takes only so many searches at once.
    func callers(_ engine: Engine, _ population: Population) async throws -> [String] {
        guard let manager = try await engine.accounts.user(login: population.login) else { throw BenchError("there is no \(population.login)") }
        let found = try await engine.read(as: .system) { try $0.find(User.self, manager) }
        var tokens = [try await token(manager, engine)]
        for number in 1...3 {
            let login = "bench-\(number)"
            var values: Values = ["login": .text(login), "name": .text(login)]
            for key in ["unit", "roles"] { values[key] = found?.values[key] ?? .null }
            let known = try await engine.accounts.user(login: login)
            let change = known.map { Change.edit($0, values.filter { $0.key != "login" }) } ?? .create(values)
            let deputy = try await engine.perform(change, on: User.schema.definition, as: .system).id
            tokens.append(try await token(deputy, engine))
        }
        return tokens
    }

    private func token(_ user: RecordID, _ engine: Engine) async throws -> String {
        try await engine.accounts.grant(.token, to: user, name: "bench", milliseconds: 86_400_000).secret
    }
}

/// Words for the person at the terminal.
func say(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
