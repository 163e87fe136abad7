import API
import Engine
import Foundation
import Testing

@testable import guanxi

@Suite struct SettingsTests {
    private func load(_ yaml: String, environment: [String: String] = [:]) throws -> Settings {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("guanxi-\(UUID().uuidString).yaml").path
        try yaml.write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try Settings.load(file: path, environment: environment)
    }

    @Test func `The environment wins over the file`() throws {
        let settings = try load("port: 9000\ndatabase: sqlite:a.sqlite\n", environment: ["GUANXI_PORT": "9001", "HOME": "/"])

        #expect(settings.port == 9_001)
        #expect(settings.database == "sqlite:a.sqlite")
    }

    @Test(arguments: ["prot: 9000", "port: many", "port: 70000", "demo: perhaps", "- port", "logLevel: loud", "port: [1]",
        "trustedProxies: 10.0.0.1/8", "trustedProxies: here", "forwardedHeader: x-real-ip", "corsOrigins: '*'", "corsOrigins: https://a.example/path",
        "corsOrigins: a.example", "metricsToken: short", "requestsPerMinute: -1", "heavyQueries: 0", "querySeconds: 0", "sessionHours: 0",
        "requireSecondFactor: maybe", "ldapURLs: http://a", "ldapURLs: ''", "ldapURLs: 'ldaps://a, ldaps://b/dc=x'", "ldapBase: people",
        "ldapFilter: (uid=li)", "ldapFilter: uid={login}", "ldapUserDN: uid=li,dc=x", "ldapLoginAttribute: uid)(cn=*", "ldapSeconds: 0",
        "ldapConnectSeconds: soon", "ldapPlain: perhaps"])
    func `A setting that is unknown or has no such value is refused`(_ yaml: String) {
        #expect(throws: Settings.Mistake.self) { try load(yaml) }
    }

    @Test(arguments: [["GUANXI_PROT": "1"], ["GUANXI_PORT": "x"]])
    func `So is one in the environment`(_ environment: [String: String]) {
        #expect(throws: Settings.Mistake.self) { try load("", environment: environment) }
    }

    @Test func `Whoever lets others connect without TLS or a proxy is warned`() throws {
        let bare = try load("")
        for host in ["127.0.0.1", "127.8.8.8", "::1", "localhost"] { #expect(bare.exposure(on: host) == nil, "\(host)") }
        for host in ["0.0.0.0", "::", "10.0.0.7", "crm.example.com"] { #expect(bare.exposure(on: host)?.hasPrefix("Warning") == true, "\(host)") }

        #expect(try load("trustedProxies: 10.0.0.1\n").exposure(on: "0.0.0.0") == nil)
        #expect(try load("certificate: a.pem\ncertificateKey: b.pem\n").exposure(on: "0.0.0.0") == nil)
    }

    @Test func `Lists stand between commas`() throws {
        let settings = try load("trustedProxies: 10.0.0.0/8, ::1\ncorsOrigins: https://A.example, http://b.example:81\n")

        #expect(settings.api.proxies.trusted.count == 2)
        #expect(settings.api.corsOrigins == ["https://a.example", "http://b.example:81"])
    }

    @Test func `A certificate without its key is refused`() throws {
        let settings = try load("certificate: chain.pem\n")

        #expect(throws: Settings.Mistake.self) { try settings.pair }
    }

    @Test(arguments: [
        ("ldapBase: dc=x", "ldapURLs"), ("ldapPlain: true", "ldapURLs"), ("ldapURLs: ldaps://a", "ldapBase"),
        ("ldapURLs: ldaps://a\nldapUserDN: uid={login},dc=x\nldapFilter: (uid={login})", "ldapFilter"),
        ("ldapURLs: ldaps://a\nldapBase: dc=x\nldapBindDN: cn=a", "ldapBindPasswordFile"),
        ("ldapURLs: ldaps://a\nldapBase: dc=x\nldapBindDN: cn=a\nldapBindPasswordFile: /nowhere", "/nowhere"),
        ("ldapURLs: ldaps://a\nldapBase: dc=x\nldapBindDN: cn=a\nldapBindPasswordFile: /dev/null", "ldapBindPasswordFile"),
        ("ldapURLs: ldaps://a\nldapBase: dc=x\nldapAuthorityFile: /nowhere", "ldapAuthorityFile"),
    ])
    func `What is missing for a directory is named`(_ yaml: String, _ word: String) throws {
        let settings = try load(yaml)

        let mistake = #expect(throws: Settings.Mistake.self) { try settings.readDirectory() }

        #expect(mistake?.description.contains(word) == true)
    }

    @Test func `A directory is read, and without one there is none`() throws {
        let file = "ldapAuthorityFile: /dev/null\n"

        #expect(try load("").readAccounts().directory == nil)
        #expect(try load(file + "ldapURLs: ldap://a, ldaps://b:636\nldapBase: dc=x\nldapCreatesUsers: true").readAccounts().directory != nil)
        #expect(try load(file + "ldapURLs: ldaps://b\nldapUserDN: uid={login},dc=x").readAccounts().directory != nil)
        #expect(try load("", environment: ["GUANXI_LDAP_URLS": "ldaps://a", "GUANXI_LDAP_LOGIN_ATTRIBUTE": "mail"]).directory.loginAttribute == "mail")
    }

    @Test func `A settings file that is named must be there`() {
        #expect(throws: Settings.Mistake.self) { try Settings.load(file: "/nowhere/guanxi.yaml", environment: [:]) }
    }
}
