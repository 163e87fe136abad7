import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif
import Testing

/// The program as its users run it: a process of its own.
struct Program {
    let folder: URL
    let database: String
    /// Added to what the process would have of ours.
    var environment: [String: String] = [:]

    /// - Parameter database: a new SQLite file unless said otherwise.
    init(database: String? = nil) throws {
        // Beside a file lies its key file; a server elsewhere needs to be given the keys.
        if let database, !database.hasPrefix("sqlite:") { environment["GUANXI_KEYS"] = Self.key }
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("guanxi-program-\(UUID().uuidString)")
        self.database = database ?? "sqlite:" + folder.appendingPathComponent("company.sqlite").path
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    static let key = "Q0FORklERU5USUFMLU9OTFktSU4tVEhFU0UtVEVTVFM="

    func remove() { try? FileManager.default.removeItem(at: folder) }

    struct Ended { let status: Int32, output: String, errors: String }

    /// Runs a command to its end.
    func run(_ arguments: [String], input: String = "") throws -> Ended {
        let process = try prepared(arguments)
        let (output, errors) = (folder.appendingPathComponent(UUID().uuidString), folder.appendingPathComponent(UUID().uuidString))
        for file in [output, errors] { try Data().write(to: file) }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        let pipe = Pipe()
        process.standardInput = pipe
        try process.run()
        pipe.fileHandleForWriting.write(Data(input.utf8))
        try pipe.fileHandleForWriting.close()
        // A command that hangs must not hang the tests.
        DispatchQueue.global().asyncAfter(deadline: .now() + 60) {
            if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        }
        process.waitUntilExit()
        return Ended(
            status: process.terminationStatus, output: try String(contentsOf: output, encoding: .utf8),
            errors: try String(contentsOf: errors, encoding: .utf8))
    }

    /// Starts the server, with settings in its environment.
    func start(port: Int, environment: [String: String] = [:]) throws -> Process {
        let process = try prepared(["serve", "--database", database, "--port", String(port)])
        if !environment.isEmpty { process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 } }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// Starts the server and waits until it answers.
    func serve(port: Int) async throws -> Process {
        let process = try start(port: port)
        for _ in 0..<2_400 {
            if (try? await status(URLRequest(url: Self.address(port, "/health/ready")))) == 200 { return process }
            try #require(process.isRunning, "the server ended by itself")
            try await Task.sleep(for: .milliseconds(25))
        }
        process.terminate()
        throw NotReady()
    }

    struct NotReady: Error {}

    func status(_ request: URLRequest) async throws -> Int {
        let (_, response) = try await URLSession.shared.data(for: request)
        return (response as? HTTPURLResponse)?.statusCode ?? 0
    }

    static func address(_ port: Int, _ path: String) -> URL {
        var address = URLComponents()
        (address.scheme, address.host, address.port, address.path) = ("http", "127.0.0.1", port, path)
        return address.url ?? URL(fileURLWithPath: "/")
    }

    /// A port that was free a moment ago.
    static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0 }
        }
        try #require(result)
        return Int(UInt16(bigEndian: address.sin_port))
    }

    /// The program lies beside the tests.
    func prepared(_ arguments: [String]) throws -> Process {
        let tests = URL(fileURLWithPath: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        let candidates = [tests, URL(fileURLWithPath: CommandLine.arguments[0])].map {
            $0.deletingLastPathComponent().appendingPathComponent("guanxi")
        }
        let process = Process()
        process.executableURL = try #require(candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) }, "the program is not built")
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("GUANXI_") }
            .merging(environment) { _, added in added }
        return process
    }
}
