import Engine
import Foundation
import Kernel
import Store

/// What is asked for: drawn from what is in the database, the same in every run over the same data.
struct Population: Sendable {
    let owners: [RecordID]
    let records: [RecordID]
    /// Two characters, initials, the end of a phone number, the beginning of a Latin word: how people search.
    let characters, initials, digits, words: [String]

    private static let sample = 200

    init(_ engine: Engine) async throws {
        let (owners, records, names, phones, mails) = try await engine.database.read { session in
            let owners = try session.rows("SELECT DISTINCT owner_id FROM customer WHERE owner_id IS NOT NULL ORDER BY owner_id LIMIT 100")
            let bounds = try session.first("SELECT MIN(id), MAX(id) FROM customer")
            let (low, high) = (bounds?[0].integer ?? 0, bounds?[1].integer ?? 0)
            var rows: [Row] = []
            for step in 0..<Int64(Self.sample) {
                let start = low + (high - low) / Int64(Self.sample) * step
                rows += try session.rows(
                    "SELECT id, name, mobile, phone, mail FROM customer WHERE id >= \(start) AND deleted_at IS NULL ORDER BY id LIMIT 1")
            }
            return (
                owners.compactMap { $0[0].integer.map(RecordID.init(rawValue:)) },
                rows.compactMap { $0[0].integer.map(RecordID.init(rawValue:)) }, rows.compactMap(\.[1].text),
                rows.compactMap { $0[2].text ?? $0[3].text }, rows.compactMap(\.[4].text)
            )
        }
        guard !owners.isEmpty, !records.isEmpty else { throw BenchError("there are no customers in the database") }
        (self.owners, self.records) = (owners, records)
        characters = names.map { String($0.prefix(2)) }
        initials = names.map { String(Pinyin.initials(String($0.prefix(3))).prefix(3)) }
        digits = phones.map { String($0.suffix(4)) }
        words = mails.map { String($0.prefix(4)) }
    }
}
