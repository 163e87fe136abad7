/// Signs that XML cannot hold stand as `_x000D_` in a cell; a text that looks like one of these has its underscore escaped.
enum CellEscapes {
    static func removed(from bytes: [UInt8]) -> [UInt8] {
        guard var start = escape(in: bytes, from: 0) else { return bytes }
        var plain: [UInt8] = [], position = 0
        while true {
            plain += bytes[position..<start]
            plain += String(Character(scalar(bytes, at: start) ?? "_")).utf8
            position = start + 7
            guard let next = escape(in: bytes, from: position) else { break }
            start = next
        }
        return plain + bytes[position...]
    }

    /// The text as a cell may hold it: without the signs that XML has no place for, and nothing in it read as an escape. CRLF becomes the
    /// line feed that spreadsheets use.
    static func added(to text: String) -> String {
        let bytes = Array(text.utf8)
        guard bytes.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "_") || $0 == 0xEF }) else { return text }
        var escaped: [UInt8] = [], position = 0
        for scalar in text.unicodeScalars {
            if self.scalar(bytes, at: position) != nil { escaped += "_x005F".utf8 }
            let width = UTF8.width(scalar)
            if canStand(scalar) { escaped += bytes[position..<position + width] }
            position += width
        }
        return String(decoding: escaped, as: UTF8.self)
    }

    private static func canStand(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF || scalar == "\n" || scalar == "\t"
    }

    private static func escape(in bytes: [UInt8], from start: Int) -> Int? {
        var position = start
        while let found = bytes[position...].firstIndex(of: UInt8(ascii: "_")) {
            if scalar(bytes, at: found) != nil { return found }
            position = found + 1
        }
        return nil
    }

    private static func scalar(_ bytes: [UInt8], at start: Int) -> Unicode.Scalar? {
        guard start + 7 <= bytes.count, bytes[start + 1] == UInt8(ascii: "x"), bytes[start] == UInt8(ascii: "_"),
            bytes[start + 6] == UInt8(ascii: "_")
        else { return nil }
        let digits = bytes[start + 2..<start + 6]
        guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16).flatMap(Unicode.Scalar.init)
    }
}
