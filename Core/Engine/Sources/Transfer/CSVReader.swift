/// Reads CSV (RFC 4180) piece by piece, in bounded memory.
///
///     var reader = CSVReader()
///     for chunk in chunks { for row in reader.feed(chunk) { … } }
///     for row in reader.finish() { … }
///
/// A row that cannot be read comes out as an error with its line, and reading goes on with the next one. Line ends may be
/// CRLF, LF or CR. Empty lines are left out; a row of one empty field is written `""`. Quotes inside a field that does
/// not begin with one are ordinary signs.
public struct CSVReader: Sendable {
    public typealias Row = Result<CSVRecord, CSVError>

    /// Given, or found in the first lines; nil until these have come.
    public private(set) var separator: CSVSeparator?

    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private let limits: CSVLimits
    private var scanner: CSVScanner?
    /// The first bytes, held back until the separator is known.
    private var opening: [UInt8] = []

    public init(separator: CSVSeparator? = nil, limits: CSVLimits = CSVLimits()) {
        self.separator = separator
        self.limits = limits
    }

    /// The rows that end within these bytes and those fed before.
    public mutating func feed(_ bytes: [UInt8]) -> [Row] {
        var rows: [Row] = []
        if scanner == nil {
            opening += bytes
            if hasSeenEnough { begin(into: &rows) }
        } else {
            scanner?.scan(bytes, into: &rows)
        }
        return rows
    }

    /// The rows that were still open. To be called once, after the last bytes.
    public mutating func finish() -> [Row] {
        var rows: [Row] = []
        if scanner == nil { begin(into: &rows) }
        scanner?.finish(into: &rows)
        return rows
    }

    /// All rows of a file that is in memory anyway.
    public static func rows(of bytes: [UInt8], separator: CSVSeparator? = nil, limits: CSVLimits = CSVLimits()) -> [Row] {
        var reader = CSVReader(separator: separator, limits: limits)
        return reader.feed(bytes) + reader.finish()
    }

    /// Three bytes tell a byte order mark; for the separator some lines are needed.
    private var hasSeenEnough: Bool {
        if separator != nil { return opening.count >= Self.byteOrderMark.count }
        if opening.count >= CSVSeparator.sampleBytes { return true }
        return sampleEnd(of: opening[...]) != nil
    }

    private mutating func begin(into rows: inout [Row]) {
        let content = opening.starts(with: Self.byteOrderMark) ? opening.dropFirst(Self.byteOrderMark.count) : opening[...]
        let found = separator ?? CSVSeparator.find(in: sample(of: content))
        separator = found
        var scanner = CSVScanner(separator: found.rawValue, limits: limits)
        scanner.scan(Array(content), into: &rows)
        self.scanner = scanner
        opening = []
    }

    /// The same bytes whatever the size of the chunks in which they came.
    private func sample(of content: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let longest = content.prefix(CSVSeparator.sampleBytes - Self.byteOrderMark.count)
        return longest[..<(sampleEnd(of: longest) ?? longest.endIndex)]
    }

    private func sampleEnd(of bytes: ArraySlice<UInt8>) -> Int? {
        var lines = 0
        for position in bytes.indices where bytes[position] == 0x0A || bytes[position] == 0x0D {
            if bytes[position] == 0x0A, position > bytes.startIndex, bytes[position - 1] == 0x0D { continue }
            lines += 1
            if lines == CSVSeparator.sampleLines { return position + 1 }
        }
        return nil
    }
}
