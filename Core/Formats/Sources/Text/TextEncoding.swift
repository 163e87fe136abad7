/// The encodings in which tables and cards arrive. GB18030 reads GBK and GB2312 as well.
public enum TextEncoding: String, Sendable, Hashable, CaseIterable {
    case utf8 = "UTF-8"
    case gb18030 = "GB18030"
    case utf16LittleEndian = "UTF-16LE"
    case utf16BigEndian = "UTF-16BE"

    /// The mark with which a file of this encoding may begin.
    public var byteOrderMark: [UInt8] {
        switch self {
        case .utf8: [0xEF, 0xBB, 0xBF]
        case .gb18030: [0x84, 0x31, 0x95, 0x33]
        case .utf16LittleEndian: [0xFF, 0xFE]
        case .utf16BigEndian: [0xFE, 0xFF]
        }
    }

    /// The least number of bytes that a character takes, and so how far to go on behind a broken one.
    var unit: Int { self == .utf16LittleEndian || self == .utf16BigEndian ? 2 : 1 }
}

/// The bytes are text in none of the encodings of `TextEncoding`.
public struct UnknownEncoding: Error, Sendable, Hashable {
    /// The first byte that fits none, from 0.
    public let offset: Int
}

/// A place where bytes of a text belong to no character of its encoding.
public struct BrokenText: Error, Sendable, Hashable {
    /// From 1; CRLF, LF and CR end a line.
    public let line: Int
    /// The byte, from 0.
    public let offset: Int
}
