import CSodium
import Foundation
import Kernel
import Store

/// A key with which servers of one database know again what one of them has handed out. It lies in the database: it protects
/// against clients, not against those who can read the tables.
struct SigningKey: Sendable {
    private let bytes: [UInt8]

    /// The key of that name; the first server that asks makes it.
    static func load(_ name: String, from database: any Database) async throws -> SigningKey {
        let made = try await database.write { session -> String? in
            try session.execute(
                """
                INSERT INTO \(name: SystemTables.keys) (name, secret)
                VALUES (\(name), \(Secret.make()))
                ON CONFLICT (name) DO NOTHING
                """)
            return try session.first("SELECT secret FROM \(name: SystemTables.keys) WHERE name = \(name)")?[0].text
        }
        guard let made, sodium_init() >= 0 else { throw StoreError.unavailable("no signing key") }
        return SigningKey(bytes: Array(made.utf8))
    }

    /// 128 bits of BLAKE2b with the key.
    func signature(of text: String) -> [UInt8] {
        let text = Array(text.utf8)
        var signature = [UInt8](repeating: 0, count: 16)
        crypto_generichash(&signature, signature.count, text, UInt64(text.count), bytes, bytes.count)
        return signature
    }

    /// Takes as long for a nearly right signature as for a wrong one.
    func signed(_ text: String, as signature: [UInt8]) -> Bool {
        let expected = self.signature(of: text)
        return expected.count == signature.count && sodium_memcmp(expected, signature, expected.count) == 0
    }
}

extension SystemTables {
    static let keys = "signing_key"

    static let keyPlans = [
        TablePlan(
            name: keys,
            columns: [ColumnPlan(name: "name", type: .text, isRequired: true), ColumnPlan(name: "secret", type: .text, isRequired: true)],
            primaryKey: ["name"])
    ]
}
