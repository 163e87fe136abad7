import Kernel
import Store

/// Something that servers keep in memory, with a count in the database of how often it has changed: so a server notices at its next
/// request what another one changed.
enum Generation: String, CaseIterable, Sendable {
    /// Entities, fields and options that were made at run time.
    case catalogue
    /// The organisation, roles, teams and delegations.
    case rights
}

extension WriteSession {
    /// Says, within the transaction that changes it, that what is in memory is out of date.
    func advance(_ generation: Generation) throws {
        try execute(
            """
            INSERT INTO \(name: SystemTables.generations) (name, value)
            VALUES (\(generation.rawValue), 1)
            ON CONFLICT (name) DO UPDATE SET value = \(name: SystemTables.generations).value + 1
            """)
    }
}

extension ReadSession {
    func generations() throws -> [Generation: Int64] {
        var generations: [Generation: Int64] = [:]
        for row in try rows("SELECT name, value FROM \(name: SystemTables.generations)") {
            if let generation = Generation(rawValue: row[0].text ?? "") { generations[generation] = row[1].integer }
        }
        return generations
    }
}
