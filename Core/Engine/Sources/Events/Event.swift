public import Kernel
import Store

/// That a record was changed: by whom, when, and in which fields; never the values.
public struct Event: Sendable, Hashable {
    /// Its place in the order of all events; grows without end. See decision 011.
    public let place: Int64
    /// The same however often it is delivered: by it a receiver knows what it has seen.
    public let id: RecordID
    public let entity: String
    public let record: RecordID
    /// The record's version after the change.
    public let version: Int64
    public let kind: Change.Kind
    public let at: Instant
    public let actor: RecordID?
    /// The keys of the fields that changed.
    public let fields: [String]

    static let columns: SQL = "place, id, entity, record_id, version, kind, at, actor_id, fields"

    /// Nil for an event of a kind that a newer program wrote.
    init?(_ row: Row) {
        guard let place = row[0].integer, let id = row[1].integer, let record = row[3].integer, let kind = Change.Kind(rawValue: row[5].text ?? "")
        else { return nil }
        (self.place, self.id, entity, self.record) = (place, RecordID(rawValue: id), row[2].text ?? "", RecordID(rawValue: record))
        (version, self.kind, at) = (row[4].integer ?? 0, kind, Instant(milliseconds: row[6].integer ?? 0))
        actor = row[7].integer.map(RecordID.init(rawValue:))
        fields = (row[8].text ?? "").split(separator: ",").map(String.init)
    }

    /// All of it but the place, which a reader that is told of it has no use for.
    var json: JSON {
        [
            "id": .string(id.description), "entity": .string(entity), "record": .string(record.description), "version": JSON(version),
            "kind": .string(kind.rawValue), "fields": .array(fields.map(JSON.string)),
            "actor": actor.map { .string($0.description) } ?? .null, "at": .string(at.description),
        ]
    }

    /// Reads what `json` wrote.
    init?(_ json: JSON, place: Int64) {
        func id(_ key: String) -> RecordID? { json[key]?.string.flatMap { RecordID($0) } }
        guard let own = id("id"), let record = id("record"), let entity = json["entity"]?.string, let version = json["version"]?.integer,
            let kind = json["kind"]?.string.flatMap(Change.Kind.init), let at = json["at"]?.string.flatMap({ Instant($0) })
        else { return nil }
        (self.place, self.id, self.entity, self.record, self.version) = (place, own, entity, record, version)
        (self.kind, self.at, actor) = (kind, at, id("actor"))
        fields = json["fields"]?.array?.compactMap(\.string) ?? []
    }
}
