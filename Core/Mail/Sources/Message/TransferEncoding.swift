/// How a body travels (RFC 2045, section 6). Reading takes what it finds: it skips what does not belong there, as other programs do.
enum TransferEncoding {
    case identity, base64, quotedPrintable

    init(_ header: String?) {
        switch header?.trimmingBlanks().lowercased() {
        case "base64": self = .base64
        case "quoted-printable": self = .quotedPrintable
        default: self = .identity
        }
    }

    /// Calls with decoded bytes, a piece at a time, so that a large attachment never stands in memory twice.
    func decode(_ bytes: ArraySlice<UInt8>, _ use: (ArraySlice<UInt8>) throws -> Void) rethrows {
        switch self {
        case .identity: try use(bytes)
        case .base64: try Self.decodeBase64(bytes, use)
        case .quotedPrintable: try Self.decodeQuotedPrintable(bytes, use)
        }
    }

    func decoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        if case .identity = self { return Array(bytes) }
        var all: [UInt8] = []
        decode(bytes) { all += $0 }
        return all
    }

    private static let pieceSize = 48 * 1024

    /// The six bits of each character; 64 for what is none, 65 for the padding.
    private static let digits: [UInt8] = {
        var table = [UInt8](repeating: 64, count: 256)
        for (value, character) in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8.enumerated() {
            table[Int(character)] = UInt8(value)
        }
        table[Int(UInt8(ascii: "="))] = 65
        return table
    }()

    private static func decodeBase64(_ bytes: ArraySlice<UInt8>, _ use: (ArraySlice<UInt8>) throws -> Void) rethrows {
        var piece: [UInt8] = []
        piece.reserveCapacity(pieceSize + 3)
        var (bits, count, isPadded): (UInt32, Int, Bool) = (0, 0, false)
        for byte in bytes {
            let digit = digits[Int(byte)]
            if digit == 65 { (bits, count, isPadded) = (0, 0, true) }
            // Some programs encode line by line, each with its padding; what follows on the same line is none of it.
            if byte == 0x0A { isPadded = false }
            if digit >= 64 || isPadded { continue }
            bits = bits << 6 | UInt32(digit)
            count += 6
            if count >= 8 {
                count -= 8
                piece.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
            if piece.count >= pieceSize {
                try use(piece[...])
                piece.removeAll(keepingCapacity: true)
            }
        }
        try use(piece[...])
    }

    private static func decodeQuotedPrintable(_ bytes: ArraySlice<UInt8>, _ use: (ArraySlice<UInt8>) throws -> Void) rethrows {
        var piece: [UInt8] = []
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            index += 1
            if byte != UInt8(ascii: "=") {
                piece.append(byte)
            } else if let value = hex(bytes, at: index) {
                piece.append(value)
                index += 2
            } else if let next = softBreak(bytes, at: index) {
                index = next
            } else {
                piece.append(byte)
            }
            if piece.count >= pieceSize {
                try use(piece[...])
                piece.removeAll(keepingCapacity: true)
            }
        }
        try use(piece[...])
    }

    /// The byte that two digits stand for.
    static func hex(_ bytes: ArraySlice<UInt8>, at index: Int) -> UInt8? {
        guard index + 1 < bytes.endIndex, let high = Character(Unicode.Scalar(bytes[index])).hexDigitValue,
            let low = Character(Unicode.Scalar(bytes[index + 1])).hexDigitValue, bytes[index] < 128, bytes[index + 1] < 128
        else { return nil }
        return UInt8(high << 4 | low)
    }

    /// Behind a line end that only the encoding has made, with the blanks before it; nil if there is none.
    private static func softBreak(_ bytes: ArraySlice<UInt8>, at start: Int) -> Int? {
        var index = start
        while index < bytes.endIndex, index < start + 80, bytes[index] == 0x20 || bytes[index] == 0x09 || bytes[index] == 0x0D { index += 1 }
        if index == bytes.endIndex { return index }
        return bytes[index] == 0x0A ? index + 1 : nil
    }
}
