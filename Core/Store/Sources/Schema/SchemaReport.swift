/// What preparing a database did, for the log.
public struct SchemaReport: Sendable, Hashable {
    /// Numbers and names, as `3 split names`.
    public internal(set) var migrations: [String] = []
    public internal(set) var tables: [String] = []
    /// As `table.column`.
    public internal(set) var columns: [String] = []
    public internal(set) var indexes: [String] = []
    /// As `table.column`; only those added to a table that was there.
    public internal(set) var foreignKeys: [String] = []
    public internal(set) var searchTables: [String] = []

    public init() {}

    /// Adds what a second step did.
    public mutating func add(_ other: SchemaReport) {
        migrations += other.migrations
        tables += other.tables
        columns += other.columns
        indexes += other.indexes
        foreignKeys += other.foreignKeys
        searchTables += other.searchTables
    }

    /// Whether the database was already as planned.
    public var isEmpty: Bool { self == SchemaReport() }
}

extension SchemaReport: CustomStringConvertible {
    public var description: String {
        let parts = [
            ("migrations", migrations), ("tables", tables), ("columns", columns), ("indexes", indexes),
            ("foreign keys", foreignKeys), ("search tables", searchTables),
        ]
        let told = parts.filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1.joined(separator: ", "))" }
        return told.isEmpty ? "nothing to do" : told.joined(separator: "; ")
    }
}
