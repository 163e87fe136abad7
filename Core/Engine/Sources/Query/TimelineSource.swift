public import Kernel
import Store

/// What stands on the time lines of records beside changes and notes, such as mails. The module that keeps it provides it.
public protocol TimelineSource: Sendable {
    /// The kind of its entries, and the member of an entry that holds what it tells.
    var kind: String { get }

    /// The newest that hang on a record which the actor has been found to see, with ids below `before`, newest first.
    func entries(on id: RecordID, of entity: EntityDefinition, before: RecordID?, limit: Int, _ reader: Reader) throws -> [TimelineItem]
}

/// One of them. Its id is drawn like those of changes and notes, so that the order of ids is that of time for all.
public struct TimelineItem: Sendable {
    public let id: RecordID
    public let at: Instant
    /// Whose doing it is; nil for what came from outside.
    public let actor: RecordID?
    public let content: JSON

    public init(id: RecordID, at: Instant, actor: RecordID?, content: JSON) {
        (self.id, self.at, self.actor, self.content) = (id, at, actor, content)
    }
}

extension Engine {
    var timelineSources: [any TimelineSource] { modules.flatMap(\.timelineSources) }

    /// The kinds of entries that modules add to time lines.
    public var timelineKinds: [String] { timelineSources.map(\.kind) }
}

extension Reader {
    /// What modules have to tell of a record that the actor has been found to see.
    func told(of id: RecordID, _ entity: EntityDefinition, before: RecordID?, limit: Int, _ kinds: TimelineKinds) throws -> [TimelineEntry] {
        guard entity.attachment == nil else { return [] }
        return try engine.timelineSources.filter { kinds.others?.contains($0.kind) ?? true }.flatMap { source in
            try source.entries(on: id, of: entity, before: before, limit: limit + 1, self).map { item in
                TimelineEntry(id: item.id, at: item.at, actor: item.actor, impersonator: nil, kind: source.kind, content: item.content)
            }
        }
    }

    /// What hangs on a record that the actor has been found to see, newest first, by the index on its record: the id and these fields, without
    /// those that the actor does not read.
    public func parts(
        _ part: EntityDefinition, on id: RecordID, of entity: EntityDefinition, _ keys: [String], where rule: Rule = .always, before: RecordID?, limit: Int
    ) throws -> [Values] {
        guard let (recordKey, entityKey) = part.attachment, engine.permissions.may(actor, .read, part) else { return [] }
        let fields = ([Common.id] + keys).compactMap { part[$0] }.filter { actor.rights.right($0, of: part) >= .read && !$0.columns.isEmpty }
        var rule = rule && Self.lives(false) && .compare([recordKey], .equal, .reference(id)) && .compare([entityKey], .equal, .text(entity.name))
        if let before { rule = rule && .compare([Common.id], .less, .reference(before)) }
        var select = select(part)
        let condition = try select.condition(rule)
        let rows = try session.rows(
            """
            SELECT \(SQL.columns(fields.flatMap(\.columns), of: "t0"))
            FROM \(select.tables)
            WHERE \(condition)
            ORDER BY t0.id DESC
            LIMIT \(limit)
            """)
        return rows.map { row in
            var values: Values = [:], start = row.cells.startIndex
            for field in fields {
                let end = start + field.columns.count
                values[field.key] = field.kind.load(row.cells[start..<end])
                start = end
            }
            return values
        }
    }
}
