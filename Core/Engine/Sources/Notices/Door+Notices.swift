public import Kernel
import Store

extension Door {
    /// Tells people of something, as part of this transaction. Nobody is told of their own doing, nor who may not work any more, nor who
    /// wants to hear nothing of the kind.
    ///
    /// What is equal comes together: all of one transaction, job or import for each receiver, and what happens to one record within
    /// `Notices.foldingMinutes` as long as it is unread.
    ///
    /// - Parameters:
    ///   - about: a record of an entity, or a `job`; without a record, several of them.
    ///   - values: what fills the places of the text. `{"text": "job.export"}` stands for a text in the reader's language. No words
    ///     that not every receiver may see for good.
    ///   - causer: who brought it about, where that is not the actor.
    public func notify(
        _ users: some Sequence<RecordID>, _ kind: NoticeKind, about: (entity: String, record: RecordID?)? = nil, _ values: JSON = [:],
        by causer: RecordID? = nil
    ) {
        let causer = causer ?? actor.user
        for user in Set(users).sorted() where user != causer && user != actor.user {
            traces.notices.append(
                NoticeDraft(user: user, kind: kind, entity: about?.entity, record: about?.record, actor: causer, run: run, parameters: values))
        }
    }

    /// Called when the transaction ends, before its traces are written.
    func writeNotices() throws {
        guard !traces.notices.isEmpty else { return }
        let receivers = try receivers(Set(traces.notices.map(\.user)))
        let drafts = NoticeDraft.folded(traces.notices).filter { draft in
            receivers[draft.user].map { $0.choice(draft.kind) != .off } ?? false
        }
        traces.notices = []
        guard !drafts.isEmpty else { return }
        let now = engine.clock.now()
        let earlier = try takeBack(drafts, now)
        let hasChannel = try engine.noticeChannel?.isReady(session) ?? false
        var rows: [[Stored]] = [], mails: Set<Int64> = []
        for var draft in drafts {
            if let before = earlier[draft.key] {
                draft.count += before.count
                if before.record != draft.record { draft.record = nil }
            }
            let mail = receivers[draft.user].flatMap { hasChannel ? $0.mailAt(draft.kind, now) : nil }
            if let mail { mails.insert(mail.milliseconds) }
            rows.append([
                .integer(try engine.ids.next(bucket: draft.user.bucket).rawValue), .integer(draft.user.rawValue), .text(draft.kind.key),
                .integer(now.milliseconds), draft.entity.map(Stored.text) ?? .null, Stored(draft.record), Stored(draft.actor), Stored(draft.run),
                .integer(draft.count), .text(draft.parameters.text), mail.map { .integer($0.milliseconds) } ?? .null,
            ])
        }
        try session.insert(rows, by: SystemTables.noticeInsertion)
        try announceNotices(to: Set(drafts.map(\.user)))
        for mail in mails.sorted() { try NoticeMail.enqueue(Instant(milliseconds: mail), through: self) }
    }

    /// Tells the pages of these people, on all servers, that their notices are others now.
    func announceNotices(to users: Set<RecordID>) throws {
        writes += 1
        for user in users.sorted() {
            let id = Stored.integer(try engine.ids.next(bucket: user.bucket).rawValue)
            // Its record is the event itself: it need not stand in line with any other.
            traces.events.append([
                id, .text(Notices.event), id, .integer(1), .text(Change.Kind.edit.rawValue), .integer(engine.clock.now().milliseconds),
                Stored(user), .text(""),
            ])
        }
    }

    private struct Earlier {
        let record: RecordID?
        let count: Int64
    }

    /// Takes away unread notices that the new ones are equal to; a new one takes the place of each, on top of the list.
    private func takeBack(_ drafts: [NoticeDraft], _ now: Instant) throws -> [NoticeDraft.Key: Earlier] {
        let users = SQL.list(Set(drafts.map(\.user)).sorted().map { .integer($0.rawValue) })
        let kinds = SQL.list(Set(drafts.map(\.kind.key)).sorted().map(Stored.text))
        let rows = try session.rows(
            """
            SELECT id, user_id, kind, entity, record_id, actor_id, run_id, count
            FROM \(name: SystemTables.notices)
            WHERE user_id IN (\(users)) AND read_at IS NULL AND kind IN (\(kinds))
              AND (at > \(now.milliseconds - Notices.foldingMinutes * 60_000) OR run_id = \(run?.rawValue))
            ORDER BY id DESC\(session.dialect.forUpdate)
            """)
        let records = Dictionary(drafts.map { ($0.key, $0.record) }, uniquingKeysWith: { first, _ in first })
        var found: [NoticeDraft.Key: Earlier] = [:], taken: [Stored] = []
        for row in rows {
            func id(_ column: Int) -> RecordID? { row[column].integer.map(RecordID.init(rawValue:)) }
            let key = NoticeDraft.Key(
                user: id(1) ?? RecordID(rawValue: 0), kind: row[2].text, entity: row[3].text, actor: id(5), run: id(6))
            guard let record = records[key], found[key] == nil, key.run != nil || record == id(4) else { continue }
            found[key] = Earlier(record: id(4), count: row[7].integer ?? 1)
            taken.append(row[0])
        }
        if !taken.isEmpty { try session.execute("DELETE FROM \(name: SystemTables.notices) WHERE id IN (\(SQL.list(taken)))") }
        return found
    }
}
