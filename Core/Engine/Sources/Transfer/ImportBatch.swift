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

    /// What became of rows; children of each entity are counted beside the rows.
    struct Counts: Sendable {
        private(set) var rows = Importer.Tally()
        private(set) var children: [String: Importer.Tally] = [:]

        fileprivate mutating func add(_ outcome: RowOutcome) {
            rows.add(outcome.own)
            for (entity, outcome) in outcome.children { children[entity, default: Importer.Tally()].add(outcome) }
        }

        fileprivate mutating func refuse() { rows.refused += 1 }
    }

    fileprivate struct RowOutcome {
        var own = Importer.Outcome.unchanged
        var children: [(entity: String, outcome: Importer.Outcome)] = []
    }

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
                counts.add(outcome)
            } catch {
                let problems = try Self.problems(error)
                // Without savepoints nothing of this row can be taken back alone.
                if !rowByRow, door.writes != begun { throw Spoiled() }
                refused.append(Refused(row: row.source, problems: problems))
                counts.refuse()
            }
        }
        return (counts, refused)
    }

    /// The record of the row, then those that belong to it: all of them, or nothing of the row.
    private func write(_ row: ImportRow, _ door: Door, _ names: ImportNames, _ known: ImportMatches) throws -> RowOutcome {
        _ = try row.source.get()
        let (given, children) = try values(row, names)
        let own = try write(given, plan, in: door) { try known.find(given) }
        if own.outcome == .created { known.add(own.id, given) }
        var outcome = RowOutcome(own: own.outcome)
        for (child, values) in children {
            var values = values
            values[child.through] = .reference(own.id)
            do {
                let saved = try write(values, child.plan, in: door) {
                    // Nothing belongs yet to what this row has made.
                    own.outcome == .created ? nil : try child.plan.match(values, within: child.through, door.reader)
                }
                outcome.children.append((child.plan.mapping.entity.name, saved.outcome))
            } catch let invalid as Invalid {
                throw Invalid(invalid.problems(of: child))
            }
        }
        return outcome
    }

    /// What the row says of its record and of those that belong to it, with all problems of all of them.
    private func values(_ row: ImportRow, _ names: ImportNames) throws -> (own: Values, children: [(ImportPlan.Child, Values)]) {
        var own: Values = [:], children: [(ImportPlan.Child, Values)] = [], problems: [FieldProblem] = []
        do { own = try row.values(names) } catch let invalid as Invalid { problems += invalid.problems }
        for case (let row?, let child) in zip(row.children, plan.children) {
            do { children.append((child, try row.values(names))) } catch let invalid as Invalid { problems += invalid.problems(of: child) }
        }
        guard problems.isEmpty else { throw Invalid(problems) }
        return (own, children)
    }

    private func write(
        _ given: Values, _ plan: ImportPlan, in door: Door, known: () throws -> RecordID?
    ) throws -> (id: RecordID, outcome: Importer.Outcome) {
        let mapping = plan.mapping, entity = mapping.entity
        do {
            if let id = try known() {
                if mapping.skipsKnown { return (id, .unchanged) }
                guard mapping.mode != .create else { throw Invalid(mapping.match[0], .alreadyThere, ["id": id.description]) }
                let fixed = entity.fields.filter { $0.isFixed && mapping.match.contains($0.key) }.map(\.key)
                let saved = try door.perform(.edit(id, given.filter { !fixed.contains($0.key) }), on: entity)
                return (id, saved.changed.isEmpty ? .unchanged : .updated)
            }
            guard mapping.mode != .update else { throw Invalid(mapping.match[0], .notMatched) }
            let saved = try door.perform(.create(mapping.defaults.merging(given) { _, new in new }), on: entity)
            return (saved.id, .created)
        } catch Refusal.forbidden {
            // A record that the rights of whoever imports do not reach is no reason to stop.
            throw Invalid("", .forbidden)
        }
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

extension Invalid {
    /// The problems of a record that belongs to the row's: `contact.mail`.
    fileprivate func problems(of child: ImportPlan.Child) -> [FieldProblem] {
        problems.map { $0.problem.on([child.plan.mapping.entity.name, $0.field].filter { !$0.isEmpty }.joined(separator: ".")) }
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
