import Kernel
import Store

extension Housekeeping {
    /// Bytes to which no attachment and no file for import refers any more, not even a deleted one, which may come back.
    static let purgeContents = JobKind("purgeContents", every: .daily(at: 4, 15)) { _, run in
        ["deleted": JSON(try await removeUnusedContents(run.engine))]
    }

    @discardableResult
    static func removeUnusedContents(_ engine: Engine) async throws -> Int {
        let folder = engine.contents, cut = Instant(milliseconds: engine.clock.now().milliseconds - day)
        var deleted = folder.removeOldDrafts(before: cut)
        for name in ContentFolder.folders {
            var hashes = folder.hashes(in: name)[...]
            while !hashes.isEmpty {
                try Task.checkCancellation()
                let part = Array(hashes.prefix(batch))
                hashes = hashes.dropFirst(batch)
                deleted += try await engine.write(as: .system) { try sweep(part, unusedSince: cut, $0) }
            }
        }
        return deleted
    }

    /// Removes those files that have not been used since; each is held meanwhile, so that nobody attaches it just then.
    private static func sweep(_ hashes: [String], unusedSince cut: Instant, _ door: Door) throws -> Int {
        let attachment = Attachment.schema.definition
        // A file without a row was left by a transaction that came to no end.
        for hash in hashes {
            try door.session.execute(
                """
                INSERT INTO \(name: SystemTables.contents) (hash, size, used_at) VALUES (\(hash), 0, \(door.engine.clock.now().milliseconds))
                ON CONFLICT (hash) DO NOTHING
                """)
        }
        let unused = try door.session.rows(
            """
            DELETE FROM \(name: SystemTables.contents)
            WHERE hash IN (\(SQL.list(hashes.map(Stored.text)))) AND used_at < \(cut.milliseconds)
              AND NOT EXISTS (SELECT 1 FROM \(name: attachment.table) AS a WHERE a.content = hash)
              AND NOT EXISTS (SELECT 1 FROM \(name: SystemTables.importFiles) AS f WHERE f.content = hash)
            RETURNING hash
            """).compactMap { $0[0].text }
        for hash in unused { try door.engine.contents.remove(hash) }
        return unused.count
    }
}
