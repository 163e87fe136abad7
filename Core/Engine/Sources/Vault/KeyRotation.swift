import Foundation
public import Kernel
public import Store

/// Brings everything that is sealed under the newest key, in short transactions, while people work.
public struct KeyRotation: Sendable {
    let engine: Engine

    public init(_ engine: Engine) { self.engine = engine }

    /// How many values were sealed again, and how many no key opens.
    public struct Result: Sendable, Hashable {
        public var sealed = 0, unreadable = 0
    }

    private static let rowsPerTransaction = 200
    /// Fewer of those that may be long: a kept answer has up to a megabyte.
    private static let textsPerTransaction = 50
    static let keys = "sealing_key"

    static var plans: [TablePlan] {
        [
            TablePlan(
                name: keys,
                columns: [ColumnPlan(name: "id", type: .text, isRequired: true), ColumnPlan(name: "at", type: .integer, isRequired: true)],
                primaryKey: ["id"])
        ]
    }

    /// Values were sealed with keys that the ring does not have.
    public struct MissingKeys: Error, CustomStringConvertible {
        public let ids: [String]
        public var description: String {
            "values in this database were sealed with keys that are missing (\(ids.joined(separator: ", "))): put them back into the key file"
        }
    }

    /// The keys that values in a database may be sealed with; none where there is no such table yet.
    public static func keys(of database: any Database) async throws -> [String] {
        (try? await database.read { session in
            try session.rows("SELECT id FROM \(name: keys) ORDER BY id").compactMap { $0[0].text }
        }) ?? []
    }

    /// Notes the keys in use; refuses to go on where one is missing, since what it sealed could not be read.
    func register() async throws {
        let ring = engine.vault.ring.keys.map(\.id), now = engine.clock.now().milliseconds
        let missing = try await engine.database.write { session -> [String] in
            let known = try session.rows("SELECT id FROM \(name: Self.keys)").compactMap { $0[0].text }
            for id in ring where !known.contains(id) {
                try session.execute("INSERT INTO \(name: Self.keys) (id, at) VALUES (\(id), \(now)) ON CONFLICT (id) DO NOTHING")
            }
            return known.filter { !ring.contains($0) }
        }
        guard missing.isEmpty else { throw MissingKeys(ids: missing.sorted()) }
    }

    /// Goes through all entities until nothing is left that another key sealed. Call it once all servers know the new key.
    public func run(progress: (Result) -> Void = { _ in }) async throws -> Result {
        try await register()
        var result = Result()
        for entity in engine.catalogue.entities where entity.fields.contains(where: \.isSealed) {
            var last: RecordID?
            repeat {
                let from = last
                let step = try await engine.write(as: .system) { try $0.reseal(entity, after: from, limit: Self.rowsPerTransaction) }
                last = step.last
                result.sealed += step.sealed
                result.unreadable += step.unreadable
                progress(result)
            } while last != nil
        }
        for column in SealedColumn.all {
            var last: [Stored]?
            repeat {
                let from = last
                let step = try await engine.database.write { [engine] session in
                    try column.reseal(after: from, limit: Self.textsPerTransaction, with: engine.vault, in: session)
                }
                last = step.last
                result.sealed += step.sealed
                result.unreadable += step.unreadable
                progress(result)
            } while last != nil
        }
        if result.unreadable == 0 { try await forgetOldKeys() }
        return result
    }

    /// Only the newest key is needed now; the others may leave the key file.
    private func forgetOldKeys() async throws {
        guard let newest = engine.vault.ring.keys.first?.id else { return }
        try await engine.write(as: .system) { door in
            let old = try door.session.rows("DELETE FROM \(name: Self.keys) WHERE id <> \(newest) RETURNING id").compactMap { $0[0].text }
            guard !old.isEmpty else { return }
            door.note(.keyRotated, ["key": .string(newest), "forgotten": .array(old.sorted().map(JSON.string))])
        }
    }

    /// How long to wait after a key was added until all servers know it.
    public static let waitForServers = Vault.reloadInterval + .seconds(5)
}
