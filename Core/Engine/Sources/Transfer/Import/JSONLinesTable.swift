import Formats
import Foundation
import Kernel

/// JSON Lines as a table: the members of the first lines are the columns, those of objects within as `address.city`.
final class JSONLinesTable: ImportTable {
    let kind = ImportTableKind.jsonLines
    let facts: [String: JSON] = [:]
    private(set) var header: [String] = []
    private let pieces: PieceReader
    private var reader = JSONLinesReader()
    private var waiting: [JSONLinesReader.Row] = []
    private var columns: [String: Int] = [:]
    private var isAtEnd = false

    private static let linesForHeader = 200

    init(_ url: URL, most: Int = .max) throws {
        pieces = try PieceReader(url, most: most)
        while waiting.count < Self.linesForHeader, !isAtEnd { waiting += read() }
        for case .success(let line) in waiting.prefix(Self.linesForHeader) {
            for name in Self.flat(line.json).map(\.name) where columns[name] == nil {
                columns[name] = header.count
                header.append(name)
            }
            // As many as of any table of text: every row has a place for each.
            guard header.count <= CSVLimits().columns else { throw Invalid("file", .badFile, ["reason": CSVError.Problem.tooManyColumns.rawValue]) }
        }
        guard !header.isEmpty else { throw Invalid("file", waiting.isEmpty ? .required : .badFile, ["reason": "notJSON"]) }
    }

    var share: Double? { pieces.share }
    var isCut: Bool { pieces.isCut }

    func next() throws -> [CSVReader.Row] {
        while waiting.isEmpty, !isAtEnd { waiting = read() }
        defer { waiting = [] }
        return waiting.map(row)
    }

    private func read() -> [JSONLinesReader.Row] {
        guard let piece = pieces.nextOrEnd() else {
            isAtEnd = true
            return reader.finish()
        }
        return reader.feed(piece)
    }

    private func row(_ row: JSONLinesReader.Row) -> CSVReader.Row {
        switch row {
        case .failure(let error):
            return .failure(CSVError(line: error.line, problem: error.problem == .lineTooLong ? .recordTooLong : .notJSON))
        case .success(let line):
            guard line.json.object != nil else { return .failure(CSVError(line: line.line, problem: .notJSON)) }
            var fields = Array(repeating: "", count: header.count)
            for (name, text) in Self.flat(line.json) {
                guard let column = columns[name] else { return .failure(CSVError(line: line.line, problem: .tooManyColumns)) }
                fields[column] = text
            }
            return .success(CSVRecord(line: line.line, fields: fields))
        }
    }

    /// Members as texts; lists with semicolons, as `Exporter` writes them.
    private static func flat(_ json: JSON, under prefix: String = "") -> [(name: String, text: String)] {
        guard let members = json.object else { return [] }
        return members.sorted { $0.key < $1.key }.flatMap { key, value -> [(name: String, text: String)] in
            let name = prefix + key
            if value.object != nil, prefix.isEmpty { return flat(value, under: name + ".") }
            return [(name, text(value))]
        }
    }

    private static func text(_ value: JSON) -> String {
        switch value {
        case .null: ""
        case .string(let text): text
        case .array(let items): items.map(text).joined(separator: ";")
        default: value.text
        }
    }
}
