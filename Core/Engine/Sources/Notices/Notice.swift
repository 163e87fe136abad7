public import Kernel

/// A notice as its reader may know it: words in the reader's language, and titles only of what they may see now.
public struct Notice: Sendable, Hashable {
    public let id: RecordID
    public let kind: String
    public let icon: String
    public let at: Instant
    /// The whole sentence.
    public let text: String
    /// Whoever brought it about; nil for the system, and for people whom the reader does not see.
    public let actor: Named?
    /// What it is about; nil where the reader may not see it. Without an id it stands for several records.
    public let subject: Subject?
    /// How many things that happened it stands for.
    public let count: Int64
    public let isRead: Bool

    public struct Named: Sendable, Hashable {
        public let id: RecordID
        public let title: String
    }

    public struct Subject: Sendable, Hashable {
        /// An entity, or `job`.
        public let entity: String
        public let record: Named?
    }

    /// `{"id","kind","icon","at","text","actor":{"id","title"},"entity","record":{"id","title"},"count","isRead"}`.
    public var json: JSON {
        [
            "id": .string(id.description), "kind": .string(kind), "icon": .string(icon), "at": .string(at.description), "text": .string(text),
            "actor": actor?.json ?? .null, "entity": subject.map { .string($0.entity) } ?? .null, "record": subject?.record?.json ?? .null,
            "count": JSON(count), "isRead": .flag(isRead),
        ]
    }
}

extension Notice.Named {
    fileprivate var json: JSON { ["id": .string(id.description), "title": .string(title)] }
}
