/// ASCII digits, read and written without strings in between: lists write thousands of dates and amounts.
enum Digits {
    /// Nil when a byte is no digit. At most 18 of them.
    static func read(_ bytes: some Sequence<UInt8>) -> Int? {
        var number = 0
        for byte in bytes {
            guard byte.isDigit else { return nil }
            number = number * 10 + byte.digit
        }
        return number
    }

    /// Writes exactly `width` digits of a number that is not negative.
    static func write(_ number: Int, width: Int, to buffer: UnsafeMutableBufferPointer<UInt8>, at start: Int) {
        var rest = number
        for place in stride(from: start + width - 1, through: start, by: -1) {
            buffer[place] = UInt8(truncatingIfNeeded: 48 + rest % 10)
            rest /= 10
        }
    }

    /// At least `width` digits, with zeros before them.
    static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// Whole units of `scale` places with their point: 123450 at two places is `1234.50`.
    static func fixed(_ units: Int64, scale: Int) -> String {
        guard scale > 0 else { return String(units) }
        var digits = String(units.magnitude)
        if digits.utf8.count <= scale { digits = String(repeating: "0", count: scale + 1 - digits.utf8.count) + digits }
        digits.insert(".", at: digits.utf8.index(digits.endIndex, offsetBy: -scale))
        return units < 0 ? "-" + digits : digits
    }
}

extension StringProtocol {
    /// Hands over the UTF-8 bytes, in place where they lie together.
    func readingBytes<T>(_ read: (Slice<UnsafeBufferPointer<UInt8>>) -> T?) -> T? {
        if let result = utf8.withContiguousStorageIfAvailable({ read($0[...]) }) { return result }
        return Array(utf8).withUnsafeBufferPointer { read($0[...]) }
    }
}

extension UInt8 {
    /// A to Z or a to z.
    var isLetter: Bool { (self | 0x20) >= UInt8(ascii: "a") && (self | 0x20) <= UInt8(ascii: "z") }
    var uppercased: UInt8 { self >= UInt8(ascii: "a") && self <= UInt8(ascii: "z") ? self - 0x20 : self }
    var lowercased: UInt8 { self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") ? self + 0x20 : self }
}
