/// Reads a file of cards, piece by piece, in bounded memory.
///
///     var reader = VCardReader()
///     for chunk in chunks { for card in reader.feed(chunk) { … } }
///     for card in reader.finish() { … }
///
/// The bytes are UTF-8, or what each property says of itself, or GB18030 where they are not UTF-8. A file in UTF-16 goes through
/// `TextDecoder` first. A card that cannot be read comes out as an error, and reading goes on with the next.
public struct VCardReader: Sendable {
    public typealias Card = Result<VCard, VCardError>

    private let limits: VCardLimits
    private var splitter: LineSplitter
    /// The line that the next one may continue.
    private var open: [UInt8] = []
    private var openLine = 0
    private var card: Draft?

    public init(limits: VCardLimits = VCardLimits()) {
        self.limits = limits
        splitter = LineSplitter(limit: limits.propertyBytes)
    }

    /// The cards that end within these bytes and those fed before.
    public mutating func feed(_ bytes: [UInt8]) -> [Card] {
        var lines: [LineSplitter.Line] = [], cards: [Card] = []
        splitter.feed(bytes) { lines.append($0) }
        for line in lines { take(line, into: &cards) }
        return cards
    }

    /// The card that was still open. To be called once, after the last bytes.
    public mutating func finish() -> [Card] {
        var lines: [LineSplitter.Line] = [], cards: [Card] = []
        splitter.finish { lines.append($0) }
        for line in lines { take(line, into: &cards) }
        closeLine(into: &cards)
        if let card { cards.append(.failure(card.unfinished)) }
        card = nil
        return cards
    }

    private mutating func take(_ line: LineSplitter.Line, into cards: inout [Card]) {
        guard let bytes = line.bytes else {
            closeLine(into: &cards)
            return refuseLength()
        }
        let isSoftBreak = VCardLine.endsSoftly(open), isFolded = VCardLine.isFolded(bytes)
        guard isSoftBreak || isFolded || VCardLine.isBareBase64(bytes, behind: open) else {
            closeLine(into: &cards)
            (open, openLine) = (bytes, line.number)
            return
        }
        if isSoftBreak { open.removeLast() }
        // Quoted-printable goes on in the next line as it stands; folding puts one blank before.
        open += isFolded && !isSoftBreak ? bytes.dropFirst() : bytes[...]
        if open.count > limits.propertyBytes { refuseLength() }
    }

    private mutating func refuseLength() {
        card?.fail(.propertyTooLong)
        open = []
    }

    private mutating func closeLine(into cards: inout [Card]) {
        let line = openLine == 1 && open.starts(with: TextEncoding.utf8.byteOrderMark) ? open.dropFirst(3) : open[...]
        open = []
        if VCardLine.isMark(line, "BEGIN:VCARD") { return begin(openLine, into: &cards) }
        if VCardLine.isMark(line, "END:VCARD") { return end(into: &cards) }
        if card?.takesProperties == true { card?.add(line, limits) }
    }

    /// A card within a card is an assistant of 2.1 (AGENT), and left out. A card that begins on the level of the last is its end.
    private mutating func begin(_ line: Int, into cards: inout [Card]) {
        if card?.expectsAgent == true {
            card?.depth += 1
            return
        }

        if let card { cards.append(.failure(card.unfinished)) }
        card = Draft(line: line)
    }

    private mutating func end(into cards: inout [Card]) {
        guard var finished = card else { return }
        finished.depth -= 1
        finished.expectsAgent = false
        card = finished.depth == 0 ? nil : finished
        if finished.depth == 0 { cards.append(finished.result) }
    }

    /// The card between BEGIN and END.
    private struct Draft: Sendable {
        let line: Int
        var depth = 1
        var expectsAgent = false
        private var problem: VCardError.Problem?
        private var bytes = 0
        private var version: VCard.Version?
        /// Kept until the version is known: 2.1 may give it late, and escapes differ.
        private var lines: [VCardLine] = []

        init(line: Int) { self.line = line }

        var takesProperties: Bool { depth == 1 && problem == nil }

        mutating func fail(_ problem: VCardError.Problem) { self.problem = self.problem ?? problem }

        mutating func add(_ text: ArraySlice<UInt8>, _ limits: VCardLimits) {
            bytes += text.count
            guard bytes <= limits.cardBytes, lines.count < limits.properties else { return fail(.cardTooLong) }
            // What is no property is an accident of some exporter; the rest of the card is worth having.
            guard let line = VCardLine(text) else { return }
            if line.name == "VERSION" {
                let written = String(decoding: line.value, as: UTF8.self)
                version = VCard.Version(rawValue: String(written.filter { !$0.isWhitespace })) ?? version
            } else if line.name == "AGENT", line.value.allSatisfy({ $0 == 0x20 }) {
                expectsAgent = true
            } else {
                lines.append(line)
            }
        }

        var unfinished: VCardError { VCardError(line: line, problem: problem ?? .unfinished) }

        var result: Card {
            if let problem { return .failure(VCardError(line: line, problem: problem)) }
            let version = version ?? .v3
            return .success(VCard(version: version, lines.map { $0.property(version) }))
        }
    }
}

/// Why a card could not be read. Those after it are read all the same.
public struct VCardError: Error, Sendable, Hashable {
    public enum Problem: String, Sendable, Hashable, CaseIterable {
        /// There is no END:VCARD before the next card or the end of the file.
        case unfinished
        case propertyTooLong
        /// Too many bytes, or too many properties.
        case cardTooLong
    }

    /// Where the card begins, from 1.
    public let line: Int
    public let problem: Problem
}

/// What a reader of cards puts up with.
public struct VCardLimits: Sendable, Hashable {
    /// As written: a picture in base64 takes a third more than its bytes.
    public var propertyBytes = 8 << 20
    public var cardBytes = 16 << 20
    public var properties = 2_000

    public init() {}
}
