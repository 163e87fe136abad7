public import Engine
public import Hummingbird
import HummingbirdCore
import Kernel
public import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

/// The HTTP server of one engine: REST, OpenAPI, sessions, health. Every route is made from the catalogue.
public struct APIServer: Sendable {
    private let engine: Engine
    private let settings: APISettings
    private let logger: Logger
    private let setup: Setup
    private let departures = Departures()
    private let responder: RouterResponder<VisitorContext>

    private let answers: ConnectionGuard.Answers

    public init(engine: Engine, settings: APISettings = APISettings(), logger: Logger) throws {
        (self.engine, self.settings, self.logger) = (engine, settings, logger)
        setup = Setup(engine: engine, isDemo: settings.isDemo)
        // Before a request has been read, nobody has said in which language to answer.
        let wording = Wording(engine.catalogue, .chinese)
        answers = ConnectionGuard.Answers(
            malformed: Problem(Failure.malformed, wording),
            headersTooLarge: Problem(Failure.headersTooLarge(limit: settings.limits.headerBytes), wording))
        let web = try settings.web.map { try WebShelf($0, engine.catalogue.texts) }
        responder = Routes(engine: engine, settings: settings, setup: setup, departures: departures, web: web).router.buildResponder()
    }

    /// The one-time token with which `POST /api/v1/setup` makes the first administrator; nil when there is somebody who can log
    /// in, and in demo mode.
    public var setupToken: String? {
        get async throws { try await setup.isOpen ? setup.token : nil }
    }

    /// Serves until it is told to stop; does not stop the engine.
    public var application: some ApplicationProtocol {
        Application(
            responder: responder,
            server: server,
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port), serverName: nil,
                availableConnectionsDelegate: .maximum(settings.limits.connections, logger: logger)),
            onServerRunning: { [settings] channel in await settings.whenRunning(channel.localAddress?.port ?? settings.port) },
            logger: logger)
    }

    private var server: HTTPServerBuilder {
        let (answers, limits) = (answers, settings.limits)
        let http = HTTPServerBuilder.http1(
            configuration: .init(
                additionalChannelHandlers: [
                    ConnectionGuard(answers, bytesPerSecond: limits.bodyBytesPerSecond), departures.handler(),
                ],
                idleTimeout: .init(settings.idleTimeout),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: limits.headerBytes, maxHeaderListSize: limits.headerBytes, maxHeaderFieldCount: 100)))
        return settings.transport(http)
    }

    /// Serves until SIGTERM or SIGINT: then running requests end, no new ones are taken, and the engine stops.
    public func run() async throws {
        var configuration = ServiceGroupConfiguration(
            services: [application], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = settings.shutdownTimeout
        let result = await Result { try await ServiceGroup(configuration: configuration).run() }
        await engine.stop()
        try result.get()
    }
}

extension Result where Failure == any Error {
    /// What an asynchronous call came to.
    fileprivate init(catching body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
