import Foundation
import Testing

@testable import Directory

/// The server that `script/test-ldap` has started: `ldap` at its port, `ldaps` at the next one.
struct LDAPServer {
    let folder: String
    let port: Int

    init() throws {
        let folder = try #require(
            ProcessInfo.processInfo.environment["GUANXI_TEST_LDAP"],
            "Run the tests with script/test, or set GUANXI_TEST_LDAP to what `script/test-ldap start DIR` prints.")
        let text = try String(contentsOfFile: folder + "/port", encoding: .utf8)
        (self.folder, port) = (folder, try #require(Int(text.filter(\.isNumber))))
    }
}

/// The ways to a directory that must behave alike.
enum Way: CaseIterable {
    case tls, startTLS, plain, template

    func settings(_ change: (inout LDAPSettings) -> Void = { _ in }) throws -> LDAPSettings {
        let server = try LDAPServer()
        let address = self == .tls || self == .template ? "ldaps://127.0.0.1:\(server.port + 1)" : "ldap://127.0.0.1:\(server.port)"
        var settings = LDAPSettings(addresses: [try #require(LDAPAddress(address))], base: "dc=example,dc=com")
        settings.authorities = server.folder + "/ca.pem"
        settings.isPlain = self == .plain
        settings.searcher = LDAPSettings.Searcher(dn: "cn=guanxi,dc=example,dc=com", password: "of the service")
        if self == .template { settings.template = "uid={login},ou=people,dc=example,dc=com" }
        change(&settings)
        return settings
    }

    func directory(_ change: (inout LDAPSettings) -> Void = { _ in }) throws -> LDAPDirectory {
        LDAPDirectory(try settings(change))
    }
}

/// Takes connections and never says a word, unless it is given an answer.
final class SilentServer: Sendable {
    let port: Int
    private let socket: Int32

    var address: String { "ldap://127.0.0.1:\(port)" }

    /// Whether somebody has come and was not taken.
    var hasVisitors: Bool {
        var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, 0) > 0
    }

    /// Answers the requests of the next visitor, one after the other, with the bytes of LDAP messages. Tells of each request, and ends
    /// when the visitor has gone.
    @discardableResult
    func answer(_ answers: [UInt8]...) -> AsyncStream<Void> {
        let (requests, told) = AsyncStream.makeStream(of: Void.self)
        let socket = socket
        Thread.detachNewThread {
            let visitor = accept(socket, nil, nil)
            var request = [UInt8](repeating: 0, count: 4_096)
            var rest = answers[...]
            while read(visitor, &request, request.count) > 0 {
                told.yield()
                if let answer = rest.popFirst() { _ = send(visitor, answer, answer.count, Int32(MSG_NOSIGNAL)) }
            }
            close(visitor)
            told.finish()
        }
        return requests
    }

    init() throws {
        socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let socket = socket
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, length) == 0 && listen(socket, 1_000) == 0 && getsockname(socket, $0, &length) == 0
            }
        }
        try #require(isListening)
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    deinit { close(socket) }
}

/// What a server says, in the bytes of RFC 4511.
enum Message {
    /// BindResponse to the second request: invalidCredentials.
    static let wrongPassword: [UInt8] = [0x30, 0x0C, 0x02, 0x01, 0x02, 0x61, 0x07, 0x0A, 0x01, 0x31, 0x04, 0x00, 0x04, 0x00]
    /// BindResponse to the first request: busy.
    static let busy: [UInt8] = [0x30, 0x0C, 0x02, 0x01, 0x01, 0x61, 0x07, 0x0A, 0x01, 0x33, 0x04, 0x00, 0x04, 0x00]
    /// SearchResultDone to the first request: success.
    static let nothingMore: [UInt8] = [0x30, 0x0C, 0x02, 0x01, 0x01, 0x65, 0x07, 0x0A, 0x01, 0x00, 0x04, 0x00, 0x04, 0x00]

    /// SearchResultReference to the first request.
    static func reference(to address: String) -> [UInt8] {
        let place = Array(address.utf8)
        let body = [0x02, 0x01, 0x01, 0x73, UInt8(place.count + 2), 0x04, UInt8(place.count)] + place
        return [0x30, UInt8(body.count)] + body
    }
}
