import Customers
import Engine
import Kernel
import Store

extension Grades {
    static let recalculation = "grades", changed = "gradesChanged"

    /// All customers, every night and when an administrator asks.
    static func recalculationJob(_ watch: GradeWatch) -> JobKind {
        JobKind(recalculation, every: .daily(at: 2, 30), isOffered: true) { _, run in
            let begun = run.engine.clock.now()
            let outcome = try await Regrading.everybody(Pen(engine: run.engine, run: run)) { try await run.progress($0, of: $1) }
            watch.covers(begun)
            return outcome
        }
    }

    /// The customers that have changed since a moment, or of whom records of others have that a rule counts.
    static func changedJob(_ watch: GradeWatch) -> JobKind {
        JobKind(changed) { payload, run in
            guard let since = payload["since"]?.integer else { throw FinalFailure("badPayload", payload.text) }
            let begun = run.engine.clock.now()
            let outcome = try await Regrading.changed(since: since, Pen(engine: run.engine, run: run)) { try await run.progress($0) }
            watch.covers(begun)
            return outcome
        }
    }
}

/// Writes for a job, as long as that is its own, or for the program.
struct Pen: Sendable {
    let engine: Engine
    let run: JobRun?

    func read<T: Sendable>(_ body: @escaping @Sendable (Reader) throws -> T) async throws -> T {
        try await engine.read(as: .system, limit: nil, body)
    }

    func write<T: Sendable>(_ body: @escaping @Sendable (Door) throws -> T) async throws -> T {
        guard let run else { return try await engine.write(as: .system, body) }
        return try await run.write(as: .system, body)
    }
}

extension Regrading {
    static func everybody(_ pen: Pen, _ progress: (_ done: Int, _ total: Int) async throws -> Void) async throws -> JSON {
        let (gradings, broken) = try await pen.read { try Grading.all($0) }
        var regrading = Regrading(), after: Int64 = .min
        let total = try await pen.read { try Int($0.count(Customer.schema.definition)) }
        while !gradings.isEmpty {
            let start = after
            guard let (last, count) = try await pen.read({ try $0.stretch(after: start) }) else { break }
            try await regrading.regrade(.between(after: start, upTo: last), count, gradings, pen)
            after = last
            try await progress(min(regrading.calculated, total), total)
        }
        return regrading.json(broken)
    }

    static func changed(since: Int64, _ pen: Pen, _ progress: (_ done: Int) async throws -> Void) async throws -> JSON {
        let (gradings, broken) = try await pen.read { try Grading.all($0) }
        var regrading = Regrading()
        for source in gradings.isEmpty ? [] : Source.all(of: gradings, pen.engine.catalogue) {
            var place: (moment: Int64, id: Int64)? = (since, .min)
            while let from = place {
                let (ids, next) = try await pen.read { try source.changed(after: from, $0) }
                try await regrading.regrade(.ids(ids), ids.count, gradings, pen)
                try await progress(regrading.calculated)
                place = next
            }
        }
        return regrading.json(broken)
    }
}

extension Reader {
    /// The end of the next customers behind an id, and how many there are; nil behind the last.
    func stretch(after id: Int64, of most: Int64 = Regrading.customersPerRead) throws -> (last: Int64, count: Int)? {
        let table = Customer.schema.definition.table
        let row = try rows(
            """
            SELECT MAX(id), COUNT(*) FROM (SELECT id FROM \(name: table) WHERE id > \(id) ORDER BY id LIMIT \(most)) AS stretch
            """).first
        guard let last = row?[0].integer else { return nil }
        return (last, Int(row?[1].integer ?? 0))
    }
}
