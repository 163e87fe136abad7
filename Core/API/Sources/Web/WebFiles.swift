import Foundation
import Kernel
import NIOCore

/// The files of the browser pages, packed once. Their address holds a stamp of all their contents, so that a browser may keep them
/// for ever and never mixes those of two versions.
struct WebFiles: Sendable {
    let files: [String: File]
    let stamp: String

    struct File: Sendable {
        let bytes: ByteBuffer
        /// Nil when packing gains nothing.
        let packed: ByteBuffer?
        let type: String
    }

    /// - Parameter texts: those of the modules; what begins with `page.` is for their pages.
    init(_ folders: WebFolders, _ texts: Texts) throws {
        var contents = try Self.read(folders.pages)
        for (name, folder) in folders.modules {
            for (path, data) in try Self.read(folder) { contents["modules/\(name)/\(path)"] = data }
        }
        for language in Language.allCases { Self.addTexts(texts, language, to: &contents) }
        contents["modules.json"] = Data(JSON.array(Self.moduleNames(contents.keys).map(JSON.string)).text.utf8)
        stamp = folders.areLive ? "live" : Self.stamp(contents)
        files = Dictionary(uniqueKeysWithValues: contents.compactMap { path, data in
            Self.type(of: path).map { (path, File(data, type: $0, isPacked: !folders.areLive)) }
        })
    }

    private static func addTexts(_ texts: Texts, _ language: Language, to contents: inout [String: Data]) {
        let path = "texts/\(language.rawValue).json"
        guard case .object(var shell)? = contents[path].flatMap({ try? JSON.parse(String(decoding: $0, as: UTF8.self)) }) else { return }
        for key in texts.keys(language) where key.hasPrefix("page.") { shell[key] = .string(texts.text(key, language)) }
        contents[path] = Data(JSON.object(shell).text.utf8)
    }

    /// The modules that bring pages of their own.
    private static func moduleNames(_ paths: some Sequence<String>) -> [String] {
        paths.compactMap { path in
            let steps = path.split(separator: "/")
            return steps.count == 3 && steps[0] == "modules" && steps[2] == "index.js" ? String(steps[1]) : nil
        }.sorted()
    }

    private static func read(_ folder: URL) throws -> [String: Data] {
        let base = folder.resolvingSymlinksInPath().path + "/"
        guard let walk = FileManager.default.enumerator(at: folder.resolvingSymlinksInPath(), includingPropertiesForKeys: [.isRegularFileKey]) else { return [:] }
        var contents: [String: Data] = [:]
        for case let url as URL in walk where try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true {
            guard url.path.hasPrefix(base) else { continue }
            contents[String(url.path.dropFirst(base.count))] = try Data(contentsOf: url)
        }
        return contents
    }

    private static func stamp(_ contents: [String: Data]) -> String {
        let marks = contents.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.count) \(fingerprint(Array($0.value)))" }
        return fingerprint(Array(marks.joined(separator: "\n").utf8))
    }

    /// Nil for what is not meant for browsers, such as a README.
    private static func type(of path: String) -> String? {
        switch path.split(separator: ".").last {
        case "js", "mjs": "text/javascript; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "json": "application/json"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "woff2": "font/woff2"
        default: nil
        }
    }
}

extension WebFiles.File {
    init(_ data: Data, type: String, isPacked: Bool) {
        (bytes, self.type) = (ByteBuffer(bytes: data), type)
        guard isPacked, !type.hasPrefix("font/"), type != "image/png", let deflater = Deflater(level: 9) else {
            packed = nil
            return
        }
        var packed = deflater.pack(bytes)
        packed.writeImmutableBuffer(deflater.finish())
        self.packed = packed.readableBytes < bytes.readableBytes ? packed : nil
    }
}
