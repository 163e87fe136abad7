/// Turns UTF-8 into the encoding of a file, piece by piece.
///
///     let encoder = try TextEncoder(.gb18030)
///     send(encoder.encode(writer.take()))
public final class TextEncoder {
    public let encoding: TextEncoding
    private let converter: Converter
    private var held: [UInt8] = []
    private var needsMark: Bool

    /// - Parameter hasMark: whether the file begins with a byte order mark. Spreadsheets read UTF-8 only with one, GB18030 only without.
    public init(_ encoding: TextEncoding, hasMark: Bool? = nil) throws(UnknownEncoding) {
        guard let converter = Converter(from: .utf8, to: encoding) else { throw UnknownEncoding(offset: 0) }
        (self.encoding, self.converter) = (encoding, converter)
        needsMark = hasMark ?? (encoding != .gb18030)
    }

    /// The bytes of this text and of half a character that came before it. What is not UTF-8 becomes a question mark.
    public func encode(_ text: [UInt8]) -> [UInt8] {
        held += text
        var bytes = needsMark ? encoding.byteOrderMark : []
        needsMark = false
        var rest = held[...]
        while true {
            let (read, stop) = converter.convert(rest, into: &bytes)
            rest = rest.dropFirst(read)
            guard stop == .broken else { break }
            _ = converter.convert([UInt8(ascii: "?")], into: &bytes)
            rest = rest.dropFirst()
        }
        held = Array(rest)
        return bytes
    }
}
