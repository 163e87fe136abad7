extension TextEncoding {
    static func marked(_ bytes: some Collection<UInt8>) -> TextEncoding? {
        allCases.first { bytes.starts(with: $0.byteOrderMark) }
    }

    /// UTF-16 without a mark: separators, digits and line ends leave a zero in every second byte, nearly all on one side (一, U+4E00, has one
    /// on the other). A file of another encoding that a few zeros have got into does not have one in every tenth character.
    static func utf16(_ sample: some Collection<UInt8>) -> TextEncoding? {
        var zeros = (even: 0, odd: 0), count = 0
        for byte in sample {
            if byte == 0 { if count % 2 == 0 { zeros.even += 1 } else { zeros.odd += 1 } }
            count += 1
        }
        let (most, fewest) = (max(zeros.even, zeros.odd), min(zeros.even, zeros.odd))
        guard count >= 2, most * 20 >= count, most >= fewest * 5 else { return nil }
        return zeros.odd == most ? .utf16LittleEndian : .utf16BigEndian
    }

    /// UTF-8 or GB18030, whichever reads the bytes. Where neither reads all of them, the encoding of nearly all: a file that somebody
    /// put together from two has broken characters, and these cost their own rows only.
    ///
    /// - Parameters:
    ///   - sample: begins with the first byte that is not ASCII, and may end in the middle of a character.
    ///   - offset: where in the file the sample begins.
    static func multibyte(_ sample: ArraySlice<UInt8>, at offset: Int) throws(UnknownEncoding) -> TextEncoding {
        let inUTF8 = try Tally(of: sample, in: .utf8, at: offset)
        if inUTF8.broken == 0 || inUTF8.characters >= 2 * inUTF8.broken { return .utf8 }
        let inGB18030 = try Tally(of: sample, in: .gb18030, at: offset)
        if inGB18030.broken == 0 || inGB18030.characters >= 4 * inGB18030.broken { return .gb18030 }
        throw UnknownEncoding(offset: offset + max(inUTF8.firstBroken, inGB18030.firstBroken))
    }
}

/// How well an encoding reads a sample.
private struct Tally {
    /// Characters of more than one byte.
    var characters = 0
    var broken = 0
    var firstBroken = 0

    init(of sample: ArraySlice<UInt8>, in encoding: TextEncoding, at offset: Int) throws(UnknownEncoding) {
        guard let converter = Converter(from: encoding, to: .utf8) else { throw UnknownEncoding(offset: offset) }
        var rest = sample, text: [UInt8] = []
        while true {
            let (read, stop) = converter.convert(rest, into: &text)
            rest = rest.dropFirst(read)
            guard stop == .broken else { break }
            if broken == 0 { firstBroken = rest.startIndex - sample.startIndex }
            broken += 1
            rest = rest.dropFirst(encoding.unit)
        }
        for byte in text where byte >= 0xC0 { characters += 1 }
    }
}
