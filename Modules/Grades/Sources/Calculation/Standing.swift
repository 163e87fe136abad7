import Customers
import Foundation
import Kernel
import Store

/// Where a customer stands by its rule: what it has, and what was calculated.
struct Standing: Sendable {
    let id: RecordID
    let version: Int64
    let grade: String?
    let keptScore: Int64?
    /// Since when it has the grade by a rule or by hand.
    let since: Day?
    let until: Day?
    let isOverridden: Bool
    let pending: String?
    let pendingSince: Day?
    /// In hundredths; nil where the rule counts no points.
    let score: Int64?
    let target: String?
    /// For each criterion what was found and what it gives.
    let parts: [(value: Stored, points: Int64)]

    init(_ row: Row, criteria: Int) {
        id = RecordID(rawValue: row[0].integer ?? 0)
        (version, grade, keptScore) = (row[1].integer ?? 0, row[2].text, row[3].integer)
        (until, isOverridden, pending) = (row[4].text.flatMap { Day($0) }, row[5].flag ?? false, row[6].text)
        pendingSince = row[7].text.flatMap { Day($0) }
        (score, target, since) = (row[8].integer, row[9].text, row[10].text.flatMap { Day($0) })
        parts = (0..<criteria).map { (row[11 + 2 * $0], row[12 + 2 * $0].integer ?? 0) }
    }

    /// Whether what a person has set still counts.
    func isHeld(on today: Day) -> Bool { isOverridden && (until.map { $0 >= today } ?? true) }
}

/// What becomes of a grade today.
enum Verdict: Equatable {
    case stays
    /// A worse one is due, and comes when grace has ended.
    case waits(for: String?, since: Day, until: Day)
    /// What was due is due no more.
    case recovers
    case moves(to: String?)

    init(_ standing: Standing, _ grading: Grading, on today: Day) {
        if standing.isHeld(on: today) {
            self = .stays
        } else if standing.target == standing.grade {
            self = standing.isOverridden ? .moves(to: standing.grade) : standing.pendingSince != nil ? .recovers : .stays
            // Grace is for what a rule has given once.
        } else if standing.isOverridden || standing.since == nil || grading.graceDays == 0 || !grading.basis.isWorse(standing.target, than: standing.grade) {
            self = .moves(to: standing.target)
        } else {
            let since = standing.pendingSince ?? today
            let last = since + (grading.graceDays - 1)
            self = today > last ? .moves(to: standing.target) : .waits(for: standing.target, since: since, until: last)
        }
    }

    /// What it writes; nil for nothing.
    func values(_ standing: Standing, on today: Day) -> Values? {
        let score: Value = standing.score.map { .decimal(Decimal(units: $0, scale: 2)) } ?? .null
        switch self {
        case .stays: return nil
        case .waits(let grade, let since, let until):
            return ["gradeScore": score, "gradePending": grade.map(Value.text) ?? .null, "gradePendingSince": .day(since), "gradeUntil": .day(until)]
        case .recovers: return ["gradeScore": score, "gradePending": .null, "gradePendingSince": .null, "gradeUntil": .null]
        case .moves(let grade):
            return [
                "grade": grade.map(Value.text) ?? .null, "gradeScore": score, "gradeFrom": .day(today), "gradeUntil": .null, "gradePending": .null,
                "gradePendingSince": .null, "gradeOverridden": .flag(false), "gradeReason": .null,
            ]
        }
    }
}
