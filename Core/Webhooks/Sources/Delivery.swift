import Engine
import Kernel
import Store

/// One event for one webhook.
struct Delivery: Sendable, Hashable {
    let id: RecordID
    let webhook: RecordID
    let event: RecordID
    let entity: String
    let record: RecordID
    let kind: Change.Kind
    let at: Instant
    let fields: [String]
    let attempts: Int
    let queuedAt: Instant
    let run: Int64?

    static let columns: SQL = "id, webhook_id, event_id, entity, record_id, kind, at, fields, attempts, queued_at, run"

    init?(_ row: Row) {
        func id(_ index: Int) -> RecordID { RecordID(rawValue: row[index].integer ?? 0) }
        guard let kind = Change.Kind(rawValue: row[5].text ?? "") else { return nil }
        (self.id, webhook, event, record, self.kind) = (id(0), id(1), id(2), id(4), kind)
        (entity, at) = (row[3].text ?? "", Instant(milliseconds: row[6].integer ?? 0))
        fields = (row[7].text ?? "").split(separator: ",").map(String.init)
        (attempts, queuedAt, run) = (Int(row[8].integer ?? 0), Instant(milliseconds: row[9].integer ?? 0), row[10].integer)
    }

    /// How long an attempt may take, with all that is around it, before another server may try, in milliseconds.
    static let lease: Int64 = 60_000
    /// How long a delivery is tried, in milliseconds.
    static let life: Int64 = 3 * 86_400_000

    /// How long to wait after an attempt that failed, in milliseconds: soon after the first, then ever later.
    static func pause(after attempts: Int) -> Int64 {
        let seconds: [Int64] = [5, 30, 120, 600, 3_600, 21_600]
        return (attempts <= seconds.count ? seconds[max(attempts, 1) - 1] : 86_400) * 1_000
    }
}
