import Kernel

extension SchemaPlan {
    /// Throws `.badPlan`. Finds what could not work on both engines before anything is touched.
    public func check() throws {
        for table in tables { try table.check() }
        let names = tables.map(\.name) + searchTables.map(\.name) + tables.flatMap { $0.indexes.map(\.name) }
        try require(names + searchTables.map { "\($0.name)_tokens" }, are: "Names of tables and indexes")
        let numbers = migrations.map(\.number)
        if Set(numbers).count < numbers.count { throw StoreError.badPlan("Two migrations have the same number.") }
    }
}

extension TablePlan {
    fileprivate func check() throws {
        try require(columns.map(\.name), are: "Columns of \(name)")
        let known = Set(columns.map(\.name))
        for column in keyColumns + indexes.flatMap(\.columns) where !known.contains(column) {
            throw StoreError.badPlan("\(name) has no column \(column) for its key or index.")
        }
        if primaryKey.isEmpty, columns.first?.name != "id" || columns.first?.type != .integer {
            throw StoreError.badPlan("\(name) has neither a primary key nor an integer id as its first column.")
        }
    }
}

/// PostgreSQL cuts longer names short, and SQLite takes names as equal that differ in case only.
private func require(_ names: [String], are what: String) throws {
    for name in names where name.isEmpty || name.utf8.count > 63 || name.utf8.contains(0) {
        throw StoreError.badPlan("\(what): \(name) must have 1 to 63 bytes.")
    }
    if Set(names.map(\.asciiFolded)).count < names.count {
        throw StoreError.badPlan("\(what): a name occurs twice.")
    }
}
