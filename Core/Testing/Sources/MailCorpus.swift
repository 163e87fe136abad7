import Foundation

/// The mails of `shared/data/corpora/mail-parser.tar.gz`, each with what another program has read from it. A missing file makes the test fail.
public enum MailCorpus {
    public struct Mail {
        public let name: String
        public let bytes: [UInt8]
        public let expected: Expectation
    }

    /// The parts of a mail, and which of them are what; the first is the mail itself.
    public struct Expectation {
        public let parts: [[String: Any]]
        public let text: [Int]
        public let html: [Int]
        public let attachments: [Int]

        /// What it says of a header of the mail; the last of several.
        public func header(_ name: String) -> [String: Any]? {
            (parts[0]["headers"] as? [[String: Any]])?.last { $0["name"] as? String == name }?["value"] as? [String: Any]
        }

        public func addresses(_ name: String) -> [String] {
            guard let value = header(name)?["Address"] as? [String: Any] else { return [] }
            let groups = (value["Group"] as? [[String: Any]])?.flatMap { $0["addresses"] as? [[String: Any]] ?? [] }
            return ((value["List"] as? [[String: Any]]) ?? groups ?? []).compactMap { $0["address"] as? String }
        }

        public func body(_ number: Int) -> String? {
            let body = parts[number]["body"] as? [String: Any]
            return (body?["Text"] ?? body?["Html"]) as? String
        }
    }

    struct Missing: Error { let path: String }

    public static func mails() throws -> [Mail] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "guanxi-corpus-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let tar = Process()
        tar.executableURL = URL(filePath: "/usr/bin/env")
        tar.arguments = ["tar", "-xzf", try archive().path, "-C", folder.path]
        try tar.run()
        tar.waitUntilExit()
        let root = folder.appending(path: "mail-parser/resources/eml")
        return try FileManager.default.subpathsOfDirectory(atPath: root.path).filter { $0.hasSuffix(".eml") }.sorted().map { path in
            let file = root.appending(path: path)
            let json = try Data(contentsOf: file.deletingPathExtension().appendingPathExtension("json"))
            guard let object = try JSONSerialization.jsonObject(with: json) as? [String: Any], let parts = object["parts"] as? [[String: Any]],
                let text = object["text_body"] as? [Int], let html = object["html_body"] as? [Int], let files = object["attachments"] as? [Int]
            else { throw Missing(path: path) }
            return Mail(
                name: path, bytes: Array(try Data(contentsOf: file)),
                expected: Expectation(parts: parts, text: text, html: html, attachments: files))
        }
    }

    private static func archive() throws -> URL {
        var folder = URL(filePath: #filePath)
        while folder.path != "/" {
            folder.deleteLastPathComponent()
            let file = folder.appending(path: "shared/data/corpora/mail-parser.tar.gz")
            if FileManager.default.fileExists(atPath: file.path) { return file }
        }
        throw Missing(path: "shared/data/corpora/mail-parser.tar.gz")
    }
}
