import Foundation
import Testing

/// Something that greets as PostgreSQL 12 does, and can do nothing else.
final class OldPostgres: Sendable {
    let url: String
    private let listener: Int32

    init() throws {
        let port = try Program.freePort()
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        try #require(bound == 0 && listen(listener, 4) == 0)
        self.listener = listener
        url = "postgres://guanxi@127.0.0.1:\(port)/guanxi?sslmode=disable&gssencmode=disable"
        Thread.detachNewThread {
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                Self.greet(connection)
                close(connection)
            }
        }
    }

    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private static func greet(_ connection: Int32) {
        var request = [UInt8](repeating: 0, count: 4_096)
        guard read(connection, &request, request.count) > 0 else { return }
        var greeting = message("R", [0, 0, 0, 0])
        for (name, value) in [("server_version", "12.9"), ("server_encoding", "UTF8"), ("client_encoding", "UTF8")] {
            greeting += message("S", Array(name.utf8) + [0] + Array(value.utf8) + [0])
        }
        greeting += message("Z", Array("I".utf8))
        _ = write(connection, greeting, greeting.count)
        // Until the other side goes.
        _ = read(connection, &request, request.count)
    }

    /// The letter of a message, its length, and what is in it.
    private static func message(_ letter: Character, _ content: [UInt8]) -> [UInt8] {
        let length = withUnsafeBytes(of: UInt32(content.count + 4).bigEndian, Array.init)
        return [letter.asciiValue ?? 0] + length + content
    }
}
