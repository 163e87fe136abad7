import Formats
import Foundation
import Kernel

/// A file as rows of texts under one header, whatever it is. Belongs to one task.
protocol ImportTable: AnyObject {
    var kind: ImportTableKind { get }
    /// How it is read, for people: encoding, separator, sheets.
    var facts: [String: JSON] { get }
    /// The names of the columns, unique and never empty.
    var header: [String] { get }
    /// How much of the file has been read, from 0 to 1; nil where that is not known.
    var share: Double? { get }
    /// Some of the next rows; none at the end.
    func next() throws -> [CSVReader.Row]
}

enum ImportTableKind: String, Sendable { case csv, workbook, jsonLines, cards }

extension ImportTable {
    private static var previewRows: Int { 50 }

    /// `{"file", "format", "header", "rows": [[…]], "broken": [{"line", "reason"}], "isWhole", …}`.
    func preview(of file: ImportFile) throws -> JSON {
        var rows: [JSON] = [], broken: [JSON] = [], isWhole = false
        while rows.count < Self.previewRows, broken.count < Self.previewRows {
            let next = try next()
            if next.isEmpty {
                isWhole = true
                break
            }
            for row in next.prefix(Self.previewRows - rows.count) {
                switch row {
                case .success(let record): rows.append(.array(record.fields.map { .string(String($0.prefix(200))) }))
                case .failure(let error): broken.append(["line": JSON(error.line), "reason": .string(error.problem.rawValue)])
                }
            }
        }
        return .object(
            facts.merging([
                "file": file.json, "format": .string(kind.rawValue), "header": .array(header.map(JSON.string)), "rows": .array(rows),
                "broken": .array(broken), "isWhole": .flag(isWhole),
            ]) { _, new in new })
    }
}

/// Names for the columns of a file that has none, or has some twice.
enum ImportHeader {
    /// `A`, `B`, … `AA`: as spreadsheets call them.
    static func letters(_ column: Int) -> String {
        var rest = column, text = ""
        repeat {
            text = String(UnicodeScalar(UInt8(65 + rest % 26))) + text
            rest = rest / 26 - 1
        } while rest >= 0
        return text
    }

    /// Every column gets a name of its own: one without gets its letters, one whose name was there before a number.
    static func unique(_ names: [String]) -> [String] {
        var taken: Set<String> = [], unique: [String] = []
        for (column, name) in names.enumerated() {
            let plain = name.stripped.isEmpty ? letters(column) : name.stripped
            var candidate = plain, number = 2
            while !taken.insert(candidate).inserted {
                candidate = "\(plain) (\(number))"
                number += 1
            }
            unique.append(candidate)
        }
        return unique
    }
}

extension ImportTableKind {
    /// By what the file is; CSV and cards are both text, and told by how they begin.
    init(_ url: URL, named name: String) {
        let opening = PieceReader.opening(of: url)
        let text = String(decoding: opening.prefix(200), as: UTF8.self).stripped.uppercased()
        let begin = opening.starts(with: [0x50, 0x4B]) || opening.starts(with: [0xD0, 0xCF, 0x11, 0xE0])
        if begin || name.lowercased().hasSuffix(".xlsx") {
            self = .workbook
        } else if text.contains("BEGIN:VCARD") {
            self = .cards
        } else if text.drop(while: { $0 == "\u{FEFF}" }).hasPrefix("{") {
            self = .jsonLines
        } else {
            self = .csv
        }
    }

    func open(_ url: URL, _ reading: TableReading) throws -> any ImportTable {
        switch self {
        case .csv: try TextTable(url, reading)
        case .workbook: try WorkbookTable(url, reading)
        case .jsonLines: try JSONLinesTable(url)
        case .cards: try CardTable(url)
        }
    }
}
