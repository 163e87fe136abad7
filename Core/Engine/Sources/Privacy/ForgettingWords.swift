import Kernel
import Store

/// SQLite's search index keeps the words of what was taken out of it until its pieces are put together. After erasing that is done at once, in
/// short transactions.
enum ForgettingWords {
    static let name = "forgetWords"
    /// Pages of the index that one transaction writes.
    private static let pages = 500

    static let job = JobKind(name) { payload, run in
        let entities = (payload["entities"]?.array ?? []).compactMap { $0.string.flatMap { run.engine.catalogue[$0] } }.filter { !$0.searched.isEmpty }
        for (index, entity) in entities.enumerated() {
            // A negative number begins to put all pieces into one; the same number without its sign goes on.
            let table = SearchTable(name: entity.searchTable)
            var goesOn = try await run.write { try $0.putTogether(table, -pages) }
            while goesOn { goesOn = try await run.write { try $0.putTogether(table, pages) } }
            try await run.progress(index + 1, of: entities.count)
        }
        return ["entities": JSON(entities.count)]
    }
}

extension Door {
    /// Returns whether there was anything to do.
    fileprivate func putTogether(_ table: SearchTable, _ pages: Int) throws -> Bool {
        guard session.dialect == .sqlite else { return false }
        func changes() throws -> Int64 { try session.first("SELECT total_changes()")?[0].integer ?? 0 }
        let before = try changes()
        try session.execute("INSERT INTO \(name: table.name)(\(name: table.name), rank) VALUES ('merge', \(pages))")
        // The command itself counts as one.
        return try changes() - before >= 2
    }
}
