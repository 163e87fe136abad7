import Customers
import Engine
import Foundation
import Kernel
import Store
import Synchronization

/// Loading a file into an empty database, as the command does it.
extension Course {
    func measureImports(_ figures: inout Figures) async throws {
        let file = folder.appending(path: "customers.csv")
        try await export(to: file)
        try await withEmptyDatabase { empty in
            let run = try Program(
                program, ["import", "--database", empty, "--entity", "customer", file.path], log: folder.appending(path: "import.log"),
                environment: environment)
            let begun = ContinuousClock.now
            let end = try await run.finish()
            guard end.status == 0 else { throw BenchError("the import failed; see \(folder.path)/import.log") }
            figures.importRate = Double(importRows) / begun.duration(to: .now).inSeconds
            figures.importMemory = end.mostMemory
            say("Import: \(Int(figures.importRate)) rows a second, \(Int(end.mostMemory)) MB")
        }
        try await withEmptyDatabase { empty in
            figures.plainImportRate = try await withEngine(empty, modules: [Unsearched()]) { engine, _ in
                let mapping = try ImportMapping(["entity": "customer"], engine.catalogue, for: .system)
                let begun = ContinuousClock.now
                let result = try await Importer(engine: engine, actor: .system, mapping: mapping).run(FilePieces(url: file))
                guard result.created == importRows else { throw BenchError("\(result.created) of \(importRows) rows were imported") }
                return Double(importRows) / begun.duration(to: .now).inSeconds
            }
            say("Import without search: \(Int(figures.plainImportRate)) rows a second")
        }
    }

    private func export(to file: URL) async throws {
        try await withEngine(url) { engine, _ in
            guard let customer = engine.catalogue["customer"] else { throw BenchError("there are no customers") }
            var query = ListQuery(customer)
            query.filter = .compare(["sourceSystem"], .equal, .text("demo"))
            query.sort = [ListQuery.SortKey(["externalCode"])]
            FileManager.default.createFile(atPath: file.path, contents: nil)
            let handle = try FileHandle(forWritingTo: file)
            let lines = Lines(limit: importRows + 1)
            do {
                try await Exporter(engine: engine, actor: .system, query: query).write { piece in
                    let (bytes, isEnough) = lines.take(piece)
                    try handle.write(contentsOf: Data(bytes))
                    if isEnough { throw Enough() }
                }
            } catch is Enough {}
            try handle.close()
        }
    }

    private struct Enough: Error {}

    /// An empty database of the engine of another one.
    func makeEmpty(_ url: String) async throws -> String {
        if url.hasPrefix("sqlite:") {
            let path = folder.appending(path: "import.sqlite").path
            for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
            return "sqlite:" + path
        }
        try await PostgresAdministration.run(["DROP DATABASE IF EXISTS guanxi_bench_import", "CREATE DATABASE guanxi_bench_import"], on: url)
        guard var parts = URLComponents(string: url) else { throw BenchError("not a URL: \(url)") }
        parts.path = "/guanxi_bench_import"
        return parts.string ?? url
    }

    private func withEmptyDatabase(_ body: (String) async throws -> Void) async throws {
        let empty = try await makeEmpty(url)
        let demo = try Program(program, ["demo", "--database", empty, "--customers", "0"], log: folder.appending(path: "demo.log"),
            environment: environment)
        guard try await demo.finish().status == 0 else { throw BenchError("no organisation could be written; see \(folder.path)/demo.log") }
        try await body(empty)
    }
}

/// The customers without any searched field: what an import costs without its tokens.
private struct Unsearched: Module {
    private let whole = Customers()
    var name: String { whole.name }
    var hooks: [Hook] { whole.hooks }
    var texts: URL? { whole.texts }

    var entities: [EntityDefinition] {
        whole.entities.map { entity in
            let common = EntityDefinition(name: entity.name, plural: entity.plural, title: "", traits: entity.traits, fields: []).fields.count
            let own = entity.fields.dropFirst(common).map { field in
                FieldDefinition(
                    field.key, field.kind, traits: field.traits.subtracting([.searched]), isRequired: field.isRequired, standard: field.standard)
            }
            return EntityDefinition(
                name: entity.name, plural: entity.plural, title: entity.title, icon: entity.icon, traits: entity.traits, fields: Array(own))
        }
    }
}

/// Lets so many lines of a file through. No cell of the made-up customers has a line end in it.
private final class Lines: Sendable {
    private let left: Mutex<Int>

    init(limit: Int) { left = Mutex(limit) }

    func take(_ bytes: [UInt8]) -> (bytes: ArraySlice<UInt8>, isEnough: Bool) {
        left.withLock { left in
            for place in bytes.indices where bytes[place] == 0x0A {
                left -= 1
                if left == 0 { return (bytes[...place], true) }
            }
            return (bytes[...], false)
        }
    }
}

/// The bytes of a file in pieces.
private struct FilePieces: AsyncSequence {
    let url: URL

    struct AsyncIterator: AsyncIteratorProtocol {
        let handle: FileHandle
        func next() throws -> [UInt8]? {
            guard let data = try handle.read(upToCount: 1 << 18), !data.isEmpty else { return nil }
            return Array(data)
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(handle: FileHandle(forReadingAtPath: url.path) ?? .nullDevice) }
}
