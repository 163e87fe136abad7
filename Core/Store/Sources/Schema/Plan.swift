public import Kernel

/// A column as it should be.
public struct ColumnPlan: Sendable, Hashable {
    public let name: String
    public let type: ColumnType
    /// NOT NULL.
    public let isRequired: Bool
    public let defaultValue: Stored?
    /// The table whose `id` this column points to.
    public let references: String?

    public init(
        name: String, type: ColumnType, isRequired: Bool = false, defaultValue: Stored? = nil, references: String? = nil
    ) {
        self.name = name
        self.type = type
        self.isRequired = isRequired
        self.defaultValue = defaultValue
        self.references = references
    }
}

/// An index as it should be. It is known by its name: another definition needs another name.
public struct IndexPlan: Sendable, Hashable {
    public let name: String
    public let columns: [String]
    public let isUnique: Bool
    /// Only rows that meet this are in the index: `"deleted_at IS NULL"`.
    public let onlyWhere: SQL?

    public init(name: String, columns: [String], isUnique: Bool = false, onlyWhere: SQL? = nil) {
        self.name = name
        self.columns = columns
        self.isUnique = isUnique
        self.onlyWhere = onlyWhere
    }
}

/// A table as it should be. Without `primaryKey` its first column is `id`, an integer, and the primary key.
public struct TablePlan: Sendable, Hashable {
    public let name: String
    public let columns: [ColumnPlan]
    public let primaryKey: [String]
    public let indexes: [IndexPlan]

    public init(name: String, columns: [ColumnPlan], primaryKey: [String] = [], indexes: [IndexPlan] = []) {
        self.name = name
        self.columns = columns
        self.primaryKey = primaryKey
        self.indexes = indexes
    }

    /// The columns of the primary key, said or implied.
    var keyColumns: [String] { primaryKey.isEmpty ? ["id"] : primaryKey }
}

/// A change that comparing cannot make, such as moving data. It runs once per database, before the comparison,
/// also in a new database, whose tables are not there yet: ask `hasTable` first.
public struct Migration: Sendable {
    public let number: Int
    public let name: String
    public let run: @Sendable (any WriteSession) throws -> Void

    public init(number: Int, name: String, run: @escaping @Sendable (any WriteSession) throws -> Void) {
        self.number = number
        self.name = name
        self.run = run
    }
}

/// Everything that a program expects of its database.
public struct SchemaPlan: Sendable {
    public let tables: [TablePlan]
    public let searchTables: [SearchTable]
    public let migrations: [Migration]
    /// Indexes that are taken away where they are found; nothing is lost with them.
    public let unwantedIndexes: [String]

    public init(
        tables: [TablePlan], searchTables: [SearchTable] = [], migrations: [Migration] = [], unwantedIndexes: [String] = []
    ) {
        self.tables = tables
        self.searchTables = searchTables
        self.migrations = migrations
        self.unwantedIndexes = unwantedIndexes
    }
}
