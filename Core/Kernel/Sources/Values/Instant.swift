public import Foundation

/// A point in time, to the millisecond, in UTC. Stored as an integer, sent as RFC 3339 text, `2026-11-22T06:30:00.000Z`.
///
/// Like `Day`, it ends where the four digits of a year end; arithmetic stops there instead of overflowing.
public struct Instant: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Since 1970-01-01T00:00:00Z.
    public let milliseconds: Int64

    public static let first = Instant(milliseconds: -62_135_596_800_000)
    public static let last = Instant(milliseconds: 253_402_300_799_999)

    /// The nearest instant of the years 1 to 9999.
    public init(milliseconds: Int64) {
        self.milliseconds = min(max(milliseconds, -62_135_596_800_000), 253_402_300_799_999)
    }

    public init(_ date: Date) {
        let exact = (date.timeIntervalSince1970 * 1000).rounded(.down)
        // Both ends fit a Double; NaN becomes the first instant.
        self.init(milliseconds: Int64(max(-62_135_596_800_000, min(exact, 253_402_300_799_999))))
    }

    /// Reads RFC 3339 with an offset or `Z`; seconds and fractions may be left out.
    public init?(_ text: some StringProtocol) {
        guard let instant = text.readingBytes(Instant.init(bytes:)) else { return nil }
        self = instant
    }

    private init?(bytes: Slice<UnsafeBufferPointer<UInt8>>) {
        guard bytes.count >= 17, let day = Day(bytes: bytes[0..<10]),
            bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " "),
            bytes[13] == UInt8(ascii: ":"), let hour = Digits.read(bytes[11..<13]), let minute = Digits.read(bytes[14..<16]),
            hour < 24, minute < 60
        else { return nil }
        var rest = bytes[16...]
        var thousandths = 0
        if rest.first == UInt8(ascii: ":") {
            guard rest.count >= 3, let second = Digits.read(rest.dropFirst().prefix(2)), second < 60 else { return nil }
            rest = rest.dropFirst(3)
            thousandths = second * 1000
            if rest.first == UInt8(ascii: ".") {
                let fraction = rest.dropFirst().prefix(while: \.isDigit)
                guard let value = Digits.read(fraction.prefix(3)), (1...9).contains(fraction.count) else { return nil }
                thousandths += value * [100, 10, 1][min(fraction.count, 3) - 1]
                rest = rest.dropFirst(1 + fraction.count)
            }
        }
        guard let offset = Self.offset(rest) else { return nil }
        let exact = Int64(day.number) * Self.dayLength + Int64((hour * 60 + minute - offset) * 60_000 + thousandths)
        self.init(milliseconds: exact)
        // An offset can lead out of the years that have four digits.
        guard milliseconds == exact else { return nil }
    }

    public var description: String {
        String(unsafeUninitializedCapacity: 24) { buffer in
            let (day, rest) = Self.split(milliseconds)
            day.write(to: buffer)
            buffer[10] = UInt8(ascii: "T")
            Digits.write(rest / 3_600_000, width: 2, to: buffer, at: 11)
            buffer[13] = UInt8(ascii: ":")
            Digits.write(rest / 60_000 % 60, width: 2, to: buffer, at: 14)
            buffer[16] = UInt8(ascii: ":")
            Digits.write(rest / 1000 % 60, width: 2, to: buffer, at: 17)
            buffer[19] = UInt8(ascii: ".")
            Digits.write(rest % 1000, width: 3, to: buffer, at: 20)
            buffer[23] = UInt8(ascii: "Z")
            return 24
        }
    }

    /// The date on a wall calendar in a zone.
    public func day(in zone: TimeZone) -> Day { Self.split(milliseconds + Self.offset(of: zone, at: milliseconds)).day }

    public static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }

    public static func + (instant: Instant, milliseconds: Int64) -> Instant {
        let (sum, overflow) = instant.milliseconds.addingReportingOverflow(milliseconds)
        return overflow ? (milliseconds > 0 ? last : first) : Instant(milliseconds: sum)
    }

    static let dayLength: Int64 = 86_400_000

    static func offset(of zone: TimeZone, at milliseconds: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(milliseconds) / 1000))) * 1000
    }

    private static func split(_ milliseconds: Int64) -> (day: Day, rest: Int) {
        var (days, rest) = milliseconds.quotientAndRemainder(dividingBy: dayLength)
        if rest < 0 { (days, rest) = (days - 1, rest + dayLength) }
        return (Day(number: Int(days)), Int(rest))
    }

    /// Minutes of `Z`, `+08:00`.
    private static func offset(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        let start = bytes.startIndex
        if bytes.count == 1, bytes[start] == UInt8(ascii: "Z") || bytes[start] == UInt8(ascii: "z") { return 0 }
        guard bytes.count == 6, bytes[start + 3] == UInt8(ascii: ":"), let hours = Digits.read(bytes[start + 1..<start + 3]),
            let minutes = Digits.read(bytes[start + 4..<start + 6]), hours < 24, minutes < 60
        else { return nil }
        switch bytes[start] {
        case UInt8(ascii: "+"): return hours * 60 + minutes
        case UInt8(ascii: "-"): return -(hours * 60 + minutes)
        default: return nil
        }
    }
}
