/// An address as signs: full-width letters and digits folded, at most 1,000 of them.
struct WrittenAddress {
    private(set) var scalars: [UInt32]

    static let longest = 1_000

    init(_ text: String) {
        scalars = text.unicodeScalars.prefix(Self.longest).map { scalar in
            let folded = WrittenCode.narrow(scalar.value)
            return WrittenCode.isBlank(folded) ? 0x20 : folded
        }
    }

    /// Takes out six digits that are a postcode: at the beginning, at the end, or behind 邮编.
    mutating func takePostcode() -> String? {
        var start = 0
        while start < scalars.count {
            guard Self.isDigit(scalars[start]) else {
                start += 1
                continue
            }
            var end = start
            while end < scalars.count, Self.isDigit(scalars[end]) { end += 1 }
            if end - start == 6, let from = beginning(of: start, end) {
                let digits = String(String.UnicodeScalarView(scalars[start..<end].compactMap(Unicode.Scalar.init)))
                if Postcode.province(of: digits) != nil {
                    scalars.removeSubrange(from..<end)
                    return digits
                }
            }
            start = end
        }
        return nil
    }

    /// Where what belongs to a postcode begins, nil when the digits stand where no postcode does.
    private func beginning(of start: Int, _ end: Int) -> Int? {
        for marker in ["邮政编码", "邮编"] {
            let signs = marker.unicodeScalars.map(\.value)
            var place = start
            while place > 0, [0x20, 0x3A, 0x28].contains(scalars[place - 1]) { place -= 1 }
            if scalars[..<place].suffix(signs.count).elementsEqual(signs) { return place - signs.count }
        }
        let isFirst = scalars[..<start].allSatisfy(Self.isSeparator), isLast = scalars[end...].allSatisfy { Self.isSeparator($0) || $0 == 0x29 }
        return isFirst || isLast && (start == 0 || !Self.isLatin(scalars[start - 1])) ? start : nil
    }

    /// From here on without signs that only separate, and without them at the end.
    func text(from place: Int) -> String {
        var rest = scalars[min(place, scalars.count)...]
        while let first = rest.first, Self.isSeparator(first) { rest = rest.dropFirst() }
        while let last = rest.last, Self.isSeparator(last) { rest = rest.dropLast() }
        return String(String.UnicodeScalarView(rest.compactMap(Unicode.Scalar.init)))
    }

    func skippingSeparators(_ place: Int) -> Int {
        var place = place
        while place < scalars.count, Self.isSeparator(scalars[place]) { place += 1 }
        return place
    }

    func has(_ signs: [UInt32], at place: Int) -> Bool {
        guard place + signs.count <= scalars.count else { return false }
        for offset in signs.indices where scalars[place + offset] != signs[offset] { return false }
        return true
    }

    private static func isDigit(_ sign: UInt32) -> Bool { (0x30...0x39).contains(sign) }
    private static func isLatin(_ sign: UInt32) -> Bool { (0x61...0x7A).contains(sign | 0x20) }

    /// Blanks, commas, dashes, slashes, dots in the middle and bars.
    static func isSeparator(_ sign: UInt32) -> Bool {
        [0x20, 0x2C, 0x2D, 0x2F, 0x3B, 0x7C, 0xB7, 0x3001, 0x3002, 0x2014].contains(sign)
    }
}
