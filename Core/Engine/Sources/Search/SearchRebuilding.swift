import Kernel
import Store

/// Cuts the search tokens of all records anew while people work: each record's are replaced in one step, so that nothing is missing meanwhile.
///
/// What is left to do stands in the database. When a process dies, a server goes on with it.
public struct SearchRebuilding: Sendable {
    let engine: Engine

    public init(_ engine: Engine) { self.engine = engine }

    static let job = JobKind("rebuildSearch", maximumAttempts: 10, isOffered: true) { _, run in
        let rebuilding = SearchRebuilding(run.engine)
        try await run.write { door in
            // An attempt before this one may have begun.
            guard try JobDetails.of(run.id, in: door.session) == nil else { return }
            try JobDetails.make(run.id, in: door.session)
            try rebuilding.note(door)
        }
        return ["records": JSON(try await rebuilding.finish { try await run.progress($0, of: $1) })]
    }

    /// From the first record on; returns how many there were.
    public func run(progress: (_ done: Int, _ total: Int) async throws -> Void) async throws -> Int {
        try await engine.write(as: .system) { try note($0) }
        return try await finish(progress)
    }

    private var entities: [EntityDefinition] { engine.catalogue.entities.filter { !$0.searched.isEmpty } }

    private func note(_ door: Door) throws {
        for entity in entities { try Reindexing.note(entity.name, door.session) }
    }

    /// What is noted; then tokens of records that are not there any more go.
    private func finish(_ progress: (_ done: Int, _ total: Int) async throws -> Void) async throws -> Int {
        let entities = entities
        let total = try await engine.database.read { session in
            try entities.reduce(0) { sum, entity in
                sum + (try session.first("SELECT COUNT(*) FROM \(name: entity.table) WHERE deleted_at IS NULL")?[0].integer ?? 0)
            }
        }
        var done = 0
        while let count = try await Reindexing.goOn(engine) {
            try Task.checkCancellation()
            done += count
            try await progress(done, Int(total))
        }
        for entity in entities { _ = try await Check(engine).search(entity, true) }
        return done
    }
}
