import Foundation
import Kernel
import Store

/// Some rows of a file in one transaction, each through the one door.
struct ImportBatch {
    let plan: ImportPlan
    let rows: [CSVReader.Row]
    /// Where refused rows are kept.
    let run: RecordID

    /// A row failed after writing had begun: the transaction must be undone and the rows tried again one by one.
    struct Spoiled: Error {}

    struct Counts: Sendable { var created = 0, updated = 0, unchanged = 0, refused = 0 }

    private enum Outcome { case created, updated, unchanged }

    func write(_ door: Door, rowByRow: Bool) throws -> Counts {
        var counts = Counts()
        for row in rows {
            let begun = door.writes
            do {
                let outcome = try rowByRow ? door.session.savepoint { try self.write(row, door) } : write(row, door)
                switch outcome {
                case .created: counts.created += 1
                case .updated: counts.updated += 1
                case .unchanged: counts.unchanged += 1
                }
            } catch {
                let problems = try Self.problems(error)
                // Without savepoints nothing of this row can be taken back alone.
                if !rowByRow, door.writes != begun { throw Spoiled() }
                try refuse(row, problems, door)
                counts.refused += 1
            }
        }
        return counts
    }

    private func write(_ row: CSVReader.Row, _ door: Door) throws -> Outcome {
        let record = try row.get()
        let entity = plan.mapping.entity
        let given = try values(record.fields, door)
        if let id = try existing(given, door) {
            guard plan.mapping.mode != .create else { throw Invalid(plan.mapping.match[0], .alreadyThere, ["id": id.description]) }
            let fixed = entity.fields.filter { $0.traits.contains(.fixed) && plan.mapping.match.contains($0.key) }.map(\.key)
            let saved = try door.perform(.edit(id, given.filter { !fixed.contains($0.key) }), on: entity)
            return saved.changed.isEmpty ? .unchanged : .updated
        }
        guard plan.mapping.mode != .update else { throw Invalid(plan.mapping.match[0], .notMatched) }
        try door.perform(.create(plan.mapping.defaults.merging(given) { _, new in new }), on: entity)
        return .created
    }

    /// The values of a row, read by their fields, with every problem that was found.
    private func values(_ cells: [String], _ door: Door) throws -> Values {
        let entity = plan.mapping.entity
        let (fields, parts, by) = try plan.texts(cells)
        var plain: [String: String] = [:], values: Values = [:], problems: [FieldProblem] = []
        for (key, text) in fields {
            do {
                switch entity[key]?.kind {
                case let kind as ReferenceKind:
                    values[key] = .reference(try door.reader.reference(kind.target, text, by: by[key], field: key))
                case let kind as ReferencesKind:
                    let names = text.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
                    let ids = try names.map { try door.reader.reference(kind.target, $0, by: nil, field: key) }
                    values[key] = .list(ids.sorted().map(Value.reference))
                default: plain[key] = text
                }
            } catch let invalid as Invalid {
                problems += invalid.problems
            }
        }
        for (key, members) in parts {
            guard let field = entity[key] else { continue }
            do throws(ValueProblem) {
                values[key] = try field.kind.parse(.object(members.mapValues(JSON.string)))
            } catch {
                problems.append(error.on(key))
            }
        }
        do throws(Invalid) {
            values.merge(try Input.values(texts: plain, for: entity, as: door.actor)) { _, new in new }
        } catch {
            problems += error.problems
        }
        guard problems.isEmpty else { throw Invalid(problems) }
        return values
    }

    private func existing(_ values: Values, _ door: Door) throws -> RecordID? {
        let keys = plan.mapping.match
        guard !keys.isEmpty, keys.allSatisfy({ !(values[$0] ?? .null).isEmpty }) else { return nil }
        let rule = Rule.all(keys.map { .compare([$0], .equal, values[$0] ?? .null) })
        let found = try door.reader.firstIDs(plan.mapping.entity, where: rule, limit: 2)
        guard found.count < 2 else { throw Invalid(keys[0], .ambiguous) }
        return found.first
    }

    /// What was wrong with a row; anything else is not the row's fault and ends the import.
    private static func problems(_ error: any Error) throws -> [FieldProblem] {
        switch error {
        case let invalid as Invalid: return invalid.problems
        case let csv as CSVError: return [ValueProblem(.badRow, ["reason": csv.problem.rawValue]).on("")]
        default: throw error
        }
    }

    private func refuse(_ row: CSVReader.Row, _ problems: [FieldProblem], _ door: Door) throws {
        let line: Int, cells: [String]
        switch row {
        case .success(let record): (line, cells) = (record.line, record.fields)
        case .failure(let error): (line, cells) = (error.line, [])
        }
        try door.session.execute(
            """
            INSERT INTO \(name: SystemTables.refusals) (import_id, line, cells, problems)
            VALUES (\(run.rawValue), \(line), \(JSON.array(cells.map { .string($0.replacing("\0", with: "")) }).text),
            \(JSON.array(problems.map(\.json)).text))
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

extension Reader {
    /// The record that a cell names: by a given field, by the natural key, or by its id.
    func reference(_ entity: String, _ text: String, by: String?, field key: String) throws -> RecordID {
        guard let target = catalogue[entity] else { throw Invalid(key, .badReference) }
        if let field = by.flatMap({ target[$0] }) ?? target.naturalKey, let value = try? field.kind.parse(text: text) {
            let found = try firstIDs(target, where: .compare([field.key], .equal, value), limit: 2)
            if found.count == 2 { throw Invalid(key, .ambiguous) }
            if let id = found.first { return id }
        }
        if by == nil, let id = RecordID(text), try values(of: target, id) != nil { return id }
        throw Invalid(key, .notFound, ["id": String(text.prefix(60))])
    }
}
