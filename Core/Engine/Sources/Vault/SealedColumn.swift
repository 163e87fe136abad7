import Kernel
import Store

/// A column of one of the engine's own tables whose texts are sealed, each bound to its row.
struct SealedColumn: Sendable {
    /// What the texts are bound to, beside the row.
    let name: String
    let table: String
    let column: String
    /// The columns that make up the row's primary key; what stands between the first and the last may hold anything.
    let key: [String]
    /// Whether rows from before it was sealed may still lie open.
    var mayLieOpen = true

    /// What has to be sealed again when there is a new key.
    static let all = [SecondFactor.secrets, SystemTables.answerBodies, SystemTables.refusedCells, SystemTables.refusedProblems, MergeEntry.before]

    func place(_ key: [Stored]) -> String {
        let parts = key.map { $0.text ?? $0.integer.map(String.init) ?? "" }
        return name + ":" + parts.joined(separator: ":")
    }

    func seal(_ text: String, at key: [Stored], with vault: Vault) -> String? { vault.seal(text, for: place(key)) }

    /// Nil when no key of the ring opens it, or when it was sealed for another row.
    func open(_ stored: String, at key: [Stored], with vault: Vault) -> String? {
        mayLieOpen && !stored.hasPrefix(Vault.prefix) ? stored : vault.open(stored, for: place(key))
    }

    /// What one step of sealing again came to.
    struct Resealed: Sendable {
        var sealed = 0
        /// Texts that no key of the ring opens; they are left as they lie.
        var unreadable = 0
        /// The row after which the next step begins; nil when there is nothing further.
        var last: [Stored]?
    }

    /// Seals under the newest key what another one sealed, or none.
    func reseal(after last: [Stored]?, limit: Int, with vault: Vault, in session: any WriteSession) throws -> Resealed {
        let columns = key.map(SQL.name).joined(by: ", ")
        let further: SQL = last.map { "AND (\(columns)) > (\(SQL.list($0)))" } ?? .empty
        let newest = "\(Vault.prefix)\(vault.ring.keys.first?.id ?? "")."
        // In the order of the primary key.
        let rows = try session.rows(
            """
            SELECT \(columns), \(name: column)
            FROM \(name: table)
            WHERE \(name: column) NOT LIKE \(newest + "%") \(further)
            ORDER BY \(columns)
            LIMIT \(limit)
            """)
        var done = Resealed()
        for row in rows {
            let place = Array(row.cells.prefix(key.count))
            guard let old = row[key.count].text, let text = open(old, at: place, with: vault),
                let new = seal(text, at: place, with: vault)
            else {
                done.unreadable += 1
                continue
            }
            // Only where nobody has written it in between.
            done.sealed += try session.execute(
                """
                UPDATE \(name: table)
                SET \(name: column) = \(new)
                WHERE (\(columns)) = (\(SQL.list(place))) AND \(name: column) = \(old)
                """)
        }
        if rows.count == limit { done.last = rows.last.map { Array($0.cells.prefix(key.count)) } }
        return done
    }
}
