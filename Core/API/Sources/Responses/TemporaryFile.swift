import Foundation
import Store

/// A file that nobody else can read and that is gone with its last holder, even when a client leaves in the middle.
final class TemporaryFile: Sendable {
    private let path: String
    private let handle: FileHandle

    private static let pieceLength = 1 << 18

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("guanxi-" + UUID().uuidString).path
        let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure(errno) }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    deinit { remove() }

    func append(_ bytes: [UInt8]) throws {
        do {
            try handle.write(contentsOf: Data(bytes))
        } catch {
            let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError ?? error as NSError
            throw Self.failure((error as? CocoaError)?.code == .fileWriteOutOfSpace ? ENOSPC : Int32(cause.code))
        }
    }

    /// The disk for temporary files is another one, as a rule, than that of the database; to a client it is all the same.
    private static func failure(_ code: Int32) -> StoreError {
        let reason = "temporary files: " + String(cString: strerror(code))
        return [ENOSPC, EDQUOT, EFBIG].contains(code) ? .full(reason) : .unavailable(reason)
    }

    /// What was written, from the beginning.
    var pieces: some Sequence<[UInt8]> {
        try? handle.seek(toOffset: 0)
        return AnyIterator { [handle] in
            guard let data = try? handle.read(upToCount: Self.pieceLength), !data.isEmpty else { return nil }
            return Array(data)
        }
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
