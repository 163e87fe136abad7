import Foundation
import TestKit
import Testing

@testable import guanxi

/// TLS with certificates that the test has made, asked by a client that others have written.
@Suite struct CertificateTests {
    @Test func `The server speaks TLS 1.2 and newer, and takes a new certificate on SIGHUP`() async throws {
        let program = try Program()
        defer { program.remove() }
        try Self.make("first.example", in: program)
        let port = try Program.freePort()
        let server = try program.start(port: port, environment: [
            "GUANXI_CERTIFICATE": program.folder.path + "/chain.pem", "GUANXI_CERTIFICATE_KEY": program.folder.path + "/key.pem",
        ])
        defer { server.terminate() }
        try await eventually { try Self.curl(program, port, "first.example").status == 0 }

        let answer = try Self.curl(program, port, "first.example", "--include")
        #expect(answer.output.contains("200 OK"))
        #expect(answer.output.lowercased().contains("strict-transport-security: max-age="))
        #expect(try Self.curl(program, port, "first.example", "--tls-max", "1.2").status == 0)
        #expect(try Self.curl(program, port, "first.example", "--tls-max", "1.1", "--tlsv1.1").status != 0)
        #expect(try Self.curl(program, port, "second.example").status != 0)
        for (cipher, isTaken) in [("ECDHE-ECDSA-AES128-GCM-SHA256", true), ("ECDHE-ECDSA-CHACHA20-POLY1305", true), ("ECDHE-ECDSA-AES128-SHA", false), ("ECDHE-ECDSA-AES256-SHA", false)] {
            let answer = try Self.curl(program, port, "first.example", "--tls-max", "1.2", "--ciphers", cipher)
            #expect((answer.status == 0) == isTaken, "\(cipher) \(answer.output)")
        }

        try Self.make("second.example", in: program)
        kill(server.processIdentifier, SIGHUP)
        try await eventually { try Self.curl(program, port, "second.example").status == 0 }
        // A key that is none leaves things as they are.
        try Data("nonsense".utf8).write(to: program.folder.appendingPathComponent("key.pem"))
        kill(server.processIdentifier, SIGHUP)
        for _ in 0..<5 { #expect(try Self.curl(program, port, "second.example").status == 0) }
        #expect(server.isRunning)
    }

    @Test func `A key that is not the certificate's is refused`() throws {
        let program = try Program()
        defer { program.remove() }
        try Self.make("first.example", in: program)
        try Self.make("second.example", in: program, "other")
        let path = program.folder.path

        #expect(throws: Settings.Mistake.self) { try Certificate(chain: path + "/chain.pem", key: path + "/other-key.pem") }
        #expect(throws: Settings.Mistake.self) { try Certificate(chain: path + "/nowhere.pem", key: path + "/key.pem") }
    }

    private static func make(_ name: String, in program: Program, _ prefix: String = "") throws {
        let stem = program.folder.path + "/" + (prefix.isEmpty ? "" : prefix + "-")
        let ended = try run(
            "openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=\(name)",
            "-addext", "subjectAltName=DNS:\(name)", "-keyout", stem + "key.pem", "-out", stem + "chain.pem"])
        try #require(ended.status == 0, "openssl made no certificate: \(ended.output)")
    }

    private static func curl(_ program: Program, _ port: Int, _ name: String, _ more: String...) throws -> (status: Int32, output: String) {
        try run("curl", [
            "--silent", "--show-error", "--max-time", "10", "--cacert", program.folder.path + "/chain.pem",
            "--resolve", "\(name):\(port):127.0.0.1", "https://\(name):\(port)/health/live",
        ] + more)
    }

    private static func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process(), pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        (process.standardOutput, process.standardError) = (pipe, pipe)
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
