import Foundation

/// The server as users meet it: a process of its own, asked over HTTP.
extension Course {
    /// Starts it and waits for its first answer.
    func startServer() async throws -> (server: Program, port: Int, seconds: Double) {
        let port = try Self.freePort()
        let begun = ContinuousClock.now
        let server = try Program(
            program, ["serve", "--database", url, "--port", String(port), "--demo"], log: folder.appending(path: "server.log"),
            environment: environment)
        while begun.duration(to: .now) < .seconds(30) {
            if Self.answers(port) { return (server, port, begun.duration(to: .now).inSeconds) }
            try await Task.sleep(for: .milliseconds(2))
        }
        try await server.stop()
        throw BenchError("the server did not start; see \(folder.path)/server.log")
    }

    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = loopback(port: 0), length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0 }
        }
        guard bound else { throw BenchError("there is no free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    private static func answers(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = loopback(port: port)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    private static func loopback(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    /// One answer, to be compared.
    static func body(_ path: String, port: Int, token: String) throws -> String {
        try Program.output("/usr/bin/env", ["curl", "-sS", "--globoff", "-H", "Authorization: Bearer \(token)", "http://127.0.0.1:\(port)\(path)"])
    }
}
