import Kernel
import Store

/// A notice as a transaction gathers it, before it is written.
struct NoticeDraft {
    let user: RecordID
    let kind: NoticeKind
    let entity: String?
    /// Nil where it stands for several records, or for none.
    var record: RecordID?
    let actor: RecordID?
    /// The job or import that it is part of.
    let run: RecordID?
    /// How many things that happened it stands for.
    var count: Int64 = 1
    var parameters: JSON

    /// What equal notices have in common.
    struct Key: Hashable {
        let user: RecordID
        let kind, entity: String?
        let actor, run: RecordID?
    }

    var key: Key { Key(user: user, kind: kind.key, entity: entity, actor: actor, run: run) }

    /// Takes in what is equal but for the record; the words are those of the later one.
    mutating func add(_ later: NoticeDraft) {
        if record != later.record { record = nil }
        count += later.count
        parameters = later.parameters
    }

    /// One for all that is equal, in the order of the first of each.
    static func folded(_ drafts: [NoticeDraft]) -> [NoticeDraft] {
        var places: [Key: Int] = [:], folded: [NoticeDraft] = []
        for draft in drafts {
            if let place = places[draft.key] {
                folded[place].add(draft)
            } else {
                places[draft.key] = folded.count
                folded.append(draft)
            }
        }
        return folded
    }
}
