import API
import ArgumentParser
import Engine
import Logging

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Start the server.")

    @OptionGroup var common: CommonOptions

    @Option(help: "The address to listen on.")
    var host: String?

    @Option(help: "The port to listen on.")
    var port: Int?

    @Flag(help: "Allow the fixed password of the demo company. Never with real data.")
    var demo = false

    func run() async throws {
        try await common.withEngine { engine, settings in
            var logger = Logger(label: "guanxi")
            logger.logLevel = Logger.Level(rawValue: settings.logLevel) ?? .info
            var api = settings.api
            api.host = host ?? settings.host
            api.port = port ?? settings.port
            api.isDemo = demo || settings.demo
            api.maximumStreams = settings.maximumStreams
            api.singleSignOn = try settings.readSingleSignOn()
            api.createsUsers = settings.oidcCreatesUsers
            api.web = try settings.readWeb()
            if api.web == nil { say("The browser pages are missing: run script/web-libraries, then build again.") }
            let certificate = try settings.pair.map { try Certificate(chain: $0.chain, key: $0.key) }
            if let certificate {
                (api.isEncrypted, api.sessionCookieIsSecure) = (true, true)
                api.transport = { certificate.transport($0) }
            }
            let scheme = certificate == nil ? "http" : "https"
            let server = try APIServer(engine: engine, settings: api, logger: logger)
            if let token = try await server.setupToken {
                say("""
                    Nobody can log in yet. Make the first administrator with this one-time token:

                      curl -X POST \(scheme)://\(api.host):\(api.port)/api/v1/setup -H 'Content-Type: application/json' \\
                        -d '{"token":"\(token)","login":"admin","name":"Administrator","password":"…"}'

                    """)
            }
            say("Guanxi listens on \(scheme)://\(api.host):\(api.port)")
            if let exposure = settings.exposure(on: api.host) { say(exposure) }
            let following = certificate.map { certificate in Task { await certificate.followHangups(say) } }
            defer { following?.cancel() }
            if settings.workers > 0 { await engine.startWorkers(count: settings.workers) }
            try await server.run()
        }
    }
}
