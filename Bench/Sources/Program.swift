import Foundation

/// Another program, run as a process.
struct Program {
    let process: Process

    /// Starts it; what it says goes to a file.
    init(_ path: String, _ arguments: [String], log: URL, environment: [String: String] = [:]) throws {
        process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        FileManager.default.createFile(atPath: log.path, contents: nil)
        let handle = try FileHandle(forWritingTo: log)
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
    }

    /// In megabytes: what it holds now, and the most that it has held.
    var memory: (now: Double, most: Double) {
        let status = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)) ?? ""
        func megabytes(_ name: String) -> Double {
            let line = status.split(separator: "\n").first { $0.hasPrefix(name) } ?? ""
            return (line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) } ?? 0) / 1024
        }
        return (megabytes("VmRSS:"), megabytes("VmHWM:"))
    }

    /// Waits for its end, looking at its memory meanwhile.
    func finish() async throws -> (status: Int32, mostMemory: Double) {
        var most = 0.0
        while process.isRunning {
            most = max(most, memory.most)
            try await Task.sleep(for: .milliseconds(20))
        }
        return (process.terminationStatus, most)
    }

    func stop() async throws {
        process.terminate()
        _ = try await finish()
    }

    /// What a program says on standard output; throws unless it ends well.
    static func output(_ path: String, _ arguments: [String]) throws -> String {
        let process = Process(), pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardOutput = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let text = String(decoding: data, as: UTF8.self)
        guard process.terminationStatus == 0 else {
            throw BenchError("\(arguments.first ?? path) ended with \(process.terminationStatus): \(text.suffix(500))")
        }
        return text
    }
}

struct BenchError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

extension Duration {
    var inSeconds: Double { self / .seconds(1) }
}
