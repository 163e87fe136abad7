import Customers
import Engine
import Foundation
import Kernel
import Logging
import Store

/// Everything that is measured on one database, in one go.
struct Course: Sendable {
    let url: String
    let program: String
    let customers: Int
    let importRows: Int
    let folder: URL
    let load: Load
    /// The key of the made-up company, for the program and for this one.
    let key: String

    var environment: [String: String] { ["GUANXI_KEYS": key, "GUANXI_LOG_LEVEL": "warning"] }

    func run() async throws -> Figures {
        say("\n==> \(url.hasPrefix("sqlite:") ? "SQLite" : "PostgreSQL")")
        var figures = Figures(engine: url.hasPrefix("sqlite:") ? "SQLite" : "PostgreSQL")
        try await fill()
        let (server, port, seconds) = try await startServer()
        figures.start = seconds
        try await Task.sleep(for: .seconds(2))
        figures.idleMemory = server.memory.now
        do {
            try await measureReads(port, &figures)
            try await measureWrites(port, &figures)
            figures.servingMemory = server.memory.most
            try await server.stop()
        } catch {
            try await server.stop()
            throw error
        }
        try await measureInserts(&figures)
        try await measureImports(&figures)
        return figures
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

/// Words for the person at the terminal.
func say(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
