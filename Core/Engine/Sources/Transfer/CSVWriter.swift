/// Writes CSV (RFC 4180): CRLF line ends, quotes where they are needed.
///
///     var writer = CSVWriter(byteOrderMark: true)   // for Excel
///     writer.write(["张三", "=1+1"])
///     send(writer.take())                           // 张三,'=1+1
public struct CSVWriter: Sendable {
    private let separator: UInt8
    private let guardsFormulas: Bool
    private var bytes: [UInt8] = []

    /// - Parameters:
    ///   - byteOrderMark: Excel takes a file without one for the local encoding.
    ///   - guardsFormulas: puts ' before cells that a spreadsheet would run. Leave it off when the file is to be read back.
    public init(separator: CSVSeparator = .comma, byteOrderMark: Bool = false, guardsFormulas: Bool = true) {
        self.separator = separator.rawValue
        self.guardsFormulas = guardsFormulas
        if byteOrderMark { bytes = CSVReader.byteOrderMark }
    }

    public mutating func write(_ fields: [String]) {
        for (number, field) in fields.enumerated() {
            if number > 0 { bytes.append(separator) }
            // A line with nothing on it would be no row to most readers.
            write(field, isAlone: fields.count == 1)
        }
        bytes += [0x0D, 0x0A]
    }

    /// What was written since the last call.
    public mutating func take() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }

    private mutating func write(_ field: String, isAlone: Bool) {
        let text = guardsFormulas ? CSVFormula.guarded(field) : field
        let needsQuotes = text.isEmpty ? isAlone : text.utf8.contains(where: isSpecial) || text.utf8.starts(with: CSVReader.byteOrderMark)
        guard needsQuotes else {
            bytes += text.utf8
            return
        }
        bytes.append(0x22)
        for byte in text.utf8 {
            if byte == 0x22 { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(0x22)
    }

    private func isSpecial(_ byte: UInt8) -> Bool {
        byte == separator || byte == 0x22 || byte == 0x0A || byte == 0x0D
    }
}
