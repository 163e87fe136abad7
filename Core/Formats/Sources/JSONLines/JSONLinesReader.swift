public import Kernel

/// Reads JSON Lines, one document a line, piece by piece, in bounded memory.
///
///     var reader = JSONLinesReader()
///     for chunk in chunks { for row in reader.feed(chunk) { … } }
///     for row in reader.finish() { … }
///
/// A line that is not JSON comes out as an error, and reading goes on with the next. Blank lines are left out.
public struct JSONLinesReader: Sendable {
    public typealias Row = Result<JSONLine, JSONLineError>

    private var splitter: LineSplitter

    /// - Parameter lineBytes: longer lines are errors.
    public init(lineBytes: Int = 4 << 20) { splitter = LineSplitter(limit: lineBytes) }

    /// The lines that end within these bytes and those fed before.
    public mutating func feed(_ bytes: [UInt8]) -> [Row] {
        var rows: [Row] = []
        splitter.feed(bytes) { line in Self.row(line).map { rows.append($0) } }
        return rows
    }

    /// The line that was still open. To be called once, after the last bytes.
    public mutating func finish() -> [Row] {
        var rows: [Row] = []
        splitter.finish { line in Self.row(line).map { rows.append($0) } }
        return rows
    }

    private static func row(_ line: LineSplitter.Line) -> Row? {
        guard let bytes = line.bytes else { return .failure(JSONLineError(line: line.number, problem: .lineTooLong)) }
        guard bytes.contains(where: { $0 != 0x20 && $0 != 0x09 }), bytes != TextEncoding.utf8.byteOrderMark else { return nil }
        do throws(JSONError) {
            return .success(JSONLine(line: line.number, json: try JSON.parse(bytes)))
        } catch {
            return .failure(JSONLineError(line: line.number, problem: .notJSON(error)))
        }
    }
}

/// One document, and the line on which it stands, from 1.
public struct JSONLine: Sendable, Hashable {
    public let line: Int
    public let json: JSON
}

/// Why one line could not be read. The lines after it are read all the same.
public struct JSONLineError: Error, Sendable, Hashable {
    public enum Problem: Sendable, Hashable {
        case lineTooLong
        /// With the byte of the line at which reading stopped.
        case notJSON(JSONError)
    }

    public let line: Int
    public let problem: Problem
}
