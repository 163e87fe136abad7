public import Foundation
public import Kernel

/// What `WorkbookWriter` puts into a cell.
public enum CellContent: Sendable, Hashable {
    /// Stays text, whatever it looks like: `=1+1`, `https://…`, `007`.
    case text(String)
    case number(Decimal)
    /// With a number format of its currency.
    case money(Money)
    case flag(Bool)
    case date(Day)
    case dateTime(LocalDateTime)
}
