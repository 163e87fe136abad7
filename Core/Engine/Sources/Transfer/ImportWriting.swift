import Kernel
import Store

/// The transactions of an import: one is under way while the next batch is prepared.
struct ImportWriting {
    private let engine: Engine
    private let actor: Actor
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

    private struct Done: Sendable {
        let rows: Int
        var counts = ImportBatch.Counts()
        var duration = Duration.zero
    }

    init(engine: Engine, actor: Actor, result: Importer.Result) { (self.engine, self.actor, self.result) = (engine, actor, result) }

    /// Waits for the batch before and begins with this one.
    mutating func write(_ batch: ImportBatch, _ progress: (Importer.Result) -> Void) async throws {
        try await finish(progress)
        current = Task { [engine, actor] in
            try await Self.write(batch, engine, actor)
        }
    }

    /// Waits for the batch that is under way.
    mutating func finish(_ progress: (Importer.Result) -> Void) async throws {
        guard let task = current else { return }
        let done = try await withTaskCancellationHandler { try await task.value } onCancel: { task.cancel() }
        current = nil
        result.add(done.counts, rows: done.rows)
        let share = Self.duration / max(done.duration, .microseconds(1))
        batchSize = min(max(Int(Double(done.rows) * min(share, 2)), Self.fewest), Self.most)
        progress(result)
    }

    /// Lets the batch that is under way end, whatever comes of it.
    func stop() async {
        current?.cancel()
        _ = await current?.result
    }

    /// All rows together when they are good, which most are. When one of them spoils the rest, fewer together, and at last each
    /// by itself.
    private static func write(_ batch: ImportBatch, _ engine: Engine, _ actor: Actor) async throws -> Done {
        do {
            return try await write(batch, rowByRow: false, engine, actor)
        } catch is ImportBatch.Spoiled {
            guard batch.rows.count > fewest else { return try await write(batch, rowByRow: true, engine, actor) }
            var whole = Done(rows: batch.rows.count)
            for part in batch.parts(of: fewest) {
                let done = try await write(part, engine, actor)
                whole.counts += done.counts
                whole.duration += done.duration
            }
            return whole
        }
    }

    private static func write(_ batch: ImportBatch, rowByRow: Bool, _ engine: Engine, _ actor: Actor) async throws -> Done {
        try await engine.write(as: actor) { door in
            let begun = ContinuousClock.now
            let counts = try batch.write(door, rowByRow: rowByRow)
            return Done(rows: batch.rows.count, counts: counts, duration: begun.duration(to: .now))
        }
    }
}

extension Importer.Result {
    fileprivate mutating func add(_ counts: ImportBatch.Counts, rows: Int) {
        self.rows += rows
        created += counts.created
        updated += counts.updated
        unchanged += counts.unchanged
        refused += counts.refused
    }
}
