import Foundation
import Testing

/// A disk of a few megabytes, which a test can fill.
struct SmallDisk {
    let folder: URL
    private var ballast: URL { folder.appendingPathComponent("ballast") }

    /// Mounting is for root.
    static let isAllowed: Bool = {
        guard let disk = try? SmallDisk(megabytes: 1) else { return false }
        disk.remove()
        return true
    }()

    init(megabytes: Int) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("guanxi-disk-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let options = "size=\(megabytes)m,mode=0777"
        let answer = try Shell.runAsRoot("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.path)
        guard answer.status == 0 else {
            try? FileManager.default.removeItem(at: folder)
            throw NotMounted(words: answer.output)
        }
    }

    struct NotMounted: Error { let words: String }

    /// Writes until nothing goes in any more.
    func fill() throws {
        try Data().write(to: ballast)
        let handle = try FileHandle(forWritingTo: ballast)
        for size in [1 << 20, 1 << 12, 1] {
            while (try? handle.write(contentsOf: Data(count: size))) != nil {}
        }
        try? handle.close()
    }

    /// Makes room again.
    func empty() throws { try FileManager.default.removeItem(at: ballast) }

    func forbidWriting() throws {
        let answer = try Shell.runAsRoot("mount", "-o", "remount,ro", folder.path)
        try #require(answer.status == 0, "\(answer.output)")
    }

    func remove() {
        _ = try? Shell.runAsRoot("umount", folder.path)
        try? FileManager.default.removeItem(at: folder)
    }
}
