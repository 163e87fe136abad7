/// What one database cell holds, on every engine alike.
///
/// Everything richer is built on these five: a date is ISO text, a time is integer milliseconds in UTC, money is
/// integer minor units beside a currency text, a flag is 0 or 1, JSON is text.
public enum Stored: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case bytes([UInt8])
}

/// The type of a column. Each engine names it in its own words.
public enum ColumnType: String, Sendable, Hashable, CaseIterable {
    case integer, real, text, bytes
}

extension Stored {
    public var isNull: Bool { if case .null = self { true } else { false } }
    public var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
    public var text: String? { if case .text(let value) = self { value } else { nil } }
    public var real: Double? {
        switch self {
        case .real(let value): value
        case .integer(let value): Double(value)
        default: nil
        }
    }
    public var bytes: [UInt8]? { if case .bytes(let value) = self { value } else { nil } }
    public var flag: Bool? { integer.map { $0 != 0 } }
}
