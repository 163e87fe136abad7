import Formats
import Kernel

/// In which form a file came, so that its refused rows leave in the same one.
public struct ImportForm: Sendable, Hashable {
    let kind: ImportTableKind
    let encoding: TextEncoding
    let separator: CSVSeparator
    /// The name of a workbook's sheet.
    let sheet: String

    /// CSV as spreadsheets open it.
    static let standard = ImportForm(.null)

    init(_ table: any ImportTable) {
        self.init(.object(table.facts.merging(["kind": .string(table.kind.rawValue)]) { _, new in new }))
    }

    /// Reads what `json` wrote, and the facts of a table.
    init(_ json: JSON) {
        kind = json["kind"]?.string.flatMap(ImportTableKind.init) ?? .csv
        encoding = json["encoding"]?.string.flatMap(TextEncoding.init) ?? .utf8
        separator = CSVSeparator.allCases.first { .string($0.sign) == json["separator"] } ?? .comma
        sheet = json["sheet"]?.string ?? ""
    }

    var json: JSON {
        [
            "kind": .string(kind.rawValue), "encoding": .string(encoding.rawValue), "separator": .string(separator.sign),
            "sheet": .string(sheet),
        ]
    }

    /// Cards have no place for what is wrong with them: their rows go into a table.
    private var format: ExportFormat {
        switch kind {
        case .csv, .cards: .csv
        case .workbook: .workbook
        case .jsonLines: .jsonLines
        }
    }

    private var style: ExportStyle { ExportStyle(format: format, encoding: encoding, words: nil) }

    /// How the name of such a file ends, without the dot.
    public var ending: String { format.ending }
    public var mediaType: String { style.mediaType }
}

/// A file of texts under a header, in the form of one that was brought. Belongs to one task.
protocol FormWriting: AnyObject {
    /// What these cells, which may be waiting, add to the file.
    func write(_ cells: [String]) throws -> [UInt8]
    /// The rest of the file, in pieces.
    func finish(_ body: ([UInt8]) throws -> Void) throws
}

extension ImportForm {
    func writer(_ header: [String], in folder: FileFolder, at now: Instant) throws -> any FormWriting {
        switch format {
        case .workbook: try WorkbookForm(header, sheet: sheet, in: folder, at: now)
        case .jsonLines: LinesForm(header: header)
        case .csv, .cards: try TableForm(header, encoding, separator)
        }
    }
}

private final class TableForm: FormWriting {
    private var writer: CSVWriter
    private let encoder: TextEncoder
    private let header: [String]
    private var hasHeader = false

    init(_ header: [String], _ encoding: TextEncoding, _ separator: CSVSeparator) throws {
        (self.header, encoder, writer) = (header, try TextEncoder(encoding), CSVWriter(separator: separator))
    }

    func write(_ cells: [String]) -> [UInt8] {
        begin()
        writer.write(cells)
        return encoder.encode(writer.take())
    }

    func finish(_ body: ([UInt8]) throws -> Void) throws {
        begin()
        try body(encoder.encode(writer.take()))
    }

    private func begin() {
        if !hasHeader { writer.write(header) }
        hasHeader = true
    }
}

/// All cells are text, as they were read: nothing is calculated anew between refusing and mending.
private final class WorkbookForm: FormWriting {
    private let book: ScratchBook

    init(_ header: [String], sheet: String, in folder: FileFolder, at now: Instant) throws {
        book = try ScratchBook(sheet: sheet.isEmpty ? "1" : sheet, columns: header, in: folder, at: now)
    }

    func write(_ cells: [String]) throws -> [UInt8] {
        try book.write(cells.map { $0.isEmpty ? nil : .text(CSVFormula.quoted($0)) })
        return []
    }

    func finish(_ body: ([UInt8]) throws -> Void) throws { try book.finish(body) }
}

private final class LinesForm: FormWriting {
    private let header: [String]

    init(header: [String]) { self.header = header }

    func write(_ cells: [String]) -> [UInt8] {
        let members = Dictionary(zip(header, cells.map(JSON.string))) { first, _ in first }
        return Array(JSON.object(members).text.utf8) + [0x0A]
    }

    func finish(_ body: ([UInt8]) throws -> Void) throws {}
}
