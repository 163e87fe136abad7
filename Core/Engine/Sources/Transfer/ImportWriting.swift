import Kernel
import Store

/// The transactions of an import: one is under way while the next batch is prepared.
struct ImportWriting {
    private let transaction: Transaction
    private(set) var result: Importer.Result
    private var current: Task<Done, any Error>?
    /// How many rows go into the next transaction.
    private(set) var batchSize = Self.fewest

    /// So many at first, and wherever a bad row is looked for.
    private static let fewest = 100
    private static let most = 2_000
    /// How long the rows of a transaction are to take before their traces are written: all in all nobody else's save waits for longer
    /// than a blink. The disk is left out of the count: a slow one would make batches small, and then be asked more often.
    private static let duration = Duration.milliseconds(50)

    /// What a transaction came to, with what the import has come to by then.
    struct Done: Sendable {
        var result: Importer.Result
        var refused: [ImportBatch.Refused] = []
        var duration = Duration.zero
    }

    /// Carries out one transaction, and keeps with it what shall be kept.
    typealias Transaction = @Sendable (_ body: @escaping @Sendable (Door) throws -> Done) async throws -> Done

    init(result: Importer.Result, transaction: @escaping Transaction) { (self.result, self.transaction) = (result, transaction) }

    /// Waits for the batch before and begins with this one.
    mutating func write(_ batch: ImportBatch, _ progress: (Importer.Result) -> Void) async throws {
        try await finish(progress)
        current = Task { [transaction, result] in
            try await Self.write(batch, onTopOf: result, transaction)
        }
    }

    /// Waits for the batch that is under way.
    mutating func finish(_ progress: (Importer.Result) -> Void) async throws {
        guard let task = current else { return }
        let done = try await withTaskCancellationHandler { try await task.value } onCancel: { task.cancel() }
        current = nil
        let rows = done.result.rows - result.rows
        result = done.result
        let share = Self.duration / max(done.duration, .microseconds(1))
        batchSize = min(max(Int(Double(rows) * min(share, 2)), Self.fewest), Self.most)
        progress(result)
    }

    /// Lets the batch that is under way end, whatever comes of it.
    func stop() async {
        current?.cancel()
        _ = await current?.result
    }

    /// All rows together when they are good, which most are. When one of them spoils the rest, fewer together, and at last each
    /// by itself.
    private static func write(
        _ batch: ImportBatch, onTopOf result: Importer.Result, _ transaction: @escaping Transaction
    ) async throws -> Done {
        do {
            return try await write(batch, rowByRow: false, onTopOf: result, transaction)
        } catch is ImportBatch.Spoiled {
            guard batch.rows.count > fewest else { return try await write(batch, rowByRow: true, onTopOf: result, transaction) }
            var whole = Done(result: result)
            for part in batch.parts(of: fewest) {
                let done = try await write(part, onTopOf: whole.result, transaction)
                whole.result = done.result
                whole.duration += done.duration
            }
            return whole
        }
    }

    private static func write(
        _ batch: ImportBatch, rowByRow: Bool, onTopOf result: Importer.Result, _ transaction: Transaction
    ) async throws -> Done {
        try await transaction { door in
            let begun = ContinuousClock.now
            let (counts, refused) = try batch.write(door, rowByRow: rowByRow)
            var done = Done(result: result, refused: refused)
            done.result.add(counts, rows: batch.rows.count, refused)
            done.duration = begun.duration(to: .now)
            return done
        }
    }
}

extension Importer.Result {
    fileprivate mutating func add(_ counts: ImportBatch.Counts, rows: Int, _ refused: [ImportBatch.Refused]) {
        self.rows += rows
        created += counts.rows.created
        updated += counts.rows.updated
        unchanged += counts.rows.unchanged
        self.refused += counts.rows.refused
        for (entity, more) in counts.children {
            let before = children[entity] ?? Importer.Tally()
            children[entity] = Importer.Tally(
                created: before.created + more.created, updated: before.updated + more.updated, unchanged: before.unchanged + more.unchanged)
        }
        for row in refused { reasons.add(row.problems) }
    }
}
