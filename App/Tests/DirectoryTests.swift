import Foundation
import Kernel
import Testing

@testable import guanxi

/// The program with an LDAP directory: `script/test-ldap start DIR` prints the folder for `GUANXI_TEST_LDAP`.
@Suite struct DirectoryTests {
    /// The settings of a server whose directory listens at this address, or at the one of the tests.
    private func environment(of program: Program, address: String? = nil) throws -> [String: String] {
        let folder = try #require(ProcessInfo.processInfo.environment["GUANXI_TEST_LDAP"], "Run the tests with script/test.")
        let port = try #require(Int(try String(contentsOfFile: folder + "/port", encoding: .utf8).filter(\.isNumber)))
        let password = program.folder.appendingPathComponent("directory-password").path
        try "of the service\n".write(toFile: password, atomically: true, encoding: .utf8)
        return [
            "GUANXI_LDAP_URLS": address ?? "ldaps://127.0.0.1:\(port + 1)", "GUANXI_LDAP_BASE": "dc=example,dc=com",
            "GUANXI_LDAP_BIND_DN": "cn=guanxi,dc=example,dc=com", "GUANXI_LDAP_BIND_PASSWORD_FILE": password,
            "GUANXI_LDAP_AUTHORITY_FILE": folder + "/ca.pem", "GUANXI_LDAP_CREATES_USERS": "true", "GUANXI_LDAP_CONNECT_SECONDS": "1",
        ]
    }

    private func logIn(_ server: Program.Server, _ login: String, _ password: String) async throws -> Client.Answer {
        let body = #"{"login":"\#(login)","password":"\#(password)"}"#
        return try #require(await Client(port: server.port).send("POST", "/api/v1/session", body, language: "zh-CN"))
    }

    @Test("People come in by their password of the directory, and nobody else by it")
    func logIn() async throws {
        var program = try Program()
        defer { program.remove() }
        program.environment.merge(try environment(of: program)) { $1 }
        _ = try program.makeUser("admin")
        let server = try await program.serve()
        defer { server.stop() }

        let min = try await logIn(server, "LI.min", "竹子-bamboo-7"), again = try await logIn(server, "li.min", "竹子-bamboo-7")
        #expect(min.status == 201 && min.json["user"]?["login"] == "li.min" && min.json["user"]?["name"] == "李敏")
        #expect(min.json["user"]?["isAdministrator"] == false && again.json["user"]?["id"] == min.json["user"]?["id"])
        #expect(try await logIn(server, #"a(b*c,d\\e"#, "柳树-willow-9").json["user"]?["name"] == "欧阳娜")
        for (login, password) in [("li.min", "竹子-bamboo-8"), ("*", "竹子-bamboo-7"), ("li.min)(uid=*", "竹子-bamboo-7"), ("zhao", "杨树-poplar-1"), ("ghost", "x")] {
            let refused = try await logIn(server, login, password)
            #expect(refused.status == 401 && refused.json["code"] == "wrongLogin", "\(login)")
        }
        #expect(try await logIn(server, "li.min", "").status == 422)
        #expect(try await logIn(server, "admin", "correct horse").status == 201)
    }

    @Test("When the directory is away, whoever has a password here comes in, and all others are told in time")
    func away() async throws {
        var program = try Program()
        defer { program.remove() }
        program.environment.merge(try environment(of: program, address: "ldaps://127.0.0.1:1")) { $1 }
        _ = try program.makeUser("admin")
        let server = try await program.serve()
        defer { server.stop() }

        for login in ["admin", "li.min", "ghost"] {
            let answer = try await logIn(server, login, "wrong")
            #expect(answer.status == 503 && answer.json["code"] == "directoryUnreachable" && answer.headers["retry-after"] == "30")
            #expect(answer.json["detail"]?.string?.contains("暂时连接不上公司目录") == true && !answer.body.contains("ldaps"))
        }
        #expect(try await logIn(server, "admin", "correct horse").status == 201)
    }
}
