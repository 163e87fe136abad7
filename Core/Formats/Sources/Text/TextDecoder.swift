/// Turns the bytes of a text into UTF-8, piece by piece, in the encoding that it finds by looking.
///
///     let decoder = TextDecoder(replacement: TextDecoder.refusal)
///     for chunk in chunks { rows += reader.feed(try decoder.feed(chunk)) }
///     rows += reader.feed(try decoder.finish()) + reader.finish()
///
/// A byte order mark decides, then zeros that only UTF-16 has. Anything else may be ASCII up to the last line: the choice between UTF-8
/// and GB18030 waits for the first other byte. At most 128 KiB are held back.
public final class TextDecoder {
    /// U+FFFD, for people.
    public static let replacementCharacter: [UInt8] = [0xEF, 0xBF, 0xBD]
    /// A byte that is never UTF-8: a reader that checks its rows, such as one of CSV, refuses the row in which it stands.
    public static let refusal: [UInt8] = [0xFF]

    /// Given, or found; nil while all that came was ASCII.
    public private(set) var encoding: TextEncoding?
    /// How many places were broken. Bytes that follow each other are one place.
    public private(set) var brokenCount = 0
    /// The first hundred of these places.
    public private(set) var broken: [BrokenText] = []

    static let sampleBytes = 64 << 10

    private let replacement: [UInt8]
    private var converter: Converter?
    /// What waits for more: the opening, the first bytes beyond ASCII, or half a character.
    private var held: [UInt8] = []
    private var isAtStart = true
    /// Bytes of the text before `held`.
    private var offset = 0
    private var lines = LineCount()
    private var endOfLastBroken = -1
    private var foreign: UTF8Run?

    /// - Parameter replacement: what stands for a broken place, as UTF-8 or as a byte that makes a reader stumble.
    public init(encoding: TextEncoding? = nil, replacement: [UInt8] = TextDecoder.replacementCharacter) {
        (self.encoding, self.replacement) = (encoding, replacement)
    }

    /// The text of these bytes and of those fed before, as far as it is complete.
    public func feed(_ bytes: [UInt8]) throws(UnknownEncoding) -> [UInt8] {
        held += bytes
        return try decode(isWhole: false)
    }

    /// The rest. To be called once, after the last bytes.
    public func finish() throws(UnknownEncoding) -> [UInt8] {
        try decode(isWhole: true)
    }

    private func decode(isWhole: Bool) throws(UnknownEncoding) -> [UInt8] {
        var text: [UInt8] = []
        if isAtStart {
            guard isWhole || held.count >= Self.sampleBytes else { return [] }
            isAtStart = false
            try begin()
        }
        if converter == nil {
            passASCII(into: &text)
            guard isWhole || held.count >= Self.sampleBytes, !held.isEmpty else { return text }
            try use(.multibyte(held.prefix(Self.sampleBytes), at: offset))
        }
        convert(isWhole: isWhole, into: &text)
        return text
    }

    private func begin() throws(UnknownEncoding) {
        let opening = held.prefix(Self.sampleBytes)
        let marked = TextEncoding.marked(opening)
        guard let known = encoding ?? marked ?? .utf16(opening) else { return }
        try use(known)
        if opening.starts(with: known.byteOrderMark) { drop(known.byteOrderMark.count) }
    }

    private func use(_ found: TextEncoding) throws(UnknownEncoding) {
        guard let made = Converter(from: found, to: .utf8) else { throw UnknownEncoding(offset: offset) }
        (encoding, converter) = (found, made)
        if found == .gb18030 { foreign = UTF8Run() }
    }

    private func passASCII(into text: inout [UInt8]) {
        let count = held.firstIndex { $0 >= 0x80 } ?? held.count
        text += held[..<count]
        lines.count(held[..<count])
        drop(count)
    }

    private func drop(_ count: Int) {
        held.removeFirst(count)
        offset += count
    }

    private func convert(isWhole: Bool, into text: inout [UInt8]) {
        var rest = held[...]
        while !rest.isEmpty {
            if let length = foreign?.end(in: rest) {
                convert(rest.prefix(length), isWhole: true, into: &text)
                note(at: offset + rest.startIndex + length, length: 0, into: &text)
                rest = rest.dropFirst(length)
            } else {
                rest = rest.dropFirst(convert(rest, isWhole: isWhole, into: &text))
                break
            }
        }
        drop(rest.startIndex)
    }

    @discardableResult
    private func convert(_ bytes: ArraySlice<UInt8>, isWhole: Bool, into text: inout [UInt8]) -> Int {
        guard let converter, let unit = encoding?.unit else { return 0 }
        var rest = bytes
        while true {
            let start = text.count
            let (read, stop) = converter.convert(rest, into: &text)
            lines.count(text[start...])
            rest = rest.dropFirst(read)
            if stop == .end || (stop == .incomplete && !isWhole) { return bytes.count - rest.count }
            note(at: offset + rest.startIndex, length: unit, into: &text)
            rest = rest.dropFirst(unit)
        }
    }

    private func note(at place: Int, length: Int, into text: inout [UInt8]) {
        defer { endOfLastBroken = place + length }
        guard place != endOfLastBroken else { return }
        text += replacement
        brokenCount += 1
        if broken.count < 100 { broken.append(BrokenText(line: lines.line, offset: place)) }
    }
}

/// The line that a reader has come to.
struct LineCount {
    private(set) var line = 1
    private var isBehindReturn = false

    mutating func count(_ text: ArraySlice<UInt8>) {
        for byte in text {
            if byte == 0x0D || (byte == 0x0A && !isBehindReturn) { line += 1 }
            isBehindReturn = byte == 0x0D
        }
    }
}
