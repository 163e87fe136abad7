public import Kernel
import Store

/// One thing on the time line of a record: a change, a note, or what a module tells.
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
    /// What a module tells, under the name of the kind.
    var content: JSON?

    var tellsOfOthers: Bool { LineChanges.kinds.contains(kind) }

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
    /// Nil for all that modules tell.
    let others: Set<String>?

    public static let all = TimelineKinds(changes: nil, notes: true, others: nil)

    /// `change` stands for all of them.
    private static let kindsOfChange = ["create", "edit", "delete", "restore", "share", "unshare", "reveal", MergeRemark.merge, MergeRemark.unmerge]
        + LineChanges.kinds

    private init(changes: Set<String>?, notes: Bool, others: Set<String>?) { (self.changes, self.notes, self.others) = (changes, notes, others) }

    /// Reads `note,edit,mail`.
    ///
    /// - Parameter others: the kinds that modules add.
    public init(_ text: String, others: [String] = []) throws(Invalid) {
        let names = Set(text.split(separator: ",", omittingEmptySubsequences: false).map(String.init))
        let known = Set(["note", "change"] + Self.kindsOfChange + others)
        if let unknown = names.first(where: { !known.contains($0) }) {
            throw Invalid("kinds", .unknownOption, ["option": String(unknown.prefix(60))])
        }
        notes = names.contains("note")
        changes = names.contains("change") ? nil : names.intersection(Self.kindsOfChange)
        self.others = names.intersection(others)
    }
}
