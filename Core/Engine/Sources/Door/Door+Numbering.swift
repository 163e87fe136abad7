import Kernel
import Store

/// Numbers such as customer codes: without gaps, because the count rolls back with the transaction, and without doubles,
/// because its row is locked until then.
extension Door {
    /// Issues the numbers that are missing, and notes those that were given and look like ours, so that none is issued again.
    func issueNumbers(_ values: inout Values, _ before: Values?, _ entity: EntityDefinition) throws {
        for field in entity.numbered {
            guard let declared = field.numbering else { continue }
            let value = values[field.key] ?? .null
            if value.isEmpty {
                let made = try numberRules(field, entity)?.issuing(values)
                values[field.key] = .text(try number(by: made?.rule ?? declared, unit: made?.unit ?? "", field, entity, looksOut: made != nil))
            } else if value != before?[field.key], let text = value.text {
                try take(text, [declared] + (numberRules(field, entity)?.known ?? []), field, entity)
            }
        }
    }

    /// - Parameter looksOut: whether another rule may have issued the same text before.
    private func number(by rule: NumberRule, unit: String, _ field: FieldDefinition, _ entity: EntityDefinition, looksOut: Bool) throws -> String {
        let today = engine.clock.now().day(in: actor.zone)
        let series = "\(entity.name).\(field.key):\(rule.series(on: today, unit: unit))"
        while true {
            let text = rule.number(try nextNumber(in: series), on: today, unit: unit)
            guard looksOut, try isSpent(text, field, entity) || isInUse(text, field, entity) else { return text }
        }
    }

    /// A number that was given, as an import does: none that was ever issued to a record that is gone for good, and none with a slip.
    private func take(_ text: String, _ rules: [NumberRule], _ field: FieldDefinition, _ entity: EntityDefinition) throws {
        if try isSpent(text, field, entity) { throw Invalid(field.key, .taken, ["value": text]) }
        let found = rules.compactMap { $0.match(text) }
        if found.isEmpty, rules.contains(where: { $0.checkHolds(text) == false }) { throw Invalid(field.key, .badCheckDigit) }
        for (series, number) in found {
            let series = "\(entity.name).\(field.key):\(series)"
            takenNumbers[series] = max(takenNumbers[series] ?? 0, number)
            // The first one takes hold of the series, so that nobody is issued a number that is about to be taken.
            if heldSeries.insert(series).inserted { try writeTakenNumbers() }
        }
    }

    /// The rules of the company's own for a field, if a module keeps any.
    private func numberRules(_ field: FieldDefinition, _ entity: EntityDefinition) throws -> Numbering.Rules? {
        let key = "\(entity.name).\(field.key)"
        if let known = numberings[key] { return known }
        guard let numbering = engine.modules.lazy.flatMap(\.numberings).first(where: { $0.entity == entity.name && $0.field == field.key }) else { return nil }
        let rules = try trusting { try numbering.rules(reader) }
        numberings[key] = rules
        return rules
    }

    /// Whether a number belonged to a record that was removed for good.
    private func isSpent(_ text: String, _ field: FieldDefinition, _ entity: EntityDefinition) throws -> Bool {
        try session.first(
            "SELECT 1 FROM \(name: SystemTables.spentNumbers) WHERE place = \("\(entity.name).\(field.key)") AND number = \(text)") != nil
    }

    /// By the unique index of the field.
    private func isInUse(_ text: String, _ field: FieldDefinition, _ entity: EntityDefinition) throws -> Bool {
        try session.first("SELECT 1 FROM \(name: entity.table) WHERE \(name: field.column) = \(text) AND deleted_at IS NULL") != nil
    }

    /// Keeps the numbers of a record that is removed for good, so that they never mean another one.
    func spendNumbers(_ values: Values, _ entity: EntityDefinition) throws {
        for field in entity.numbered {
            guard let text = values[field.key]?.text else { continue }
            try session.execute(
                """
                INSERT INTO \(name: SystemTables.spentNumbers) (place, number) VALUES (\("\(entity.name).\(field.key)"), \(text))
                ON CONFLICT DO NOTHING
                """)
        }
    }

    private func nextNumber(in series: String) throws -> Int64 {
        writes += 1
        if takenNumbers[series] != nil { try writeTakenNumbers() }
        heldSeries.insert(series)
        if session.dialect == .sqlite, let number = try countOn(series) { return number }
        let row = try session.first(
            """
            INSERT INTO \(name: SystemTables.numbers) (series, last)
            VALUES (\(series), 1)
            ON CONFLICT (series) DO UPDATE SET last = \(name: SystemTables.numbers).last + 1
            RETURNING last
            """)
        return row?[0].integer ?? 1
    }

    /// The next number of a series that is there, by two plain statements. The one above opens a journal of its own in SQLite,
    /// at which FTS5 writes out what it has gathered: a segment per record, which are then merged over and over.
    private func countOn(_ series: String) throws -> Int64? {
        let count = try session.execute("UPDATE \(name: SystemTables.numbers) SET last = last + 1 WHERE series = \(series)")
        guard count == 1 else { return nil }
        return try session.first("SELECT last FROM \(name: SystemTables.numbers) WHERE series = \(series)")?[0].integer
    }

    /// Called once more when the transaction ends.
    func writeTakenNumbers() throws {
        if !takenNumbers.isEmpty { writes += 1 }
        for (series, number) in takenNumbers.sorted(by: { $0.key < $1.key }) {
            try session.execute(
                """
                INSERT INTO \(name: SystemTables.numbers) (series, last)
                VALUES (\(series), \(number))
                ON CONFLICT (series) DO UPDATE SET last = excluded.last
                WHERE \(name: SystemTables.numbers).last < excluded.last
                """)
        }
        takenNumbers = [:]
    }
}
