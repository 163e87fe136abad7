public import Kernel
import Store

/// One thing on the time line of a record: a change, or a note.
struct TimelineEntry {
    let id: RecordID
    let at: Instant
    let actor: RecordID?
    let impersonator: RecordID?
    let kind: String
    /// Of what is no change of a field: with whom it was shared, why it was revealed.
    var details: String?
    /// The audit rows of changed fields.
    var rows: [Row] = []
    var note: Note?

    struct Note {
        let text: String
        let mentions: [RecordID]
        let isEdited: Bool
    }
}

/// What somebody wants to see of a time line.
public struct TimelineKinds: Sendable, Hashable {
    /// Nil for every kind of change.
    let changes: Set<String>?
    let notes: Bool

    public static let all = TimelineKinds(changes: nil, notes: true)

    /// Every name that can be asked for; `change` stands for all that is no note.
    public static let names = ["note", "change"] + kindsOfChange
    private static let kindsOfChange = ["create", "edit", "delete", "restore", "share", "unshare", "reveal", LineChanges.kind]

    private init(changes: Set<String>?, notes: Bool) { (self.changes, self.notes) = (changes, notes) }

    /// Reads `note,edit`.
    public init(_ text: String) throws(Invalid) {
        let names = Set(text.split(separator: ",", omittingEmptySubsequences: false).map(String.init))
        if let unknown = names.first(where: { !Self.names.contains($0) }) {
            throw Invalid("kinds", .unknownOption, ["option": String(unknown.prefix(60))])
        }
        notes = names.contains("note")
        changes = names.contains("change") ? nil : names.intersection(Self.kindsOfChange)
    }
}
