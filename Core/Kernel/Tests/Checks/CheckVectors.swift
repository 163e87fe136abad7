import Foundation

/// The files of `shared/data` that lie beside the project. A missing file makes the test fail.
enum CheckVectors {
    struct Missing: Error { let path: String }

    /// The rows behind the heading, in columns. None of these files has line ends inside quotes.
    static func rows(_ name: String) throws -> [[String]] {
        let path = "cn/\(name)"
        var folder = URL(filePath: #filePath)
        while folder.path != "/" {
            folder.deleteLastPathComponent()
            let file = folder.appending(path: "shared/data/\(path)")
            guard FileManager.default.fileExists(atPath: file.path) else { continue }
            let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
            return lines.dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        }
        throw Missing(path: path)
    }
}
