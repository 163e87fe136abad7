import Engine
import HTTPTypes
import Hummingbird
import Synchronization

/// Counts and times requests by method, route and class of status. A route is a pattern such as `/api/v1/{resource}/{id}`, never
/// an address, so their number is known and nobody's data are in them.
final class RequestMeter: MetricSource {
    struct Route: Sendable, Hashable {
        let method: String
        let path: String
    }

    private struct State {
        var running = 0
        var times: [Route: Histogram] = [:]
        var statuses: [Route: [Int: Int]] = [:]
        var recent = RecentRequests()
    }

    private let state = Mutex(State())
    private let start = ContinuousClock.now

    private var second: Int64 { (ContinuousClock.now - start).components.seconds }

    func begin() { state.withLock { $0.running += 1 } }

    /// How long the requests of the last minute took.
    var recent: Histogram { state.withLock { [second] in $0.recent.times(at: second) } }

    func end(_ route: Route, status: Int, _ duration: Duration) {
        state.withLock { [second] state in
            state.running -= 1
            state.recent.add(duration, at: second)
            state.times[route, default: Histogram()].add(duration)
            state.statuses[route, default: [:]][status / 100, default: 0] += 1
        }
    }

    func metrics() -> [Metric] {
        let state = state.withLock { $0 }
        let routes = state.times.keys.sorted { ($0.path, $0.method) < ($1.path, $1.method) }
        func labels(_ route: Route) -> [String: String] { ["method": route.method, "route": route.path] }
        return [
            Metric("guanxi_http_requests_running", "Requests that are being answered.", .gauge, [.init([:], Double(state.running))]),
            Metric(
                "guanxi_http_requests_total", "Answered requests.", .counter,
                routes.flatMap { route in
                    (state.statuses[route] ?? [:]).sorted { $0.key < $1.key }.map { status, count in
                        .init(labels(route).merging(["status": "\(status)xx"]) { first, _ in first }, Double(count))
                    }
                }),
            Metric(
                "guanxi_http_request_seconds", "From the head of the request to the head of the answer.", .histogram,
                routes.flatMap { (state.times[$0] ?? Histogram()).samples(labels($0)) }),
        ]
    }
}

/// Measures every request.
struct Measuring: RouterMiddleware {
    typealias Context = VisitorContext

    let meter: RequestMeter

    private static let methods: Set<HTTPRequest.Method> = [.get, .head, .post, .put, .patch, .delete, .options]

    func handle(
        _ request: Request, context: VisitorContext, next: (Request, VisitorContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        meter.begin()
        var status = HTTPResponse.Status.internalServerError
        defer {
            // What a client invents must not make new series.
            let method = Self.methods.contains(request.method) ? request.method.rawValue : "other"
            meter.end(.init(method: method, path: context.endpointPath ?? "none"), status: status.code, ContinuousClock.now - start)
        }
        let response = try await next(request, context)
        status = response.status
        return response
    }
}
