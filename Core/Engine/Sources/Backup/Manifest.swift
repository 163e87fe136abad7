public import Kernel
public import Store

/// What a backup says of itself: what it holds, and how that adds up.
public struct Manifest: Sendable, Hashable {
    /// How files and manifest are written.
    static let format: Int64 = 1

    /// The moment that it shows.
    public let madeAt: Instant
    /// The version of the program that made it.
    public let program: String
    /// Where it comes from.
    public let engine: Dialect
    /// The last migration that the database had seen; 0 for none.
    public let schema: Int64
    /// The keys that values are sealed with, by their ids. The keys themselves are no part of it.
    public let keys: [String]
    /// Settings in force, without secrets.
    public let settings: [String: String]
    public let tables: [Table]
    /// The files of attachments, and the list of their hashes.
    public let contents: Contents

    /// A table, whose rows lie in the file `tables/NAME.rows`.
    public struct Table: Sendable, Hashable {
        public let plan: TablePlan
        public let sum: RowSum

        var file: String { "tables/\(plan.name).rows" }
    }

    public struct Contents: Sendable, Hashable {
        static let list = "contents.rows"

        /// Of the list: a row for each file, with its hash and its length.
        public let sum: RowSum
        public let bytes: Int64
        /// How many the database refers to that could not be read when the backup was made.
        public let missing: Int64

        public var count: Int64 { sum.rows }
    }

    public var rows: Int64 { tables.reduce(0) { $0 + $1.sum.rows } }
    /// Of all files together.
    public var bytes: Int64 { tables.reduce(contents.bytes + contents.sum.bytes) { $0 + $1.sum.bytes } }
}
