import Kernel

extension Dialect {
    /// A value as SQL text, for definitions (defaults, partial indexes), which take no parameters.
    func literal(_ value: Stored) throws -> String {
        try value.checkStorable()
        return switch value {
        case .null: "NULL"
        case .integer(.min): "(-9223372036854775807 - 1)"
        case .integer(let number): "\(number)"
        case .real(let number):
            if number.isFinite { "\(number)" } else { throw StoreError.badValue("An infinite number has no literal.") }
        case .text(let text): "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
        case .bytes(let bytes): words.literal(ofBytes: bytes.map(Self.hexadecimal).joined())
        }
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        byte < 16 ? "0" + String(byte, radix: 16) : String(byte, radix: 16)
    }
}

extension Stored {
    /// Refuses what one of the engines would cut short or change: both must keep the same values.
    func checkStorable() throws {
        switch self {
        case .text(let text) where text.utf8.contains(0): throw StoreError.badValue("Text cannot hold a zero byte.")
        case .real(let number) where number.isNaN: throw StoreError.badValue("A number that is not a number cannot be stored.")
        default: break
        }
    }
}
