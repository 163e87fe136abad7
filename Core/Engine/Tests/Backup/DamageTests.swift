@testable import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

/// Whatever happens to a backup is noticed, said in words that name the file, and never restored.
@Suite struct DamageTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// A part of the name of the file that is named.
        let file: String
        let words: String
        let harm: @Sendable (URL) throws -> Void
    }

    private static func change(_ file: String, _ body: @escaping @Sendable (inout Data) -> Void) -> @Sendable (URL) throws -> Void {
        { folder in
            let url = try find(file, in: folder)
            var data = try Data(contentsOf: url)
            body(&data)
            try data.write(to: url)
        }
    }

    private static func find(_ file: String, in folder: URL) throws -> URL {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        return folder.appending(path: try #require(names.first { $0.hasPrefix(file) && !$0.hasSuffix("contents") && !($0.hasPrefix("contents/") && $0.count < 60) }))
    }

    static let cases = [
        Case(testDescription: "a table cut short", file: "tables/role.rows", words: "cut short", harm: change("tables/role.rows") { $0.removeLast(3) }),
        Case(testDescription: "a table that grew", file: "tables/role.rows", words: "has grown", harm: change("tables/role.rows") { $0.append(0) }),
        Case(testDescription: "a table that is gone", file: "tables/role.rows", words: "is missing") { try FileManager.default.removeItem(at: find("tables/role.rows", in: $0)) },
        Case(testDescription: "a byte of a text changed", file: "tables/tag.rows", words: "was changed", harm: change("tables/tag.rows") { $0[$0.count - 40] ^= 1 }),
        Case(testDescription: "a length beyond all bounds", file: "tables/tag.rows", words: "was changed", harm: change("tables/tag.rows") { data in
            data.replaceSubrange(0..<10, with: [3] + [UInt8](repeating: 0xFF, count: 8) + [0x7F])
        }),
        Case(testDescription: "the list of files changed", file: "contents.rows", words: "was changed", harm: change("contents.rows") { $0[10] ^= 1 }),
        Case(testDescription: "a file that is gone", file: "contents/", words: "is missing") { try FileManager.default.removeItem(at: find("contents/", in: $0)) },
        Case(testDescription: "a file cut short", file: "contents/", words: "cut short", harm: change("contents/") { $0.removeLast() }),
        Case(testDescription: "a byte of a file changed", file: "contents/", words: "was changed", harm: change("contents/") { $0[0] ^= 1 }),
        Case(testDescription: "the manifest changed", file: "manifest.json", words: "was changed", harm: change("manifest.json") { $0[$0.count / 2] ^= 1 }),
        Case(testDescription: "the manifest's hash gone", file: "manifest.json.sha256", words: "is missing") {
            try FileManager.default.removeItem(at: $0.appending(path: "manifest.json.sha256"))
        },
    ]

    @Test(arguments: cases)
    func damage(_ harm: Case) async throws {
        let place = try Place()
        defer { place.remove() }
        let backup = try await Self.backup(in: place)
        try Backup.open(backup.folder).verify()
        try Backup.open(backup.folder.appending(path: "manifest.json")).verify()

        try harm.harm(backup.folder)

        let error = #expect(throws: BackupError.self) { try Backup.open(backup.folder).verify() }
        let words = error?.description ?? ""
        #expect(words.contains(harm.file) && words.contains(harm.words), "\(words)")
        try await withTestDatabase(.sqlite) { empty in
            await #expect(throws: BackupError.self) {
                try await Restoring(Backup.open(backup.folder), into: empty.database, named: "it", files: place.files(1), modules: [Workshop()]).run()
            }
            let tables = try await empty.database.read { try $0.tables().map(\.name) }
            #expect(tables == [])
            #expect(!FileManager.default.fileExists(atPath: place.files(1).path))
        }
    }

    @Test("What is no backup is told so")
    func none() throws {
        let place = try Place()
        defer { place.remove() }

        #expect(throws: BackupError.noBackup(place.folder.path)) { try Backup.open(place.folder) }
        #expect(throws: BackupError.noBackup("/nowhere/manifest.json")) { try Backup.open(URL(filePath: "/nowhere/manifest.json")) }
    }

    @Test("A file that is damaged where it lies is counted, and the rest is kept")
    func damagedSource() async throws {
        let place = try Place()
        defer { place.remove() }
        let backup = try await Self.backup(in: place, harm: { contents in
            let file = try #require(ContentFolder.folders.lazy.compactMap { contents.hashes(in: $0).first }.first)
            try Data("other".utf8).write(to: contents.url(of: file))
        })

        #expect(backup.manifest.contents.missing == 1 && backup.manifest.contents.count == 1)
        try backup.verify()
    }

    /// With a tag, roles and two files.
    private static func backup(in place: Place, harm: (ContentFolder) throws -> Void = { _ in }) async throws -> Backup {
        try await withTestDatabase(.sqlite) { made in
            let (engine, _) = try await Engine.start(made.database, modules: [Workshop()], vault: .test, files: place.files(0))
            for number in 0..<3 { try await engine.perform(.create(["name": .text("一个标签 \(number)")]), on: Tag.schema.definition, as: .system) }
            let firm = try await engine.perform(.create(["name": "甲"]), on: Firm.definition, as: .system).id
            for text in ["合同", "附件"] {
                let content = try await engine.contents.receive(AsyncStream { $0.yield(Array(text.utf8)); $0.finish() })
                _ = try await engine.write(as: .system) { try $0.attach(content, named: "a.txt", to: firm, of: Firm.definition) }
            }
            try harm(engine.contents)
            let backup = try await place.backup(of: engine.database)
            await engine.stop()
            return backup
        }
    }
}
