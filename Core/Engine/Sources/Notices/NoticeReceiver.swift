import Foundation
import Kernel
import Store

/// Somebody who may work, and how they want to be told.
struct NoticeReceiver {
    private let zone: TimeZone
    private let preferences: JSON

    func choice(_ kind: NoticeKind) -> NoticeChoice { NoticeChoice(preferences, for: kind) }

    /// When the mail is due that tells of something that happens now; nil where none is wanted.
    func mailAt(_ kind: NoticeKind, _ now: Instant) -> Instant? {
        switch choice(kind) {
        case .off, .product: nil
        case .daily: Schedule.daily(at: Notices.digestHour, in: zone).next(after: now)
        // What happens within the minute comes together.
        case .atOnce: Schedule.minutes(1).next(after: now)
        }
    }

    fileprivate init(_ row: Row) {
        zone = TimeZone(identifier: row[1].text ?? "") ?? Actor.standardZone
        preferences = row[2].text.flatMap { try? JSON.parse($0) } ?? [:]
    }
}

extension Door {
    /// Those of them who may work.
    func receivers(_ users: Set<RecordID>) throws -> [RecordID: NoticeReceiver] {
        // Documents that say nothing of notices are not fetched.
        let rows = try session.rows(
            """
            SELECT u.id, u.zone, p.document
            FROM \(name: "user") AS u
            LEFT JOIN \(name: Preferences.table) AS p ON p.user_id = u.id AND p.document LIKE \("%\"\(NoticeChoice.preference)\":%")
            WHERE u.id IN (\(SQL.list(users.sorted().map { .integer($0.rawValue) }))) AND u.deleted_at IS NULL AND u.is_active = 1
            """)
        return Dictionary(
            rows.map { (RecordID(rawValue: $0[0].integer ?? 0), NoticeReceiver($0)) }, uniquingKeysWith: { first, _ in first })
    }
}
