public import Kernel
import Store

extension Reader {
    /// The notices of whoever reads, newest first, and where the next page begins.
    ///
    /// - Parameters:
    ///   - before: the last id of the page before.
    ///   - language: of the words; the reader's own where nothing is said.
    public func notices(
        unread: Bool = false, before: RecordID? = nil, limit: Int = 50, in language: Language? = nil
    ) throws -> (notices: [Notice], next: RecordID?) {
        let user = try noticeReader().rawValue, limit = min(max(limit, 1), Notices.maximumLimit)
        let onlyUnread: SQL = unread ? "AND read_at IS NULL" : .empty
        let onlyBefore: SQL = before.map { "AND id < \($0.rawValue)" } ?? .empty
        let found = try notices("user_id = \(user) \(onlyUnread) \(onlyBefore)", limit: limit + 1, in: language)
        return found.count > limit ? (Array(found.prefix(limit)), found[limit - 1].id) : (found, nil)
    }

    /// How many are unread. Relies on the index notice_unread.
    public func unreadNotices() throws -> Int64 {
        let user = try noticeReader().rawValue
        return try session.first(
            "SELECT COUNT(*) FROM \(name: SystemTables.notices) WHERE user_id = \(user) AND read_at IS NULL")?[0].integer ?? 0
    }

    /// The kinds of notices that whoever reads may get, with what they have chosen.
    public func noticeChoices() throws -> [(kind: NoticeKind, choice: NoticeChoice)] {
        _ = try noticeReader()
        let preferences = try preferences()
        return catalogue.noticeKinds.filter { actor.isAdministrator || !$0.isAdministrative }
            .map { ($0, NoticeChoice(preferences, for: $0)) }
    }

    private func noticeReader() throws -> RecordID {
        guard let user = actor.user else { throw Refusal.notLoggedIn }
        guard actor.scopes.allows(.read, Notices.event) else { throw Refusal.forbidden(verb: .read, entity: Notices.event) }
        return user
    }

    func notices(_ condition: SQL, limit: Int, in language: Language? = nil) throws -> [Notice] {
        let rows = try session.rows(
            """
            SELECT id, kind, at, entity, record_id, actor_id, count, parameters, read_at
            FROM \(name: SystemTables.notices)
            WHERE \(condition)
            ORDER BY id DESC
            LIMIT \(limit)
            """
        ).map(StoredNotice.init)
        let actors = try titles(catalogue.definition(User.self), Set(rows.compactMap(\.actor)))
        var records: [String: [RecordID: String]] = [:]
        for (name, rows) in Dictionary(grouping: rows, by: { $0.entity ?? "" }) {
            if let entity = catalogue[name] { records[name] = try titles(entity, Set(rows.compactMap(\.record))) }
        }
        let wording = NoticeWording(reader: self, language: language ?? actor.language, actors: actors, records: records)
        return rows.map(wording.notice)
    }
}

/// A notice as it lies in its table.
struct StoredNotice {
    let id: RecordID
    let kind: String
    let at: Instant
    let entity: String?
    let record, actor: RecordID?
    let count: Int64
    let parameters: JSON
    let isRead: Bool

    init(_ row: Row) {
        func id(_ column: Int) -> RecordID? { row[column].integer.map(RecordID.init(rawValue:)) }
        self.id = id(0) ?? RecordID(rawValue: 0)
        (kind, at, entity) = (row[1].text ?? "", Instant(milliseconds: row[2].integer ?? 0), row[3].text)
        (record, actor, count) = (id(4), id(5), row[6].integer ?? 1)
        parameters = row[7].text.flatMap { try? JSON.parse($0) } ?? [:]
        isRead = !row[8].isNull
    }
}
