import Foundation
import Kernel
import Store

/// Some rows of a file in one transaction, each through the one door.
struct ImportBatch: Sendable {
    let plan: ImportPlan
    let rows: ArraySlice<ImportRow>
    /// The search tokens of their texts.
    let cut: [String: [String]]

    /// A row failed after writing had begun: the transaction must be undone and the rows tried again one by one.
    struct Spoiled: Error {}

    struct Counts: Sendable {
        var created = 0, updated = 0, unchanged = 0, refused = 0

        static func += (counts: inout Counts, more: Counts) {
            counts.created += more.created
            counts.updated += more.updated
            counts.unchanged += more.unchanged
            counts.refused += more.refused
        }
    }

    private enum Outcome { case created, updated, unchanged }

    /// The same rows in smaller batches.
    func parts(of count: Int) -> [ImportBatch] {
        stride(from: rows.startIndex, to: rows.endIndex, by: count).map { start in
            ImportBatch(plan: plan, rows: rows[start..<min(start + count, rows.endIndex)], cut: cut)
        }
    }

    /// What was wrong with a row.
    struct Refused: Sendable {
        let row: CSVReader.Row
        let problems: [FieldProblem]
    }

    func write(_ door: Door, rowByRow: Bool) throws -> (counts: Counts, refused: [Refused]) {
        door.cut = cut
        var counts = Counts(), refused: [Refused] = []
        let names = ImportNames(door.reader), known = try ImportMatches(plan, rows, door.reader)
        for row in rows {
            let begun = door.writes
            do {
                let outcome = rowByRow
                    ? try door.session.savepoint { try self.write(row, door, names, known) } : try write(row, door, names, known)
                switch outcome {
                case .created: counts.created += 1
                case .updated: counts.updated += 1
                case .unchanged: counts.unchanged += 1
                }
            } catch {
                let problems = try Self.problems(error)
                // Without savepoints nothing of this row can be taken back alone.
                if !rowByRow, door.writes != begun { throw Spoiled() }
                refused.append(Refused(row: row.source, problems: problems))
                counts.refused += 1
            }
        }
        return (counts, refused)
    }

    private func write(_ row: ImportRow, _ door: Door, _ names: ImportNames, _ known: ImportMatches) throws -> Outcome {
        _ = try row.source.get()
        let entity = plan.mapping.entity
        let given = try row.values(names)
        if let id = try known.find(given) {
            if plan.mapping.skipsKnown { return .unchanged }
            guard plan.mapping.mode != .create else { throw Invalid(plan.mapping.match[0], .alreadyThere, ["id": id.description]) }
            let fixed = entity.fields.filter { $0.isFixed && plan.mapping.match.contains($0.key) }.map(\.key)
            let saved = try door.perform(.edit(id, given.filter { !fixed.contains($0.key) }), on: entity)
            return saved.changed.isEmpty ? .unchanged : .updated
        }
        guard plan.mapping.mode != .update else { throw Invalid(plan.mapping.match[0], .notMatched) }
        let defaults = plan.mapping.defaults
        let saved = try door.perform(.create(defaults.isEmpty ? given : defaults.merging(given) { _, new in new }), on: entity)
        known.add(saved.id, given)
        return .created
    }

    /// What was wrong with a row; anything else is not the row's fault and ends the import.
    private static func problems(_ error: any Error) throws -> [FieldProblem] {
        switch error {
        case let invalid as Invalid: return invalid.problems
        case let csv as CSVError: return [ValueProblem(.badRow, ["reason": csv.problem.rawValue]).on("")]
        default: throw error
        }
    }
}

extension Door {
    /// Keeps the rows that an import refused, for `RefusedRows`.
    func keep(_ refused: [ImportBatch.Refused], of run: RecordID) throws {
        for row in refused { try keep(row, of: run) }
    }

    private func keep(_ refused: ImportBatch.Refused, of run: RecordID) throws {
        let line: Int, cells: [String]
        switch refused.row {
        case .success(let record): (line, cells) = (record.line, record.fields)
        case .failure(let error): (line, cells) = (error.line, [])
        }
        // What people typed may be an identity number that would lie sealed had it been taken.
        let place: [Stored] = [.integer(run.rawValue), .integer(Int64(line))], vault = engine.vault
        let typed = JSON.array(cells.map { .string($0.replacing("\0", with: "")) }).text
        guard let sealed = SystemTables.refusedCells.seal(typed, at: place, with: vault),
            let reasons = SystemTables.refusedProblems.seal(JSON.array(refused.problems.map(\.json)).text, at: place, with: vault)
        else { throw Refusal.notSealed }
        try session.execute(
            """
            INSERT INTO \(name: SystemTables.refusals) (import_id, line, cells, problems)
            VALUES (\(run.rawValue), \(line), \(sealed), \(reasons))
            ON CONFLICT (import_id, line) DO NOTHING
            """)
    }
}

extension FieldProblem {
    /// How a problem is kept until somebody reads it in a language.
    var json: JSON {
        [
            "field": .string(field), "code": .string(problem.code.rawValue),
            "values": .object(problem.values.mapValues { .string($0.replacing("\0", with: "")) }),
        ]
    }

    init?(_ json: JSON) {
        guard let field = json["field"]?.string, let code = ValueProblem.Code(rawValue: json["code"]?.string ?? "") else { return nil }
        self.init(field: field, problem: ValueProblem(code, (json["values"]?.object ?? [:]).compactMapValues(\.string)))
    }
}
