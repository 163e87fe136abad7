import ArgumentParser
import API
import Engine
import Foundation
import Kernel
import Yams

/// What an administrator can set: in a YAML file, in the environment, or by option.
struct Settings: Sendable {
    var database = "sqlite:guanxi.sqlite"
    /// The file with the keys that protect identity numbers and other secrets; beside the database unless said otherwise.
    var keyFile = ""
    /// The keys themselves, with commas between them, in place of a file.
    var keys = ""
    /// Where exports lie until they are fetched; beside the database unless said otherwise.
    var filesFolder = ""
    /// A table of provinces, cities, districts and streets; see `script/divisions`.
    var divisionsFile = ""
    var host = "127.0.0.1"
    var port = 8080
    /// Allows the fixed password of the demo company. Never with real data.
    var demo = false
    var logLevel = "info"
    /// The largest request body, in bytes; files for import have a bound of their own.
    var maximumBodyBytes = 2 * 1024 * 1024
    var maximumImportBytes = 200 * 1024 * 1024
    var maximumFileBytes = 50 * 1024 * 1024
    /// How many jobs this server runs at once; 0 leaves jobs and the delivery of events to other servers.
    var workers = 2
    /// How many streams of events a user may have open on this server.
    var maximumStreams = 8
    /// Sends the session cookie over TLS only; for servers behind a TLS proxy.
    var secureCookies = false
    /// PEM files: with both, the server speaks TLS itself.
    var certificate = ""
    var certificateKey = ""
    /// Proxies that are believed about where a request came from, and the header in which they say it.
    var trustedProxies: [AddressBlock] = []
    var forwardedHeader = Proxies.Header.xForwardedFor
    /// Other origins whose pages may use the API.
    var corsOrigins: [String] = []
    var metricsToken = ""
    /// See `Limits`.
    var requestsPerMinute = Limits().requestsPerMinute
    var anonymousRequestsPerMinute = Limits().anonymousRequestsPerMinute
    var heavyQueries = Limits().heavyQueries
    var querySeconds = 10
    var maximumConnections = Limits().connections
    /// How people come in and how long they stay.
    var accounts = AccountSettings()
    /// The address at which people reach the server; the other system sends them back to it.
    var publicURL: String?
    /// An OpenID provider through which people may log in.
    var oidcIssuer: String?
    var oidcClientID: String?
    /// Holds the client's secret; left out for a public client.
    var oidcClientSecretFile: String?
    var oidcLoginClaim = "preferred_username"
    /// Whoever logs in through it and is no user yet becomes one, without rights.
    var oidcCreatesUsers = false
    /// Holds passwords that are refused, one a line.
    var commonPasswordsFile: String?
    /// The folder of a working copy whose pages are read at every request, for those who work on them.
    var webSource = ""
    /// Addresses of the company's own network that webhooks may be sent to, which otherwise go to the public internet alone.
    var webhookPrivateTargets: [AddressBlock] = []
    /// PEM: who may have signed the certificates of mail servers; the system's authorities unless said otherwise.
    var mailAuthorityFile: String?
    /// The LDAP directory that knows people's passwords.
    var directory = DirectorySettings()

    /// After how many days without a backup administrators are warned; 0 for never.
    var backupWarningDays = 2
    /// What was set, as it was written, but for secrets: backups note it.
    private(set) var written: [String: String] = [:]

    /// Each setting: its name in the file, from which the name in the environment follows, and how its text is read.
    typealias Reader = (name: String, read: @Sendable (inout Settings, String) -> Bool)

    private static let readers = plainReaders + directoryReaders
    private static let plainReaders: [Reader] = [
        ("database", { $0.database = $1; return !$1.isEmpty }),
        ("keyFile", { $0.keyFile = $1; return !$1.isEmpty }),
        ("keys", { $0.keys = $1; return !$1.isEmpty }),
        ("filesFolder", { $0.filesFolder = $1; return !$1.isEmpty }),
        ("divisionsFile", { $0.divisionsFile = $1; return !$1.isEmpty }),
        ("host", { $0.host = $1; return !$1.isEmpty }),
        ("port", { read(Int($1), in: 0...65_535, into: &$0.port) }),
        ("demo", { read($1, into: &$0.demo) }),
        ("logLevel", { $0.logLevel = $1; return ["trace", "debug", "info", "notice", "warning", "error", "critical"].contains($1) }),
        ("maximumBodyBytes", { read(Int($1), in: 1_024...1_073_741_824, into: &$0.maximumBodyBytes) }),
        ("maximumImportBytes", { read(Int($1), in: 1_024...68_719_476_736, into: &$0.maximumImportBytes) }),
        ("maximumFileBytes", { read(Int($1), in: 1_024...4_294_967_296, into: &$0.maximumFileBytes) }),
        ("workers", { read(Int($1), in: 0...64, into: &$0.workers) }),
        ("maximumStreams", { read(Int($1), in: 1...1_000, into: &$0.maximumStreams) }),
        ("secureCookies", { read($1, into: &$0.secureCookies) }),
        ("certificate", { $0.certificate = $1; return true }),
        ("certificateKey", { $0.certificateKey = $1; return true }),
        ("trustedProxies", { read($1, each: { AddressBlock($0) }, into: &$0.trustedProxies) }),
        ("forwardedHeader", { settings, text in
            guard let header = Proxies.Header(rawValue: text.lowercased()) else { return false }
            settings.forwardedHeader = header
            return true
        }),
        ("corsOrigins", { read($1, each: origin, into: &$0.corsOrigins) }),
        ("metricsToken", { $0.metricsToken = $1; return $1.utf8.count >= 16 || $1.isEmpty }),
        ("requestsPerMinute", { read(Int($1), in: 0...1_000_000, into: &$0.requestsPerMinute) }),
        ("anonymousRequestsPerMinute", { read(Int($1), in: 0...1_000_000, into: &$0.anonymousRequestsPerMinute) }),
        ("heavyQueries", { read(Int($1), in: 1...1_000, into: &$0.heavyQueries) }),
        ("querySeconds", { read(Int($1), in: 1...600, into: &$0.querySeconds) }),
        ("maximumConnections", { read(Int($1), in: 1...1_000_000, into: &$0.maximumConnections) }),
        ("sessionIdleMinutes", { read(Int($1), in: 5...1_440, into: &$0.accounts.idleMinutes) }),
        ("sessionHours", { read(Int($1), in: 1...168, into: &$0.accounts.sessionHours) }),
        ("requireSecondFactor", { read($1, into: &$0.accounts.requiresSecondFactor) }),
        ("publicURL", { $0.publicURL = $1; return $1.hasPrefix("https://") || $1.hasPrefix("http://") }),
        ("mailAuthorityFile", { $0.mailAuthorityFile = $1; return !$1.isEmpty }),
        ("oidcIssuer", { $0.oidcIssuer = $1; return !$1.isEmpty }),
        ("oidcClientID", { $0.oidcClientID = $1; return !$1.isEmpty }),
        ("oidcClientSecretFile", { $0.oidcClientSecretFile = $1; return !$1.isEmpty }),
        ("oidcLoginClaim", { $0.oidcLoginClaim = $1; return !$1.isEmpty }),
        ("oidcCreatesUsers", { read($1, into: &$0.oidcCreatesUsers) }),
        ("webSource", { $0.webSource = $1; return true }),
        ("webhookPrivateTargets", { $0.readPrivateTargets($1) }),
        ("backupWarningDays", { read(Int($1), in: 0...366, into: &$0.backupWarningDays) }),
        ("commonPasswordsFile", { $0.commonPasswordsFile = $1; return !$1.isEmpty }),
    ]

    static var names: [String] { readers.map(\.name) }

    /// Names in the environment that are not settings but begin like one.
    private static let otherVariables: Set<String> = ["GUANXI_CONFIG", moveTarget]
    /// Where `guanxi move` finds the database to move to when its password must not stand among the arguments.
    static let moveTarget = "GUANXI_MOVE_TO"
    /// What no backup notes.
    private static let secrets: Set<String> = ["database", "keys", "metricsToken"]

    struct Mistake: Error, CustomStringConvertible {
        let description: String
    }

    static func load(file: String?, environment: [String: String] = ProcessInfo.processInfo.environment) throws -> Settings {
        var settings = Settings()
        let named = file ?? environment["GUANXI_CONFIG"]
        if let path = named ?? (FileManager.default.fileExists(atPath: "guanxi.yaml") ? "guanxi.yaml" : nil) {
            try settings.read(file: path)
        }
        for (name, value) in environment.sorted(by: { $0.key < $1.key }) where name.hasPrefix("GUANXI_") && !otherVariables.contains(name) && !name.hasPrefix("GUANXI_TEST_") {
            guard let reader = readers.first(where: { variable($0.name) == name }) else {
                throw Mistake(description: "unknown setting \(name) in the environment; known are \(names.map(variable).joined(separator: ", "))")
            }
            guard reader.read(&settings, value) else { throw Mistake(description: "\(name): \(value) is no value for this setting") }
            settings.note(reader.name, value)
        }
        return settings
    }

    private mutating func read(file path: String) throws {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw Mistake(description: "cannot read the settings file \(path)")
        }
        let node = try Yams.compose(yaml: text)
        guard let mapping = node?.mapping else {
            if node == nil { return }
            throw Mistake(description: "\(path): settings are lines of `name: value`")
        }
        for (key, value) in mapping {
            let name = key.string ?? ""
            guard let reader = Self.readers.first(where: { $0.name == name }) else {
                throw Mistake(description: "\(path): unknown setting \(name); known are \(Self.names.joined(separator: ", "))")
            }
            guard let text = value.scalar?.string, reader.read(&self, text) else {
                throw Mistake(description: "\(path): \(name): this is no value for the setting")
            }
            note(name, text)
        }
    }

    private mutating func note(_ name: String, _ text: String) {
        if !Self.secrets.contains(name) { written[name] = text }
    }

    /// Items between commas; all of them or none.
    static func read<Item>(_ text: String, each item: (String) -> Item?, into target: inout [Item]) -> Bool {
        let parts = text.split { $0 == "," || $0.isWhitespace }.map(String.init)
        let items = parts.compactMap(item)
        guard items.count == parts.count else { return false }
        target = items
        return true
    }

    /// Scheme, host and perhaps a port, as a browser writes it in `Origin`; no star, no path.
    private static func origin(_ text: String) -> String? {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(), ["http", "https"].contains(scheme),
            let host = parts.host?.lowercased(), !host.isEmpty, !host.contains("*"), parts.path.isEmpty, parts.query == nil, parts.user == nil
        else { return nil }
        return "\(scheme)://\(host)" + (parts.port.map { ":\($0)" } ?? "")
    }

    /// The files of the certificate; one without the other is a mistake.
    var pair: (chain: String, key: String)? {
        get throws {
            guard certificate.isEmpty == certificateKey.isEmpty else {
                throw Mistake(description: "certificate and certificateKey belong together: set both or none")
            }
            return certificate.isEmpty ? nil : (certificate, certificateKey)
        }
    }

    /// What the API needs of the settings.
    var api: APISettings {
        var api = APISettings(
            host: host, port: port, isDemo: demo, maximumBodyBytes: maximumBodyBytes, maximumImportBytes: maximumImportBytes,
            sessionCookieIsSecure: secureCookies)
        api.proxies = Proxies(trusted: trustedProxies, header: forwardedHeader)
        api.corsOrigins = Set(corsOrigins)
        api.metricsToken = metricsToken.isEmpty ? nil : metricsToken
        api.limits.requestsPerMinute = requestsPerMinute
        api.limits.anonymousRequestsPerMinute = anonymousRequestsPerMinute
        api.limits.heavyQueries = heavyQueries
        api.limits.queryTime = .seconds(querySeconds)
        api.limits.connections = maximumConnections
        api.version = Guanxi.configuration.version
        api.backupWarningDays = backupWarningDays
        return api
    }

    /// `maximumBodyBytes` → `GUANXI_MAXIMUM_BODY_BYTES`, `publicURL` → `GUANXI_PUBLIC_URL`.
    private static func variable(_ name: String) -> String {
        "GUANXI_" + name.replacing(#/([a-z])([A-Z])/#) { "\($0.output.1)_\($0.output.2)" }.uppercased()
    }

    static func read<T: BinaryInteger>(_ number: Int?, in range: ClosedRange<Int>, into target: inout T) -> Bool {
        guard let number, range.contains(number) else { return false }
        target = T(number)
        return true
    }

    static func read(_ text: String, into target: inout Bool) -> Bool {
        switch text.lowercased() {
        case "true", "yes", "1": target = true
        case "false", "no", "0": target = false
        default: return false
        }
        return true
    }
}
