/// The identity of a record: 64 bits that sort by time.
///
/// From high to low: a zero bit, 41 bits of milliseconds since 2020, 10 bits of bucket, 12 bits of node and sequence.
/// Everything that belongs to one customer carries the customer's bucket, so any id tells where its record lies.
/// In JSON an id is a string, because JavaScript numbers end at 53 bits.
public struct RecordID: Sendable, Hashable, Comparable, RawRepresentable, CustomStringConvertible {
    public let rawValue: Int64

    public init(rawValue: Int64) { self.rawValue = rawValue }

    /// Reads decimal digits without sign or blanks; nil for anything else.
    public init?(_ text: some StringProtocol) {
        guard !text.isEmpty, text.utf8.count <= 19, text.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }), let number = Int64(text)
        else { return nil }
        rawValue = number
    }

    public static let epochMilliseconds: Int64 = 1_577_836_800_000
    public static let bucketCount = 1 << 10

    /// A time before 2020 counts as its first moment, one that 41 bits do not hold (in 2089) as the last.
    public init(milliseconds: Int64, bucket: Int, tail: Int) {
        let last = Self.epochMilliseconds + 1 << 41 - 1
        let age = min(max(milliseconds, Self.epochMilliseconds), last) - Self.epochMilliseconds
        rawValue = age << 22 | Int64(bucket & 0x3FF) << 12 | Int64(tail & 0xFFF)
    }

    public var bucket: Int { Int(rawValue >> 12 & 0x3FF) }
    public var madeAt: Instant { Instant(milliseconds: rawValue >> 22 + Self.epochMilliseconds) }
    public var description: String { String(rawValue) }

    public static func < (left: RecordID, right: RecordID) -> Bool { left.rawValue < right.rawValue }
}
