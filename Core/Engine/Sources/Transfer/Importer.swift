public import Kernel
import Store

/// Loads a file of records through the one door: streaming, in short transactions, with every refused row kept and explained.
public struct Importer: Sendable {
    let engine: Engine
    let actor: Actor
    let mapping: ImportMapping

    /// Small enough that nobody else's save waits for long.
    private static let rowsPerTransaction = 100

    public init(engine: Engine, actor: Actor, mapping: ImportMapping) {
        (self.engine, self.actor, self.mapping) = (engine, actor, mapping)
    }

    /// What came of an import. Rows without the header; every row is in one of the four counts.
    public struct Result: Sendable, Hashable {
        public let id: RecordID
        public fileprivate(set) var rows = 0, created = 0, updated = 0, unchanged = 0, refused = 0

        public var json: JSON {
            [
                "id": .string(id.description), "rows": JSON(rows), "created": JSON(created), "updated": JSON(updated),
                "unchanged": JSON(unchanged), "refused": JSON(refused),
            ]
        }
    }

    /// - Parameters:
    ///   - chunks: the bytes of the file, in pieces of any size.
    ///   - progress: called after every transaction.
    public func run<Chunks: AsyncSequence>(
        _ chunks: Chunks, separator: CSVSeparator? = nil, progress: (Result) -> Void = { _ in }
    ) async throws -> Result where Chunks.Element == [UInt8] {
        try engine.permissions.check(actor, may: .create, mapping.entity)
        var reader = CSVReader(separator: separator)
        var result = Result(id: try engine.ids.next())
        var plan: ImportPlan?
        var waiting: [CSVReader.Row] = []
        for try await chunk in chunks {
            try Task.checkCancellation()
            waiting += reader.feed(chunk)
            try await write(&waiting, &plan, &result, all: false, progress)
        }
        waiting += reader.finish()
        try await write(&waiting, &plan, &result, all: true, progress)
        guard plan != nil else { throw Invalid("file", .required) }
        try await finish(result)
        return result
    }

    private func write(
        _ waiting: inout [CSVReader.Row], _ plan: inout ImportPlan?, _ result: inout Result, all: Bool, _ progress: (Result) -> Void
    ) async throws {
        if plan == nil, let first = waiting.first {
            plan = try await begin(first, result.id)
            waiting.removeFirst()
        }
        guard let plan else { return }
        var rest = waiting[...]
        while rest.count >= Self.rowsPerTransaction || (all && !rest.isEmpty) {
            let batch = ImportBatch(plan: plan, rows: Array(rest.prefix(Self.rowsPerTransaction)), run: result.id)
            let counts = try await write(batch)
            result.rows += batch.rows.count
            result.created += counts.created
            result.updated += counts.updated
            result.unchanged += counts.unchanged
            result.refused += counts.refused
            rest = rest.dropFirst(Self.rowsPerTransaction)
            progress(result)
        }
        waiting = Array(rest)
    }

    /// All rows together when they are good, which most are; each by itself when one of them spoils the rest.
    private func write(_ batch: ImportBatch) async throws -> ImportBatch.Counts {
        do {
            return try await engine.write(as: actor) { try batch.write($0, rowByRow: false) }
        } catch is ImportBatch.Spoiled {
            return try await engine.write(as: actor) { try batch.write($0, rowByRow: true) }
        }
    }

    private func begin(_ first: CSVReader.Row, _ id: RecordID) async throws -> ImportPlan {
        let header: [String]
        do throws(CSVError) {
            header = try first.get().fields
        } catch {
            throw Invalid("file", .badRow, ["reason": error.problem.rawValue])
        }
        let plan = try ImportPlan(mapping, header: header, engine.catalogue, for: actor)
        let at = engine.clock.now().milliseconds
        try await engine.database.write { [actor, mapping] session in
            try session.execute(
                """
                INSERT INTO \(name: SystemTables.imports) (id, entity, actor_id, at, header)
                VALUES (\(id.rawValue), \(mapping.entity.name), \(actor.user?.rawValue), \(at),
                \(JSON.array(plan.header.map(JSON.string)).text))
                """)
        }
        return plan
    }

    private func finish(_ result: Result) async throws {
        try await engine.database.write { session in
            try session.execute(
                "UPDATE \(name: SystemTables.imports) SET result = \(result.json.text) WHERE id = \(result.id.rawValue)")
        }
    }
}
