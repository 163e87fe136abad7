import Kernel
import Store

/// Numbers such as customer codes: without gaps, because the count rolls back with the transaction, and without doubles,
/// because its row is locked until then.
extension Door {
    /// Issues the numbers that are missing, and notes those that were given and look like ours, so that none is issued again.
    func issueNumbers(_ values: inout Values, _ before: Values?, _ entity: EntityDefinition) throws {
        for field in entity.numbered {
            guard let rule = field.numbering else { continue }
            let value = values[field.key] ?? .null
            if value.isEmpty {
                let today = engine.clock.now().day(in: actor.zone)
                let series = "\(entity.name).\(field.key):\(rule.series(on: today))"
                values[field.key] = .text(rule.number(try nextNumber(in: series), on: today))
            } else if value != before?[field.key], let text = value.text, let (series, number) = rule.match(text) {
                let series = "\(entity.name).\(field.key):\(series)"
                takenNumbers[series] = max(takenNumbers[series] ?? 0, number)
                // The first one takes hold of the series, so that nobody is issued a number that is about to be taken.
                if heldSeries.insert(series).inserted { try writeTakenNumbers() }
            }
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
