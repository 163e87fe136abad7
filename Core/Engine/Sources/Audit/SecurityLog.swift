public import Kernel
public import Store

/// What concerns the safety of the whole: who came in, what left, who may do what. Entries are only ever added, and each
/// carries the hash of the one before, so that none can be changed or taken away unseen.
public struct SecurityLog: Sendable {
    let engine: Engine

    /// What happened. The words for people stand under `security.kind.<kind>`.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case logIn, logInFailed, logOut, passwordChanged, twoFactorOn, twoFactorOff, singleSignOnForgotten, sessionRevoked, tokenMade, tokenRevoked
        case export, reveal, rightsChanged, settingsChanged, keyRotated, impersonationStarted, impersonationEnded, recordPurged
        case webhookSecretMade, webhookDisabled
        case accessReport, recordErased
    }

    /// What it happened to: a record, an account (a record of `user`), or all records of an entity.
    public struct Subject: Sendable, Hashable {
        public let entity: String
        public let record: RecordID?

        public init(_ entity: String, _ record: RecordID? = nil) { (self.entity, self.record) = (entity, record) }

        /// Somebody's account.
        public static func account(_ user: RecordID) -> Subject { Subject(User.name, user) }
    }

    /// Something to be written down. Details hold no values of records and nothing that somebody typed into a login form.
    public struct Entry: Sendable, Hashable {
        public let kind: Kind
        public let actor: RecordID?
        public let impersonator: RecordID?
        /// Where the request came from.
        public let address: String?
        public let subject: Subject?
        public let details: [String: JSON]

        public init(
            _ kind: Kind, actor: RecordID?, impersonator: RecordID? = nil, address: String? = nil, subject: Subject? = nil,
            details: [String: JSON] = [:]
        ) {
            (self.kind, self.actor, self.impersonator, self.address) = (kind, actor, impersonator, address)
            (self.subject, self.details) = (subject, details)
        }
    }

    /// Adds entries inside a transaction. Do it last: from here to its end nobody else adds any. `Door.note` sees to that.
    public func append(_ entries: [Entry], in session: any WriteSession) throws {
        guard !entries.isEmpty else { return }
        var head = try lockedHead(session)
        let at = engine.clock.now()
        let links = entries.map { entry in
            let link = Link(entry, number: head.count + 1, at: at, previous: head.hash)
            head = Head(count: link.number, hash: link.hash)
            return link
        }
        for start in stride(from: 0, to: links.count, by: Self.rowsPerInsert) {
            let cells = links[start..<min(start + Self.rowsPerInsert, links.count)].map { "(\($0.cells))" as SQL }
            try session.execute(
                """
                INSERT INTO \(name: SystemTables.securityLog) (\(Link.columns))
                VALUES \(cells.joined(by: ", "))
                """)
        }
        try session.execute(
            "UPDATE \(name: SystemTables.securityLogHead) SET count = \(head.count), hash = \(head.hash) WHERE id = \(Head.id)")
    }

    /// A statement has room for 65,535 values.
    private static let rowsPerInsert = 500

    /// How the log ends. The row stays locked until the transaction does, so that two servers cannot both add the same number.
    private func lockedHead(_ session: any WriteSession) throws -> Head {
        try session.execute(
            """
            INSERT INTO \(name: SystemTables.securityLogHead) (id, count, hash)
            VALUES (\(Head.id), 0, '')
            ON CONFLICT (id) DO NOTHING
            """)
        let lock = SQL.perDialect(sqlite: .empty, postgres: " FOR UPDATE")
        let row = try session.first("\(Head.query)\(lock)")
        guard let row, let head = Head(row) else { throw StoreError.conflict(code: "securityLogHead") }
        return head
    }
}

extension SecurityLog {
    /// The row that knows the length of the log and the hash of its last entry.
    struct Head: Sendable, Hashable {
        static let id = 1
        static let query: SQL = "SELECT count, hash FROM \(name: SystemTables.securityLogHead) WHERE id = \(id)"

        let count: Int64
        let hash: String

        init(count: Int64, hash: String) { (self.count, self.hash) = (count, hash) }

        init?(_ row: Row) {
            guard let count = row[0].integer, let hash = row[1].text else { return nil }
            self.init(count: count, hash: hash)
        }
    }

    /// An entry in its place in the chain.
    struct Link: Sendable, Hashable {
        let number: Int64
        let at: Int64
        let kind: String
        let actor: Int64?
        let impersonator: Int64?
        let address: String?
        let entity: String?
        let record: Int64?
        /// A JSON object, as text: what is hashed is what is kept.
        let details: String
        let previous: String
        let hash: String

        static let columns: SQL = "number, at, kind, actor_id, impersonator_id, address, entity, record_id, details, previous, hash"

        var cells: SQL {
            """
            \(number), \(at), \(kind), \(actor), \(impersonator), \(address), \(entity), \(record), \(details), \(previous), \(hash)
            """
        }

        init(_ entry: Entry, number: Int64, at: Instant, previous: String) {
            (self.number, self.at, self.previous, kind) = (number, at.milliseconds, previous, entry.kind.rawValue)
            (actor, impersonator) = (entry.actor?.rawValue, entry.impersonator?.rawValue)
            (address, entity, record) = (entry.address, entry.subject?.entity, entry.subject?.record?.rawValue)
            details = JSON.object(entry.details).text
            hash = Self.hash(number, self.at, kind, actor, impersonator, address, entity, record, details, previous)
        }

        init(_ row: Row) {
            (number, at, kind) = (row[0].integer ?? 0, row[1].integer ?? 0, row[2].text ?? "")
            (actor, impersonator, address) = (row[3].integer, row[4].integer, row[5].text)
            (entity, record, details) = (row[6].text, row[7].integer, row[8].text ?? "")
            (previous, hash) = (row[9].text ?? "", row[10].text ?? "")
        }

        /// Whether the hash is that of the content.
        var isSound: Bool {
            hash == Self.hash(number, at, kind, actor, impersonator, address, entity, record, details, previous)
        }

        /// SHA-256 over the cells as a JSON array, which no other cells give.
        private static func hash(
            _ number: Int64, _ at: Int64, _ kind: String, _ actor: Int64?, _ impersonator: Int64?, _ address: String?,
            _ entity: String?, _ record: Int64?, _ details: String, _ previous: String
        ) -> String {
            func json(_ number: Int64?) -> JSON { number.map { JSON($0) } ?? .null }
            func json(_ text: String?) -> JSON { text.map(JSON.string) ?? .null }
            let cells: JSON = [
                JSON(number), JSON(at), .string(kind), json(actor), json(impersonator), json(address), json(entity), json(record),
                .string(details), .string(previous),
            ]
            return Secret.hash(cells.text)
        }
    }
}

extension Engine {
    /// What happened to accounts, rights and data that left.
    public var securityLog: SecurityLog { SecurityLog(engine: self) }
}

extension Door {
    /// Writes something into the security log in the actor's name, when the transaction ends and only if it commits.
    ///
    /// - Parameter other: who it was, where the door is opened by the system for them.
    public func note(
        _ kind: SecurityLog.Kind, of subject: SecurityLog.Subject? = nil, by other: Actor? = nil, _ details: [String: JSON] = [:]
    ) {
        let actor = other ?? actor
        notes.append(
            SecurityLog.Entry(
                kind, actor: actor.user, impersonator: actor.impersonator, address: actor.address, subject: subject, details: details))
    }
}
