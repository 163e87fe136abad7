import Kernel
import Store

/// The rest of a merge, or of its undoing, where more records move than one transaction should change.
enum MergeMoving {
    static let recordsPerTransaction = 100
    /// Longer than any change may take: what began before the merge has ended by then.
    static let sweepDelay: Int64 = 60_000

    static let job = JobKind("moveMerged", maximumAttempts: 20) { payload, run in
        guard let id = payload["merge"]?.string.flatMap({ RecordID($0) }) else { throw FinalFailure("badPayload", payload.text) }
        var count = 0, refused: Set<RecordID> = [], isUndone = false
        while true {
            let known = refused
            let (step, goesBack) = try await run.write(as: .system) { door in try door.continueMerge(id, besides: known) }
            isUndone = goesBack
            count += step.count
            refused.formUnion(step.refused)
            try await run.progress(count)
            guard !step.isWhole, goesBack || refused.count < 1_000 else { break }
        }
        guard let first = refused.min() else { return ["moved": JSON(count)] }
        // What refused to come along may be gone later: it is tried again. What refused to go back stays, and is told of.
        guard isUndone else { throw Stuck(record: first, count: refused.count) }
        return ["moved": JSON(count), "refused": .array(refused.sorted().prefix(100).map { .string($0.description) })]
    }

    struct Stuck: Error, CustomStringConvertible {
        let record: RecordID
        let count: Int
        var description: String { "\(count) records could not be moved, the first of them \(record)" }
    }
}

extension Door {
    /// The next records of a merge or an undoing that has begun, and whether it is an undoing.
    fileprivate func continueMerge(_ id: RecordID, besides refused: Set<RecordID>) throws -> (Door.Moved, goesBack: Bool) {
        guard let merge = try reader.merge(id, locking: true), let entity = catalogue[merge.entity] else { return (Moved(), false) }
        job = id
        switch merge.state {
        case .moving, .done:
            var step = Moved()
            try trusting {
                step = try moveReferences(entity, from: merge.loser, to: merge.survivor, limit: MergeMoving.recordsPerTransaction, skipping: refused)
            }
            if step.isWhole, refused.isEmpty, step.refused.isEmpty, merge.state == .moving { try setMerge(id, .done) }
            return (step, false)
        case .undoing:
            var step = Moved()
            try trusting { step = try moveBack(merge, limit: MergeMoving.recordsPerTransaction, skipsRefused: true) }
            return (step, true)
        case .undone, .purged: return (Moved(), false)
        }
    }
}
