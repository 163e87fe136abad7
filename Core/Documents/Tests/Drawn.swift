import Documents
import Foundation
import Kernel
import Testing

/// A document as its readers meet it: drawn, and taken apart again by the tools of Poppler.
struct Drawn {
    static let renderer = DocumentRenderer()

    let document: RenderedDocument

    init(
        _ source: String, _ values: JSON = [:], _ language: Language = .chinese, images: [String: [UInt8]] = [:],
        by renderer: DocumentRenderer = Drawn.renderer
    ) async throws {
        document = try await renderer.render(
            DocumentTemplate(source),
            DocumentInput(
                values: values, language: language, zone: try #require(TimeZone(identifier: "Asia/Shanghai")), images: images,
                created: try #require(Instant("2026-11-22T00:00:00Z"))))
    }

    init(example: DocumentExample, _ language: Language) async throws {
        try await self.init(example.source(language), example.values(language), language)
    }

    /// The text of each page, laid out as it stands there.
    func pages() throws -> [String] {
        let text = String(decoding: try tool("pdftotext", ["-layout", "-enc", "UTF-8"], ["-"]), as: UTF8.self)
        return text.split(separator: "\u{C}", omittingEmptySubsequences: false).map(String.init).dropLast()
    }

    /// The words of all pages, with single blanks between them.
    func words() throws -> String { try pages().joined(separator: " ").split(whereSeparator: \.isWhitespace).joined(separator: " ") }

    /// Where each word ends, in points from the left edge of the paper.
    func rightEdges() throws -> [String: Double] {
        let words = String(decoding: try tool("pdftotext", ["-bbox"], ["-"]), as: UTF8.self).matches(of: /xMax="([0-9.]+)" yMax="[0-9.]+">([^<]*)</)
        return Dictionary(words.map { (String($0.output.2), Double($0.output.1) ?? 0) }, uniquingKeysWith: { _, last in last })
    }

    func information() throws -> String { String(decoding: try tool("pdfinfo", ["-isodates"], []), as: UTF8.self) }
    func fonts() throws -> String { String(decoding: try tool("pdffonts", [], []), as: UTF8.self) }

    /// How many points of the first page are darker than grey, at 36 points an inch.
    func ink() throws -> Int {
        let picture = try tool("pdftoppm", ["-gray", "-r", "36", "-f", "1", "-l", "1"], [])
        return picture.dropFirst(20).count { $0 < 160 }
    }

    private func tool(_ name: String, _ options: [String], _ last: [String]) throws -> Data {
        let file = FileManager.default.temporaryDirectory.appending(path: "guanxi-document-\(UUID()).pdf")
        try document.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [name] + options + [file.path] + last
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(name) comes with poppler-utils")
        return data
    }
}

/// The code and place of what is thrown, `unknownTag 1:11`.
func refusal(_ work: () async throws -> Void) async -> String {
    do {
        try await work()
        return "nothing"
    } catch let error as DocumentError {
        return error.code.rawValue + (error.place.map { " \($0.line):\($0.column)" } ?? "")
    } catch {
        return "\(error)"
    }
}
