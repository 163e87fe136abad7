import Engine
import Hummingbird
import Kernel

/// What happened to accounts, rights and data that left, for auditors.
extension Routes {
    func addSecurityLog(to table: RouteTable<MemberContext>) {
        table.get("/security-log") { request, context in
            let query = try Self.logQuery(try QueryParameters(request).only("kind", "actor", "record", "from", "until", "limit", "cursor"))
            return .json(try await engine.securityLog.page(query, as: context.actor))
        }
        table.get("/security-log/export") { request, context in
            let query = try Self.logQuery(try QueryParameters(request).only("kind", "actor", "record", "from", "until"))
            return try await download("security-log.csv") { write in
                try await engine.securityLog.export(query, as: context.actor, write)
            }
        }
    }

    private static func logQuery(_ parameters: QueryParameters) throws -> SecurityLog.Query {
        var query = SecurityLog.Query()
        query.limit = try parameters.number("limit", 1...200, standard: 50)
        query.kind = try parameters.value("kind", .unknownOption, SecurityLog.Kind.init(rawValue:))
        query.actor = try parameters.value("actor", .badReference) { RecordID($0) }
        query.record = try parameters.value("record", .badReference) { RecordID($0) }
        query.from = try parameters.value("from", .badDateTime) { Instant($0) }
        query.until = try parameters.value("until", .badDateTime) { Instant($0) }
        query.before = try parameters.value("cursor", .badCursor) { RecordID($0)?.rawValue }
        return query
    }
}

extension QueryParameters {
    /// A parameter read by its type; nil when it was not given.
    func value<T>(_ name: String, _ code: ValueProblem.Code, _ read: (String) -> T?) throws -> T? {
        guard let text = self[name] else { return nil }
        guard let value = read(text) else { throw Failure.badQuery(Invalid(name, code, ["option": String(text.prefix(60))])) }
        return value
    }
}
