import Foundation
import Store

/// A file that is being written. It appears under its name when it is whole, or not at all; nobody but the server's own user can read it.
final class FileDraft: Sendable {
    private let url: URL
    private let handle: FileHandle

    init(_ url: URL) throws {
        self.url = url
        let descriptor = open(url.path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure(errno) }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func append(_ bytes: [UInt8]) throws {
        do {
            try handle.write(contentsOf: Data(bytes))
        } catch {
            let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError ?? error as NSError
            throw Self.failure((error as? CocoaError)?.code == .fileWriteOutOfSpace ? ENOSPC : Int32(cause.code))
        }
    }

    /// Brings to the disk what was written.
    func flush() throws { try handle.synchronize() }

    /// Gives it its name; returns its length in bytes.
    func finish(as target: URL) throws -> Int64 {
        try flush()
        let length = try handle.offset()
        guard rename(url.path, target.path) == 0 else { throw Self.failure(errno) }
        return Int64(length)
    }

    /// Gives it one more name, which outlives the draft; a file that is there already stays.
    func link(to target: URL) throws {
        guard Glibc.link(url.path, target.path) == 0 || errno == EEXIST else { throw Self.failure(errno) }
        try Self.flush(folder: target.deletingLastPathComponent())
    }

    /// Brings the names in a folder to the disk: a name is an entry of its folder, and is safe when that is.
    static func flush(folder url: URL) throws {
        let folder = open(url.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw failure(errno) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw failure(errno) }
    }

    static func failure(_ code: Int32) -> StoreError {
        let reason = "files: " + String(cString: strerror(code))
        return [ENOSPC, EDQUOT, EFBIG].contains(code) ? .full(reason) : .unavailable(reason)
    }
}
