import Formats
package import Foundation
package import Kernel

/// A file as rows of texts under one header, whatever it is. Belongs to one task.
package protocol ImportTable: AnyObject {
    var kind: ImportTableKind { get }
    /// How it is read, for people: encoding, separator, sheets.
    var facts: [String: JSON] { get }
    /// The names of the columns, unique and never empty.
    var header: [String] { get }
    /// How much of the file has been read, from 0 to 1; nil where that is not known.
    var share: Double? { get }
    /// Whether it was to be read no further than it was; its last row may then be half of one.
    var isCut: Bool { get }
    /// Some of the next rows; none at the end.
    func next() throws -> [CSVReader.Row]
}

package enum ImportTableKind: String, Sendable {
    case csv, workbook, jsonLines, cards

    /// Where files are read: to open a workbook may mean to unpack all of its texts.
    static let threads = ThreadsExecutor(label: "guanxi.files")
}

/// The beginning of a file, as it is read.
struct ImportPreview {
    let header: [String]
    private let members: [String: JSON]
    private var rows: [[String]] = []
    private var broken: [CSVError] = []
    private var isWhole = false

    private static let mostRows = 50
    private static let longestCell = 200
    /// How far a file is read for it, in bytes: it is waited for, and a single line may be longer than any patience.
    static let mostBytes = 8 << 20

    init(_ table: any ImportTable) throws {
        header = table.header
        members = table.facts.merging(["format": .string(table.kind.rawValue)]) { _, new in new }
        while rows.count < Self.mostRows, broken.count < Self.mostRows {
            let next = try table.next()
            if next.isEmpty {
                isWhole = true
                break
            }
            for row in next.prefix(Self.mostRows - rows.count) {
                switch row {
                case .success(let record): rows.append(record.fields.map { String($0.prefix(Self.longestCell)) })
                case .failure(let error): broken.append(error)
                }
            }
        }
        if table.isCut { isWhole = false }
    }

    /// The values of each column, empty ones left out.
    var samples: [[String]] {
        header.indices.map { column in rows.compactMap { $0.indices.contains(column) && !$0[column].isEmpty ? $0[column] : nil } }
    }

    /// `{"format", "header", "columns": [{"name", "content"}], "rows": [[…]], "broken": [{"line", "reason", "message"}], "isWhole", …}`.
    func json(_ catalogue: Catalogue, _ language: Language) -> [String: JSON] {
        let columns = zip(header, samples).map { name, samples -> JSON in
            ["name": .string(name), "content": .string(ColumnContent(samples).rawValue)]
        }
        let broken = broken.map { error -> JSON in
            let reason = error.problem.rawValue
            return ["line": JSON(error.line), "reason": .string(reason), "message": .string(catalogue.texts.text("csv.\(reason)", language))]
        }
        return members.merging([
            "header": .array(header.map(JSON.string)), "columns": .array(columns), "rows": .array(rows.map { .array($0.map(JSON.string)) }),
            "broken": .array(broken), "isWhole": .flag(isWhole),
        ]) { _, new in new }
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
        var taken: Set<String> = [], unique: [String] = [], numbers: [String: Int] = [:]
        for (column, name) in names.enumerated() {
            let plain = name.stripped.isEmpty ? letters(column) : name.stripped
            // Behind the last one: thousands may be called alike.
            var candidate = plain, number = numbers[plain] ?? 2
            while !taken.insert(candidate).inserted {
                candidate = "\(plain) (\(number))"
                number += 1
            }
            numbers[plain] = number
            unique.append(candidate)
        }
        return unique
    }
}

extension ImportTableKind {
    /// By what the file is; CSV and cards are both text, and told by how they begin.
    package init(_ url: URL, named name: String) {
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

    /// - Parameter most: how many bytes of it are read; workbooks have bounds of their own, closer ones where not all is wanted.
    package func open(_ url: URL, _ reading: TableReading, most: Int) throws -> any ImportTable {
        switch self {
        case .csv: try TextTable(url, reading, most: most)
        case .workbook: try WorkbookTable(url, reading, isWhole: most == .max)
        case .jsonLines: try JSONLinesTable(url, most: most)
        case .cards: try CardTable(url, most: most)
        }
    }
}
