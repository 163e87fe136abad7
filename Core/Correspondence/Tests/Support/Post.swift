import Foundation
import Mail
import Testing

/// The servers of script/test-mail, whose folder GUANXI_TEST_MAIL names. Without them the tests fail.
struct Post: Sendable {
    static let password = "竹子-bamboo-7"
    let folder: String
    private let ports: [String: Int]

    init() throws {
        folder = try #require(ProcessInfo.processInfo.environment["GUANXI_TEST_MAIL"], "GUANXI_TEST_MAIL is missing: script/test-mail start DIR")
        let lines = try String(contentsOfFile: folder + "/ports", encoding: .utf8).split(separator: "\n").map { $0.split(separator: "=") }
        ports = Dictionary(uniqueKeysWithValues: lines.compactMap { line in Int(line[1]).map { (String(line[0]), $0) } })
    }

    var authorities: String { folder + "/ca.pem" }

    func port(_ name: String) throws -> Int { try #require(ports[name]) }

    /// The address of a mailbox that nobody else uses.
    static func box() -> String { "box-\(UUID().uuidString.lowercased())@crm.test" }

    func imap(_ box: String) throws -> IMAPClient {
        var server = MailServer(host: "localhost", port: try port("imaps"), security: .implicit)
        server.authorities = authorities
        return IMAPClient(server, credentials: MailCredentials(user: box, password: Self.password))
    }

    /// Puts a mail into a box, as a server would that brings it.
    func put(_ mail: String, into box: String) async throws {
        let bytes = Array(mail.replacing("\r\n", with: "\n").replacing("\n", with: "\r\n").utf8)
        try await imap(box).session { try await $0.append(bytes, to: "INBOX", flags: []) }
    }

    /// All mails of a box.
    func mails(in box: String) async throws -> [Message] {
        try await imap(box).session { session in
            _ = try await session.select("INBOX", readOnly: true)
            var mails: [Message] = []
            for uid in try await session.uids(above: 0) {
                if case .mail(let bytes) = try await session.fetch(uid) { mails.append(try Message(bytes)) }
            }
            return mails
        }
    }
}
