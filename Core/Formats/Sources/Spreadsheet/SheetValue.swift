public import Kernel

/// What a cell holds.
public enum SheetValue: Sendable, Hashable {
    case text(String)
    case number(SheetNumber)
    case flag(Bool)
    case date(Day)
    case dateTime(LocalDateTime)
    /// A time of the day, or a duration of any length.
    case time(milliseconds: Int)
    /// `#N/A`, `#REF!`, …
    case error(String)
    /// A formula whose result is not in the file: the program that wrote it does not calculate.
    case uncalculated
}

/// A cell that is not empty. Of merged cells, the first holds the value.
public struct SheetCell: Sendable, Hashable {
    /// From 0, for A.
    public let column: Int
    public let value: SheetValue
}

/// A row with at least one cell that is not empty.
public struct SheetRow: Sendable, Hashable {
    /// As the spreadsheet shows it, from 1.
    public let number: Int
    /// In ascending order of their columns.
    public let cells: [SheetCell]

    /// Nil for an empty cell.
    public subscript(column: Int) -> SheetValue? {
        // Most rows have no gaps.
        if column < cells.count, cells[column].column == column { return cells[column].value }
        return cells.first { $0.column == column }?.value
    }
}

/// Cells that are shown as one, by rows from 1 and columns from 0.
public struct MergedCells: Sendable, Hashable {
    public let rows: ClosedRange<Int>
    public let columns: ClosedRange<Int>

    public init(rows: ClosedRange<Int>, columns: ClosedRange<Int>) { (self.rows, self.columns) = (rows, columns) }
}

/// A date and a time as a clock on the wall shows them, in no zone.
public struct LocalDateTime: Sendable, Hashable, CustomStringConvertible {
    public let day: Day
    /// Since midnight.
    public let milliseconds: Int

    public init(day: Day, milliseconds: Int) { (self.day, self.milliseconds) = (day, milliseconds) }

    /// `2026-11-22T14:30:00`, with thousandths where there are any.
    public var description: String {
        let seconds = milliseconds / 1000
        let parts = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { Self.padded($0, 2) }
        let thousandths = milliseconds % 1000
        return "\(day)T" + parts.joined(separator: ":") + (thousandths == 0 ? "" : "." + Self.padded(thousandths, 3))
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
