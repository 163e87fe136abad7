import Engine
import HTTPTypes
import Hummingbird
import Kernel

/// All routes, and what they share. Each file `Routes+…` adds some of them.
struct Routes: Sendable {
    let engine: Engine
    let settings: APISettings
    let setup: Setup
    let departures: Departures
    let documents: Documents.Shelf
    let places: QueryPlaces
    let meter: RequestMeter
    let web: WebShelf?

    /// The longest that a change may keep the database busy.
    static let writeLimit = Duration.seconds(30)

    init(engine: Engine, settings: APISettings, setup: Setup, departures: Departures, web: WebShelf?) {
        self.web = web
        places = QueryPlaces(settings.limits)
        meter = RequestMeter()
        (self.engine, self.settings, self.setup, self.departures) = (engine, settings, setup, departures)
        documents = Documents.Shelf(engine, settings.sessionCookie)
    }

    var router: Router<VisitorContext> {
        let router = Router(context: VisitorContext.self, options: .autoGenerateHeadEndpoints)
        let limits = settings.limits
        router.add(middleware: Arrival(settings: settings))
        router.add(middleware: Measuring(meter: meter))
        router.add(middleware: Compression())
        router.add(middleware: OtherOrigins(allowed: settings.corsOrigins))
        router.add(middleware: ProblemMiddleware(engine: engine))
        router.add(middleware: AddressLength(limit: limits.addressBytes))
        router.add(middleware: AddressLimit(buckets: TokenBuckets(perMinute: limits.anonymousRequestsPerMinute), clock: engine.clock))
        router.add(middleware: Authentication(engine: engine, cookie: settings.sessionCookie))
        router.add(middleware: ProblemMiddleware(engine: engine))
        router.add(middleware: AccountLimit(buckets: TokenBuckets(perMinute: limits.requestsPerMinute), clock: engine.clock))
        router.add(middleware: CrossSite(trusted: settings.corsOrigins, isSecure: settings.sessionCookieIsSecure))
        let visitors = RouteTable(router, departures)
        addPages(to: visitors)
        addHealth(to: visitors)
        addMetrics(to: visitors)
        addEntrances(to: visitors)
        addSingleSignOn(to: visitors)
        addWeb(to: visitors)
        let members = RouteTable(router.group("/api/v1", context: MemberContext.self), departures, prefix: "/api/v1")
        addSession(to: members)
        addOwnAccount(to: members)
        addProfile(to: members)
        addPreferences(to: members)
        addUserAccounts(to: members)
        addMetadata(to: members)
        addSearch(to: members)
        addDivisions(to: members)
        addSystem(to: members)
        addSecurityLog(to: members)
        addTransfer(to: members)
        addImportFiles(to: members)
        addJobs(to: members)
        addEvents(to: members)
        addWebhooks(to: members)
        addDocuments(to: members)
        addNotices(to: members)
        addMail(to: members)
        addEndpoints(to: members)
        addRecords(to: members)
        addChanges(to: members)
        addBulk(to: members)
        addSharing(to: members)
        addNotes(to: members)
        addAttachments(to: members)
        addMerging(to: members)
        refuseOtherMethods(of: visitors.methods.merging(members.methods) { $0 + $1 }, in: router)
        return router
    }

    /// Known paths with other methods are answered with 405 and the methods that there are.
    private func refuseOtherMethods(of known: [String: [HTTPRequest.Method]], in router: Router<VisitorContext>) {
        let standard: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect, .query]
        for (path, methods) in known {
            let allowed = (methods.contains(.get) ? methods + [.head] : methods).sorted { $0.rawValue < $1.rawValue }
            for method in standard where !allowed.contains(method) {
                router.on(RouterPath(path), method: method) { _, _ -> Response in
                    throw Failure.methodNotAllowed(allowed: allowed)
                }
            }
        }
    }
}

/// Adds routes to a group and remembers the methods of each path.
final class RouteTable<Context: RequestContext & Connected> {
    private let group: any RouterMethods<Context>
    private let departures: Departures
    private let prefix: String
    private(set) var methods: [String: [HTTPRequest.Method]] = [:]

    init(_ group: any RouterMethods<Context>, _ departures: Departures, prefix: String = "") {
        (self.group, self.departures, self.prefix) = (group, departures, prefix)
    }

    /// A read: it ends when nobody waits for it any more.
    ///
    /// - Parameter isQuick: it is done before anybody could have left.
    func get(_ path: String, isQuick: Bool = false, _ handler: @escaping @Sendable (Request, Context) async throws -> Response) {
        if isQuick { return on(.get, path, handler) }
        let departures = departures
        on(.get, path) { request, context in
            try await departures.cancelling(on: context.channel) { try await handler(request, context) }
        }
    }

    /// A change: it ends as it would if its client were still there.
    ///
    /// - Parameter repeats: whether the handler keeps answers for `Idempotency-Key`. Elsewhere the header is refused: better no
    ///   promise than one that is not kept.
    func on(
        _ method: HTTPRequest.Method, _ path: String, repeats: Bool = false,
        _ handler: @escaping @Sendable (Request, Context) async throws -> Response
    ) {
        group.on(RouterPath(path), method: method) { request, context -> Response in
            if method == .post, !repeats { try request.refuseIdempotencyKey() }
            return try await handler(request, context)
        }
        methods[prefix + path, default: []].append(method)
    }
}

extension HTTPRequest.Method {
    /// A read with a body; proposed, and not understood here.
    fileprivate static let query = HTTPRequest.Method("QUERY") ?? .trace
}
