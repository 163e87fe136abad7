import Foundation
import Store
import TestKit
import Testing

/// A PostgreSQL server of one test's own, which it may stop, start and starve.
struct PostgresCluster {
    let folder: URL
    let url: String

    /// Acknowledged transactions survive a crash of this one, as they do in a company.
    static func start() async throws -> PostgresCluster {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("guanxi-postgres-\(UUID().uuidString)")
        let answer = try Shell.run(script, "start", folder.path)
        try #require(answer.status == 0, "\(answer.output)")
        let cluster = PostgresCluster(folder: folder, url: answer.output.trimmingCharacters(in: .whitespacesAndNewlines))
        try await PostgresAdministration.run(["ALTER SYSTEM SET synchronous_commit = on", "SELECT pg_reload_conf()"], on: cluster.url)
        return cluster
    }

    enum Mode: String, CaseIterable { case fast, immediate }

    /// `fast` ends all connections and writes everything down; `immediate` is a crash.
    func restart(_ mode: Mode) throws {
        let answer = try Shell.run(Self.script, "restart", folder.path, mode.rawValue)
        try #require(answer.status == 0, "\(answer.output)")
    }

    func remove() {
        _ = try? Shell.run(Self.script, "stop", folder.path)
        try? FileManager.default.removeItem(at: folder)
    }

    private static let script = Project.root + "/script/test-postgres"
}

/// Commands of the operating system.
enum Shell {
    static func run(_ command: String...) throws -> (status: Int32, output: String) { try run(command) }

    /// As root, by sudo if need be.
    static func runAsRoot(_ command: String...) throws -> (status: Int32, output: String) {
        try run(geteuid() == 0 ? command : ["sudo", "-n"] + command)
    }

    /// Foundation waits for the end of what a process left running, too, as long as that holds the descriptors it inherited.
    private static let closing = #"for fd in /proc/$$/fd/*; do fd=${fd##*/}; if ((fd > 2)); then eval "exec $fd>&-"; fi; done; exec "$@""#

    private static func run(_ command: [String]) throws -> (status: Int32, output: String) {
        let output = FileManager.default.temporaryDirectory.appendingPathComponent("guanxi-output-\(UUID().uuidString)")
        try Data().write(to: output)
        defer { try? FileManager.default.removeItem(at: output) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["bash", "-c", closing, "bash"] + command
        process.standardInput = FileHandle.nullDevice
        // A file, because a server that the command starts may keep a pipe open for ever.
        let handle = try FileHandle(forWritingTo: output)
        (process.standardOutput, process.standardError) = (handle, handle)
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, try String(contentsOf: output, encoding: .utf8))
    }
}
