import CZip
import Foundation

/// A folder that goes when the test ends.
final class Scratch {
    let folder = FileManager.default.temporaryDirectory.appending(path: "formats-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        try Data(bytes).write(to: folder.appending(path: name))
        return path(name)
    }

    var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [] }
}

/// The files of `shared/data` that lie beside the project. A missing file or tool makes the test fail.
enum SharedData {
    struct Missing: Error { let path: String }

    /// The files within an archive, by their paths.
    static func unpacked(_ path: String, into scratch: Scratch) throws -> [String: [UInt8]] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/tar")
        process.arguments = ["xzf", try file(path).path, "-C", scratch.folder.path]
        try process.run()
        process.waitUntilExit()
        var files: [String: [UInt8]] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: scratch.folder.path) {
            if let data = FileManager.default.contents(atPath: scratch.path(name)) { files[name] = Array(data) }
        }
        return files
    }

    private static func file(_ path: String) throws -> URL {
        var folder = URL(filePath: #filePath)
        while folder.path != "/" {
            folder.deleteLastPathComponent()
            let file = folder.appending(path: "shared/data/\(path)")
            if FileManager.default.fileExists(atPath: file.path) { return file }
        }
        throw Missing(path: path)
    }
}

/// Writes ZIP archives, whole and odd ones.
enum ZIP {
    struct Failed: Error {}

    static func write(_ path: String, _ parts: [(name: String, bytes: [UInt8])], password: String? = nil) throws {
        var code: Int32 = 0
        guard let archive = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code) else { throw Failed() }
        // libzip reads the bytes when it closes the archive.
        let kept = parts.map { part in
            let room = UnsafeMutableRawPointer.allocate(byteCount: max(part.bytes.count, 1), alignment: 1)
            part.bytes.withUnsafeBytes { room.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(room), byteCount: $0.count) }
            return room
        }
        defer { for room in kept { room.deallocate() } }
        for (part, room) in zip(parts, kept) {
            let source = zip_source_buffer(archive, room, zip_uint64_t(part.bytes.count), 0)
            let index = zip_file_add(archive, part.name, source, 0)
            if let password { zip_file_set_encryption(archive, zip_uint64_t(index), UInt16(ZIP_EM_AES_256), password) }
        }
        guard zip_close(archive) == 0 else { throw Failed() }
    }
}

extension ZIP {
    static func read(_ path: String, _ part: String) throws -> [UInt8] {
        var code: Int32 = 0, facts = zip_stat_t()
        guard let archive = zip_open(path, ZIP_RDONLY, &code) else { throw Failed() }
        defer { zip_discard(archive) }
        guard zip_stat(archive, part, 0, &facts) == 0, let file = zip_fopen(archive, part, 0) else { throw Failed() }
        defer { zip_fclose(file) }
        var bytes = [UInt8](repeating: 0, count: Int(facts.size))
        guard zip_fread(file, &bytes, zip_uint64_t(bytes.count)) == bytes.count else { throw Failed() }
        return bytes
    }
}
