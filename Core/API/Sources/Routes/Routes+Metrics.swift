import Engine
import HTTPTypes
import Hummingbird
import Kernel
import Logging

/// Figures for what watches the server.
extension Routes {
    func addMetrics(to table: RouteTable<VisitorContext>) {
        table.get("/metrics") { request, context in
            _ = try QueryParameters(request).only()
            try admit(request, context)
            let own: [any MetricSource] = [ProcessMetrics(version: settings.version), meter]
            var metrics = places.metrics
            for source in own + engine.metricSources {
                do {
                    metrics += try await source.metrics()
                } catch {
                    // Above all when something fails, the rest must be seen.
                    context.logger.warning("a source of metrics failed", metadata: ["error": .string("\(error)")])
                }
            }
            return .text(MetricText.text(metrics), type: MetricText.mediaType)
        }
    }

    /// With the token, from anywhere. Without one in the settings, from this machine itself, and not through a proxy on it.
    private func admit(_ request: Request, _ context: VisitorContext) throws(Failure) {
        if let token = settings.metricsToken {
            let given = request.headers[.authorization]?.split(separator: " ", maxSplits: 1)
            guard let given, given.count == 2, given[0].lowercased() == "bearer", isEqual(given[1].trimmed, token) else {
                throw .wrongMetricsToken
            }
            return
        }
        let isForwarded = [HTTPField.Name.xForwardedFor, .forwarded, .via].contains { request.headers[$0] != nil }
        guard !isForwarded, context.client.address?.isLoopback == true else { throw .metricsClosed }
    }
}

/// Takes as long for a nearly right secret as for a wrong one.
func isEqual(_ given: String, _ secret: String) -> Bool {
    let given = Array(given.utf8), secret = Array(secret.utf8)
    var difference = given.count ^ secret.count
    for index in secret.indices { difference |= Int(secret[index]) ^ Int(given.isEmpty ? 0 : given[index % given.count]) }
    return difference == 0
}
