import Engine
import Foundation
import Kernel
import Store

/// Who asks and what is asked for: drawn from what is in the database, the same in every run over the same data.
struct Population: Sendable {
    /// The manager of the branch with the most customers, who sees those of the units below it.
    let login: String
    let owners: [RecordID]
    let records: [RecordID]
    /// Two characters, initials, the end of a phone number, the beginning of a Latin word: how people search.
    let characters, initials, digits, words: [String]
    /// Whole names in Latin letters, of which one has been left out.
    let slips: [String]

    private static let sample = 200

    init(_ engine: Engine) async throws {
        let (login, rows) = try await engine.database.read { session in
            let manager = try session.first(
                """
                SELECT u.login, u.unit_id
                FROM \(name: "user") AS u
                JOIN user__roles AS held ON held.source_id = u.id
                JOIN role ON role.id = held.target_id
                WHERE role.key = 'branchManager' AND u.deleted_at IS NULL
                ORDER BY (SELECT COUNT(*) FROM customer WHERE unit_id = u.unit_id) DESC, u.id
                LIMIT 1
                """)
            guard let login = manager?[0].text, let unit = manager?[1].integer else { throw BenchError("there is no branch manager") }
            let found = try session.rows(
                """
                SELECT id, owner_id, name, phone
                FROM customer
                WHERE unit_id = \(unit) AND deleted_at IS NULL AND owner_id IS NOT NULL
                ORDER BY created_at, id
                LIMIT 50000
                """)
            let step = max(1, found.count / Self.sample)
            return (login, stride(from: 0, to: found.count, by: step).map { found[$0] })
        }
        guard !rows.isEmpty else { throw BenchError("there are no customers in the branch of \(login)") }
        self.login = login
        owners = Set(rows.compactMap { $0[1].integer }).sorted().map(RecordID.init(rawValue:))
        records = rows.compactMap { $0[0].integer.map(RecordID.init(rawValue:)) }
        let names = rows.compactMap(\.[2].text)
        characters = names.map { String($0.prefix(2)) }
        initials = names.map { String(Pinyin.initials(String($0.prefix(3))).prefix(3)) }
        digits = rows.compactMap { $0[3].text.map { String($0.suffix(4)) } }
        words = names.map { String(Pinyin.full(String($0.prefix(2))).prefix(5)) }
        slips = names.map { name in
            let whole = Pinyin.full(name)
            return String(whole.prefix(3) + whole.dropFirst(4))
        }
    }
}
