import Kernel

/// The object ids of PostgreSQL's own types.
enum PostgresType {
    static let flag: UInt32 = 16
    static let bytes: UInt32 = 17
    static let integers: Set<UInt32> = [20, 21, 23, 26]
    static let integer: UInt32 = 20
    static let text: UInt32 = 25
    static let reals: Set<UInt32> = [700, 701]
    static let real: UInt32 = 701
    static let numeric: UInt32 = 1700
}

/// Bound values as libpq takes them: bytes as they are, all else as text, each with its type.
///
/// The type of a NULL is left to the server (0).
struct PostgresParameters {
    let types: [UInt32]
    private let formats: [Int32]
    private let lengths: [Int32]
    /// All values behind each other, each with a zero byte after it.
    private let content: [UInt8]
    /// Where each value begins; -1 for NULL.
    private let starts: [Int]

    init(_ binds: [Stored]) throws {
        var types: [UInt32] = []
        var formats: [Int32] = []
        var lengths: [Int32] = []
        var content: [UInt8] = []
        var starts: [Int] = []
        for value in binds {
            try value.checkStorable()
            let start = content.count
            switch value {
            case .null:
                types.append(0)
            case .integer(let number):
                types.append(PostgresType.integer)
                content.append(contentsOf: String(number).utf8)
            case .real(let number):
                types.append(PostgresType.real)
                content.append(contentsOf: "\(number)".utf8)
            case .text(let text):
                types.append(PostgresType.text)
                content.append(contentsOf: text.utf8)
            case .bytes(let bytes):
                types.append(PostgresType.bytes)
                content.append(contentsOf: bytes)
            }
            formats.append(value.bytes == nil ? 0 : 1)
            guard let length = Int32(exactly: content.count - start) else {
                throw StoreError.badValue("A value is larger than 2 GB.")
            }
            lengths.append(length)
            starts.append(value.isNull ? -1 : start)
            content.append(0)
        }
        (self.types, self.formats, self.lengths) = (types, formats, lengths)
        (self.content, self.starts) = (content, starts)
    }

    func withPointers<T>(
        _ body: (_ values: [UnsafePointer<CChar>?], _ lengths: [Int32], _ formats: [Int32]) throws -> T
    ) rethrows -> T {
        try content.withUnsafeBytes { bytes in
            let characters = bytes.assumingMemoryBound(to: CChar.self)
            let values = starts.map { start in start < 0 ? nil : characters.baseAddress.map { $0 + start } }
            return try body(values, lengths, formats)
        }
    }
}

/// Lends strings as an array of C strings with a null pointer at its end.
func withTerminatedStrings<T>(_ strings: [String], _ body: ([UnsafePointer<CChar>?]) -> T) -> T {
    let content = strings.flatMap { $0.utf8CString }
    return content.withUnsafeBufferPointer { characters in
        var start = 0
        var pointers: [UnsafePointer<CChar>?] = []
        for string in strings {
            pointers.append(characters.baseAddress.map { $0 + start })
            start += string.utf8.count + 1
        }
        return body(pointers + [nil])
    }
}
