import Customers
import Engine
import Foundation
import Kernel
import Store

/// Writes what was calculated, in transactions so short that nobody waits for them.
///
/// A grade that moves is a change like any other and goes through the door, with its line in the history. A score that is another and
/// moves nothing is kept as a roll-up is.
struct Regrading: Sendable {
    private(set) var calculated = 0
    private(set) var moved = 0
    private(set) var waiting = 0
    private(set) var scored = 0
    private(set) var refused = 0

    static let customersPerRead: Int64 = 5_000
    private static let movesPerTransaction = 40
    private static let scoresPerTransaction = 1_000

    /// - Parameter broken: the rules that cannot be read any more.
    func json(_ broken: [String]) -> JSON {
        [
            "graded": JSON(calculated), "moved": JSON(moved), "waiting": JSON(waiting), "scored": JSON(scored), "refused": JSON(refused),
            "broken": .array(broken.map(JSON.string)),
        ]
    }

    /// Calculates some customers by all rules, and writes.
    mutating func regrade(_ span: Span, _ customers: Int, _ gradings: [Grading], _ pen: Pen) async throws {
        for grading in gradings {
            let standings = try await pen.read { try Calculation(grading: grading, reader: $0).standings(span, .different) }
            try await write(standings, grading, pen)
        }
        calculated += customers
    }

    private mutating func write(_ standings: [Standing], _ grading: Grading, _ pen: Pen) async throws {
        let today = Moment(now: pen.engine.clock.now(), zone: Actor.system.zone).today
        let verdicts = standings.map { ($0, Verdict($0, grading, on: today)) }
        let moves = verdicts.filter { $0.1 != .stays }, scores = verdicts.filter { $0.1 == .stays }.map(\.0)
        for start in stride(from: 0, to: moves.count, by: Self.movesPerTransaction) {
            let batch = Array(moves[start..<min(start + Self.movesPerTransaction, moves.count)])
            let (done, refused) = try await pen.write { door in try Self.move(batch, grading, today, through: door) }
            self.refused += refused
            moved += done.moved
            waiting += done.waiting
        }
        for start in stride(from: 0, to: scores.count, by: Self.scoresPerTransaction) {
            let batch = scores[start..<min(start + Self.scoresPerTransaction, scores.count)].map { standing in
                (id: standing.id, value: standing.score.map { Value.decimal(Decimal(units: $0, scale: 2)) } ?? .null)
            }
            try await pen.write { try $0.keep("gradeScore", of: Customer.schema.definition, batch) }
            scored += batch.count
        }
    }

    private static func move(_ batch: [(Standing, Verdict)], _ grading: Grading, _ today: Day, through door: Door) throws -> ((moved: Int, waiting: Int), Int) {
        var moved = 0, waiting = 0, refused = 0
        for (standing, verdict) in batch {
            do {
                try door.session.savepoint { try apply(verdict, to: standing, grading, today, through: door) }
                if case .moves = verdict { moved += 1 } else { waiting += 1 }
            } catch is Refusal {
                // Somebody has changed it since it was read: the next run sees what came of it.
                refused += 1
            } catch is Invalid {
                // It does not keep the rules for customers any more, and no change of it is taken until it does.
                refused += 1
            }
        }
        return ((moved, waiting), refused)
    }

    /// Writes a verdict, with a line in the history where the grade is another.
    static func apply(_ verdict: Verdict, to standing: Standing, _ grading: Grading, _ today: Day, through door: Door) throws {
        guard let values = verdict.values(standing, on: today) else { return }
        try door.trusting { _ = try door.perform(.edit(standing.id, values, ifVersion: standing.version), on: Customer.schema.definition) }
        guard case .moves(let grade) = verdict, grade != standing.grade else { return }
        try GradeChange.note(
            standing.id, from: standing.grade, to: grade, standing.isOverridden ? .overrideEnded : .rule, through: door,
            score: values["gradeScore"] ?? .null, rule: grading.id, evidence: Self.evidence(standing, grading))
    }

    private static func evidence(_ standing: Standing, _ grading: Grading) -> JSON {
        .array(zip(grading.basis.criteria, standing.parts).map { criterion, part in
            ["name": .string(criterion.name), "points": .string(Decimal(units: part.points, scale: 2).fixed(2))]
        })
    }
}
