public import Kernel
import Store

extension SecurityLog {
    /// Which entries are wanted, newest first.
    public struct Query: Sendable, Hashable {
        public var kind: Kind?
        public var actor: RecordID?
        public var record: RecordID?
        public var from: Instant?
        public var until: Instant?
        /// Only entries older than this number: the `page.next` of the page before.
        public var before: Int64?
        public var limit = 50

        public init() {}

        /// Lives on the primary key, or on the index of the one thing that is asked for.
        fileprivate func condition(before: Int64?) -> SQL {
            var parts: [SQL] = ["number < \(before ?? .max)"]
            if let kind { parts.append("kind = \(kind.rawValue)") }
            if let actor { parts.append("(actor_id = \(actor.rawValue) OR impersonator_id = \(actor.rawValue))") }
            if let record { parts.append("record_id = \(record.rawValue)") }
            if let from { parts.append("at >= \(from.milliseconds)") }
            if let until { parts.append("at < \(until.milliseconds)") }
            return parts.joined(by: " AND ")
        }

        fileprivate func select(before: Int64?, limit: Int) -> SQL {
            """
            SELECT \(Link.columns)
            FROM \(name: SystemTables.securityLog)
            WHERE \(condition(before: before))
            ORDER BY number DESC
            LIMIT \(limit)
            """
        }
    }

    /// A page for whoever may read the log: `{"data":[{"number","at","kind","actor","impersonator","address","subject","details"}],
    /// "page":{"next"}}`.
    public func page(_ query: Query, as actor: Actor) async throws -> [UInt8] {
        try engine.permissions.checkSecurityLog(actor)
        return try await engine.read(as: actor) { reader in
            var links = try reader.session.rows(query.select(before: query.before, limit: query.limit + 1)).map(Link.init)
            let hasMore = links.count > query.limit
            if hasMore { links.removeLast() }
            let people = try reader.names(in: links)
            let next: JSON = hasMore ? links.last.map { .string(String($0.number)) } ?? .null : .null
            let page: JSON = ["data": .array(links.map { $0.json(people) }), "page": ["next": next]]
            return Array(page.text.utf8)
        }
    }

    /// The same entries as a file, all of them, newest first, in pieces. That somebody took it is written into the log too.
    public func export(_ query: Query, as actor: Actor, _ body: @escaping @Sendable ([UInt8]) throws -> Void) async throws {
        try engine.permissions.checkSecurityLog(actor)
        let count = try await engine.read(as: actor, limit: nil) { reader in
            var writer = CSVWriter(byteOrderMark: true)
            writer.write(Link.header)
            var count = 0, before = query.before
            while true {
                let links = try reader.session.rows(query.select(before: before, limit: Self.entriesPerPiece)).map(Link.init)
                let people = try reader.names(in: links)
                for link in links { writer.write(link.line(people)) }
                try body(writer.take())
                count += links.count
                guard links.count == Self.entriesPerPiece else { return count }
                before = links.last?.number
            }
        }
        try await engine.write(as: actor) { $0.note(.export, of: Subject("securityLog"), ["records": JSON(count)]) }
    }

    private static let entriesPerPiece = 500
}

extension Reader {
    /// Who acted in these entries, by name.
    fileprivate func names(in links: [SecurityLog.Link]) throws -> [RecordID: String] {
        let people = Set(links.flatMap { [$0.actor, $0.impersonator] }.compactMap { $0.map(RecordID.init(rawValue:)) })
        return try titles(User.schema.definition, people)
    }
}

extension SecurityLog.Link {
    fileprivate func json(_ people: [RecordID: String]) -> JSON {
        func person(_ id: Int64?) -> JSON {
            guard let id = id.map(RecordID.init(rawValue:)) else { return .null }
            return ["id": .string(id.description), "title": .string(people[id] ?? "")]
        }
        let subject: JSON = entity.map { entity in
            ["entity": .string(entity), "id": record.map { .string(String($0)) } ?? .null]
        } ?? .null
        return [
            "number": JSON(number), "at": .string(Instant(milliseconds: at).description), "kind": .string(kind),
            "actor": person(actor), "impersonator": person(impersonator), "address": address.map(JSON.string) ?? .null,
            "subject": subject, "details": (try? JSON.parse(details)) ?? .null,
        ]
    }

    fileprivate static let header = [
        "number", "at", "kind", "actor", "actor.name", "impersonator", "impersonator.name", "address", "entity", "record", "details", "hash",
    ]

    fileprivate func line(_ people: [RecordID: String]) -> [String] {
        func person(_ id: Int64?) -> [String] { [id.map(String.init) ?? "", id.flatMap { people[RecordID(rawValue: $0)] } ?? ""] }
        return [String(number), Instant(milliseconds: at).description, kind] + person(actor) + person(impersonator)
            + [address ?? "", entity ?? "", record.map(String.init) ?? "", details, hash]
    }
}
