import Kernel

/// How cells lie in a file of rows: a byte for the type, then the value. Equal rows give equal bytes, whichever engine they came from.
enum RowCoding {
    static let null: UInt8 = 0, integer: UInt8 = 1, real: UInt8 = 2, text: UInt8 = 3, bytes: UInt8 = 4

    static func write(_ cells: [Stored], to bytes: inout [UInt8]) {
        for cell in cells {
            switch cell {
            case .null: bytes.append(null)
            case .integer(let number):
                bytes.append(integer)
                // The sign goes last, so that small numbers are short on either side of zero.
                write(UInt64(bitPattern: number << 1 ^ number >> 63), to: &bytes)
            case .real(let number):
                bytes.append(real)
                // SQLite keeps no sign of zero.
                withUnsafeBytes(of: (number == 0 ? 0 : number).bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
            case .text(let content):
                bytes.append(text)
                write(UInt64(content.utf8.count), to: &bytes)
                bytes.append(contentsOf: content.utf8)
            case .bytes(let content):
                bytes.append(Self.bytes)
                write(UInt64(content.count), to: &bytes)
                bytes.append(contentsOf: content)
            }
        }
    }

    /// Seven bits a byte, the lowest first; all but the last have the eighth.
    private static func write(_ number: UInt64, to bytes: inout [UInt8]) {
        var rest = number
        while rest > 0x7F {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    static func signed(_ number: UInt64) -> Int64 { Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1) }
}

/// What a table comes to: equal sums mean equal rows.
public struct RowSum: Sendable, Hashable {
    public let rows: Int64
    public let bytes: Int64
    /// SHA-256 of all rows in the order of their key, in hexadecimal digits.
    public let sha256: String
}
