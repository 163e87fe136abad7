import Foundation
import Testing

@testable import Mail

/// The servers of script/test-mail, whose folder GUANXI_TEST_MAIL names. Without them the tests fail.
struct MailServers {
    static let password = "竹子-bamboo-7"

    private let folder: String
    private let ports: [String: Int]

    init() throws {
        folder = try #require(ProcessInfo.processInfo.environment["GUANXI_TEST_MAIL"], "GUANXI_TEST_MAIL is missing: script/test-mail start DIR")
        let lines = try String(contentsOfFile: folder + "/ports", encoding: .utf8).split(separator: "\n").map { $0.split(separator: "=") }
        ports = Dictionary(uniqueKeysWithValues: lines.compactMap { line in Int(line[1]).map { (String(line[0]), $0) } })
    }

    /// Where `name` of the file `ports` listens, by the authority that has signed its certificate.
    func server(_ name: String, _ security: MailServer.Security, host: String = "localhost", authority: String = "ca") throws -> MailServer {
        var server = MailServer(host: host, port: try #require(ports[name]), security: security)
        server.authorities = "\(folder)/\(authority).pem"
        return server
    }

    func smtp(_ user: String = "guanxi", password: String = password) throws -> SMTPClient {
        SMTPClient(try server("smtp", .required), credentials: MailCredentials(user: user, password: password))
    }

    func failing(replyTime: Duration = .seconds(60)) throws -> SMTPClient {
        var server = try server("failing", .plain)
        server.replyTime = replyTime
        return SMTPClient(server, credentials: nil)
    }

    func imap(_ box: MailAddress, password: String = password) throws -> IMAPClient {
        IMAPClient(try server("imaps", .implicit), credentials: MailCredentials(user: box.address, password: password))
    }

    /// A mailbox that nobody else uses.
    func box() throws -> MailAddress { try MailAddress("box-\(UUID().uuidString.lowercased())@crm.test", name: "客户服务") }

    /// Sends, and waits until the mail lies in the box; then calls with the folder open.
    func arrive<Result: Sendable>(
        _ mail: [UInt8], in box: MailAddress, _ work: (IMAPSession, UInt32) async throws -> Result
    ) async throws -> Result {
        let delivery = try await smtp().session { try await $0.send(mail, from: nil, to: [box]) }
        #expect(delivery.accepted == [box])
        return try await imap(box).session { session in
            _ = try await session.select("INBOX")
            while true {
                if let uid = try await session.uids(above: 0).last { return try await work(session, uid) }
                _ = try await session.waitForNews(atMost: .seconds(20))
            }
        }
    }
}

extension Draft {
    static func sample(to box: MailAddress, subject: String = "关于续保的问题：您的保单将于下月到期，请及时联系我们办理续保手续（第二次提醒）") throws -> Draft {
        Draft(
            from: try MailAddress("sales@crm.test", name: "李敏, 客户经理"), to: [box], subject: subject, text: "尊敬的客户：\n\n您好！\n.一个点\n",
            messageID: try #require(MessageID("\(UUID().uuidString)@crm.test")), date: Date(timeIntervalSince1970: 1_767_225_600))
    }
}
