/// The sign between the fields of a CSV file.
public enum CSVSeparator: UInt8, Sendable, Hashable, CaseIterable {
    case comma = 0x2C, semicolon = 0x3B, tab = 0x09, bar = 0x7C

    static let sampleLines = 20
    static let sampleBytes = 64 << 10

    /// The separator by which the first lines fall into the most even rows; a comma when none divides them.
    ///
    /// Every candidate reads the sample. A candidate wins whose first row has as many columns as most rows have, then the one
    /// with the larger share of such rows, then the one with more columns.
    static func find(in sample: some Collection<UInt8>) -> CSVSeparator {
        var best: (separator: CSVSeparator, score: (Int, Int, Int)) = (.comma, (0, 0, 1))
        for candidate in allCases {
            let score = candidate.score(of: Array(sample))
            if score > best.score { best = (candidate, score) }
        }
        return best.separator
    }

    /// Whether the first row agrees, how many in a thousand rows agree, and on how many columns.
    private func score(of sample: [UInt8]) -> (Int, Int, Int) {
        var scanner = CSVScanner(separator: rawValue, limits: CSVLimits())
        var rows: [CSVReader.Row] = []
        scanner.scan(sample, into: &rows)
        scanner.finish(into: &rows)
        // An invalid byte says nothing about columns, so a GBK file shows as one of errors by any separator.
        let widths = rows.map { row in if case .success(let record) = row { record.fields.count } else { 0 } }
        var counts: [Int: Int] = [:]
        for width in widths where width > 1 { counts[width, default: 0] += 1 }
        guard let usual = counts.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else { return (0, 0, 1) }
        return (widths.first == usual.key ? 1 : 0, usual.value * 1_000 / widths.count, usual.key)
    }
}
