import Foundation
import HummingbirdTesting
import Kernel

/// One who follows the changes over a socket of its own.
struct EventClient {
    private let connection: RawConnection

    init(_ server: TestServer, as caller: Caller, _ parameters: String = "", lastEventID: String? = nil) throws {
        connection = try RawConnection(port: server.nobody.client.port ?? 0)
        try connection.send(
            "GET /api/v1/events\(parameters) HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(caller.token ?? "")\r\n"
                + (lastEventID.map { "Last-Event-ID: \($0)\r\n" } ?? "") + "\r\n")
    }

    struct Message: Equatable {
        var id = ""
        var event = ""
        var data = JSON.null
    }

    /// What has come until a line begins with this, the server ends the answer, or thirty seconds are over.
    func text(until end: String) async -> String { await connection.receive(until: end) }

    /// The messages with data that have come until then.
    func messages(until end: String) async -> [Message] { Self.messages(in: await text(until: end)) }

    static func messages(in text: String) -> [Message] {
        text.replacing("\r\n", with: "\n").components(separatedBy: "\n\n").compactMap { block in
            var message = Message()
            for line in block.split(separator: "\n") {
                if line.hasPrefix("id: ") { message.id = String(line.dropFirst(4)) }
                if line.hasPrefix("event: ") { message.event = String(line.dropFirst(7)) }
                if line.hasPrefix("data: ") { message.data = (try? JSON.parse(String(line.dropFirst(6)))) ?? .null }
            }
            return message.data == .null ? nil : message
        }
    }

    func close() { connection.close() }
}
