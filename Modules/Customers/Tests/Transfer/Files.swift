import Customers
import Engine
import Foundation
import Kernel
import Synchronization

/// Real files that lie beside the project, and the examples of the documentation.
enum Files {
    struct Missing: Error { let path: String }

    static func shared(_ path: String) throws -> [UInt8] { try bytes(beside("shared/data/" + path)) }

    /// A mapping of `docs/examples` as JSON. The mappings there are flat enough to be read without a YAML library.
    static func examplePath(_ name: String) throws -> String { try beside("docs/examples/" + name) }

    static func unzipped(_ path: String, member: String) throws -> [UInt8] {
        try output("/usr/bin/unzip", ["-p", try beside("shared/data/" + path), member])
    }

    static func gunzipped(_ path: String) throws -> [UInt8] {
        try output("/usr/bin/gzip", ["-dc", try beside("shared/data/" + path)])
    }

    /// The files of an archive, in a folder that goes with the process.
    static func untarred(_ path: String) throws -> [URL] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "corpus-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        _ = try output("/usr/bin/tar", ["xzf", try beside("shared/data/" + path), "-C", folder.path])
        return try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted().map { folder.appending(path: $0) }
    }

    private static func bytes(_ path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else { throw Missing(path: path) }
        return Array(data)
    }

    private static func output(_ program: String, _ arguments: [String]) throws -> [UInt8] {
        let process = Process(), pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Missing(path: arguments.joined(separator: " ")) }
        return Array(data)
    }

    /// Goes up from this file until the path is found, in the project or beside it.
    private static func beside(_ path: String) throws -> String {
        var folder = URL(fileURLWithPath: #filePath)
        while folder.path != "/" {
            folder.deleteLastPathComponent()
            let candidate = folder.appendingPathComponent(path).path
            if FileManager.default.fileExists(atPath: candidate) { return candidate }
        }
        throw Missing(path: path)
    }
}

extension Engine {
    /// Imports a file that is in memory, in small pieces as they would come over a wire.
    func load(_ bytes: [UInt8], _ mapping: JSON, as actor: Actor = .system) async throws -> Importer.Result {
        let pieces = AsyncStream<[UInt8]> { continuation in
            for start in stride(from: 0, to: bytes.count, by: 1_000) {
                continuation.yield(Array(bytes[start..<min(start + 1_000, bytes.count)]))
            }
            continuation.finish()
        }
        return try await Importer(engine: self, actor: actor, mapping: ImportMapping(mapping, catalogue, for: .system)).run(pieces)
    }

    func load(_ text: String, _ mapping: JSON, as actor: Actor = .system) async throws -> Importer.Result {
        try await load(Array(text.utf8), mapping, as: actor)
    }

    func save(_ entity: EntityDefinition, filter: Rule = .always, fields: [String]? = nil) async throws -> String {
        var query = ListQuery(entity)
        (query.filter, query.fields) = (filter, fields)
        let collected = Collector()
        try await Exporter(engine: self, actor: .system, query: query).write { collected.append($0) }
        return collected.text
    }

    func refused(_ run: RecordID) async throws -> String {
        let collected = Collector()
        try await RefusedRows(engine: self, actor: .system).write(of: run) { collected.append($0) }
        return collected.text
    }

    /// The names that a search in the list finds.
    func names(searching text: String) async throws -> [String] {
        try await read(as: .system) { reader in
            var query = ListQuery(Customer.schema.definition)
            (query.search, query.fields, query.limit) = (text, ["name"], 200)
            let page = try JSON.parse(try reader.list(query).json)
            return (page["data"]?.array ?? []).compactMap { $0["name"]?.string }
        }
    }
}

private final class Collector: Sendable {
    private let bytes = Mutex<[UInt8]>([])
    func append(_ more: [UInt8]) { bytes.withLock { $0 += more } }
    var text: String { String(decoding: bytes.withLock { $0 }, as: UTF8.self) }
}
