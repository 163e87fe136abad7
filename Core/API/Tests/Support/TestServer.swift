import API
import Engine
import Foundation
import Hummingbird
import HummingbirdTesting
import Kernel
import Logging
import Store
import TestKit

/// A server on a fresh database with two users: an administrator and somebody else.
struct TestServer: Sendable {
    let engine: Engine
    let server: APIServer
    let administrator: Caller
    let clerk: Caller
    let nobody: Caller
    let clerkID: RecordID

    /// Whether it is asked through the router or over a real socket.
    enum Way { case router, live }
}

/// The time of all tests that do not care.
let testTime = Instant(milliseconds: 1_790_000_000_000)

func withServer<T: Sendable>(
    _ dialect: Dialect = .sqlite, settings: APISettings = APISettings(), clock: Clock = .fixed(testTime),
    way: TestServer.Way = .router, through wrap: @escaping @Sendable (any Store.Database) -> any Store.Database = { $0 },
    logTo written: (@Sendable (String) -> Void)? = nil, divisions: URL? = nil,
    _ test: @escaping @Sendable (TestServer) async throws -> T
) async throws -> T {
    try await withDatabase(dialect) { database in
        let (engine, _) = try await Engine.start(wrap(database), modules: [try Workshop()], divisions: divisions, clock: clock)
        var logger = Logger(label: "test") { _ in written.map { LineLog($0) as any LogHandler } ?? SwiftLogNoOpLogHandler() }
        logger.logLevel = written == nil ? .error : .info
        let server = try APIServer(engine: engine, settings: settings, logger: logger)
        let (_, boss) = try await engine.makeUser("boss", isAdministrator: true, .chinese)
        let (clerkID, clerk) = try await engine.makeUser("clerk", isAdministrator: false, .english)
        let result = try await server.application.test(way == .router ? .router : .live) { client in
            let made = TestServer(
                engine: engine, server: server, administrator: Caller(client, token: boss), clerk: Caller(client, token: clerk),
                nobody: Caller(client, token: nil), clerkID: clerkID)
            return try await test(made)
        }
        await engine.stop()
        return result
    }
}

/// Writes `level message code=… user=…`, and what else there is.
private struct LineLog: LogHandler {
    let write: @Sendable (String) -> Void
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    init(_ write: @escaping @Sendable (String) -> Void) { self.write = write }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { _, new in new }.filter { $0.key != "request" }
        let words = all.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        write(([event.level.rawValue, event.message.description] + words).joined(separator: " "))
    }
}

extension Engine {
    fileprivate func makeUser(_ login: String, isAdministrator: Bool, _ language: User.Speech) async throws -> (RecordID, String) {
        let values: Values = [
            "login": .text(login), "name": .text(login), "isAdministrator": .flag(isAdministrator), "language": language.value,
            "roles": .list(isAdministrator ? [] : [.reference(try await makeMemberRole())]),
        ]
        let user = try await perform(.create(values), on: User.schema.definition, as: .system).id
        return (user, try await accounts.grant(.token, to: user, name: "test", milliseconds: 3_600_000).secret)
    }
}
