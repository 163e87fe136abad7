public import Kernel
import Store

/// Loads a file of records through the one door: streaming, in short transactions, with every refused row kept and explained.
public struct Importer: Sendable {
    let engine: Engine
    let actor: Actor
    let mapping: ImportMapping


    public init(engine: Engine, actor: Actor, mapping: ImportMapping) {
        (self.engine, self.actor, self.mapping) = (engine, actor, mapping)
    }

    /// What came of an import. Rows without the header; every row is in one of the four counts.
    public struct Result: Sendable, Hashable {
        public let id: RecordID
        public internal(set) var rows = 0, created = 0, updated = 0, unchanged = 0, refused = 0

        public var json: JSON {
            [
                "id": .string(id.description), "rows": JSON(rows), "created": JSON(created), "updated": JSON(updated),
                "unchanged": JSON(unchanged), "refused": JSON(refused),
            ]
        }
    }

    /// While one batch is written, the next is read, checked and cut into tokens.
    ///
    /// - Parameters:
    ///   - chunks: the bytes of the file, in pieces of any size.
    ///   - progress: called after every transaction.
    public func run<Chunks: AsyncSequence>(
        _ chunks: Chunks, separator: CSVSeparator? = nil, progress: (Result) -> Void = { _ in }
    ) async throws -> Result where Chunks.Element == [UInt8] {
        try engine.permissions.check(actor, may: .create, mapping.entity)
        var reader = CSVReader(separator: separator)
        var waiting: [CSVReader.Row] = []
        var plan: ImportPlan?
        var writing = ImportWriting(engine: engine, actor: actor, result: Result(id: try engine.ids.next()))
        do {
            for try await chunk in chunks {
                try Task.checkCancellation()
                waiting += reader.feed(chunk)
                try await write(&waiting, &plan, &writing, all: false, progress)
            }
            waiting += reader.finish()
            try await write(&waiting, &plan, &writing, all: true, progress)
            try await writing.finish(progress)
        } catch {
            await writing.stop()
            throw error
        }
        guard plan != nil else { throw Invalid("file", .required) }
        try await finish(writing.result)
        return writing.result
    }

    private func write(
        _ waiting: inout [CSVReader.Row], _ plan: inout ImportPlan?, _ writing: inout ImportWriting, all: Bool, _ progress: (Result) -> Void
    ) async throws {
        if plan == nil, let first = waiting.first {
            plan = try await begin(first, writing.result.id)
            waiting.removeFirst()
        }
        guard let plan else { return }
        var rest = waiting[...]
        while rest.count >= writing.batchSize || (all && !rest.isEmpty) {
            let rows = rest.prefix(writing.batchSize)
            rest = rest.dropFirst(rows.count)
            try await writing.write(plan.batch(rows, run: writing.result.id, as: actor), progress)
        }
        waiting = Array(rest)
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
