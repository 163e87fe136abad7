/// The state between two bytes of a CSV file.
struct CSVScanner: Sendable {
    private enum State {
        case fieldStart, plain, quoted
        /// A quote inside quotes: the end of the field, or the first of two.
        case quoteInQuotes
        /// Behind an error, up to the end of the line.
        case skipping
    }

    private let separator: UInt8
    private let limits: CSVLimits
    private var state = State.fieldStart
    /// The bytes from the beginning of the current row on: an unclosed quote makes the reader go back.
    private var buffer: [UInt8] = []
    private var start = 0
    private var position = 0
    /// The line of `position`, and the one of `start`.
    private var line = 1
    private var startLine = 1
    private var isBehindReturn = false
    private var quote = (position: 0, line: 0)
    /// The fields of the current row one behind the other, and where each ends.
    private var content: [UInt8] = []
    private var ends: [Int] = []
    private var problem: CSVError.Problem?

    init(separator: UInt8, limits: CSVLimits) {
        self.separator = separator
        self.limits = limits
    }

    mutating func scan(_ bytes: [UInt8], into rows: inout [CSVReader.Row]) {
        buffer += bytes
        advance(into: &rows)
        buffer.removeFirst(start)
        position -= start
        quote.position -= start
        start = 0
    }

    mutating func finish(into rows: inout [CSVReader.Row]) {
        // Going back behind an unclosed quote leaves bytes to read, and among them there may be another one.
        while state == .quoted {
            goBackBehindQuote(into: &rows)
            advance(into: &rows)
        }
        if position > start, state != .skipping { endRow(into: &rows) }
    }

    private mutating func advance(into rows: inout [CSVReader.Row]) {
        while position < buffer.count {
            if isBehindReturn {
                isBehindReturn = false
                if buffer[position] == lineFeed {
                    takeFeedAfterReturn()
                    continue
                }
            }
            if state == .skipping {
                skip()
            } else if position - start >= limits.recordBytes {
                refuseLength(into: &rows)
            } else {
                read(into: &rows)
            }
        }
    }

    private mutating func read(into rows: inout [CSVReader.Row]) {
        let byte = buffer[position]
        switch (state, byte) {
        case (.fieldStart, doubleQuote):
            quote = (position, line)
            state = .quoted
            position += 1
        case (.quoted, doubleQuote):
            state = .quoteInQuotes
            position += 1
        case (.quoted, _):
            readRun(of: byte) { $0 == doubleQuote }
        case (.quoteInQuotes, doubleQuote):
            keep(position..<position + 1)
            state = .quoted
            position += 1
        case (_, separator):
            endField()
            state = .fieldStart
            position += 1
        case (_, lineFeed), (_, carriageReturn):
            endRow(into: &rows)
            passLineEnd()
            (start, startLine) = (position, line)
        case (.quoteInQuotes, _):
            refuseTextAfterQuote(into: &rows)
        default:
            state = .plain
            let separator = separator
            readRun(of: byte) { $0 == separator }
        }
    }

    /// Takes a line end inside quotes, or all bytes up to the next that means something.
    private mutating func readRun(of first: UInt8, stop: (UInt8) -> Bool) {
        if isLineEnd(first) {
            keep(position..<position + 1)
            passLineEnd()
            return
        }
        let limit = min(buffer.count, start + limits.recordBytes)
        var end = position
        while end < limit, !isLineEnd(buffer[end]), !stop(buffer[end]) {
            if buffer[end] == 0 { problem = problem ?? .nulByte }
            end += 1
        }
        keep(position..<end)
        position = end
    }

    private mutating func keep(_ range: Range<Int>) {
        guard problem == nil else { return }
        content.append(contentsOf: buffer[range])
        if content.count - (ends.last ?? 0) > limits.fieldBytes { problem = .fieldTooLong }
    }

    private mutating func endField() {
        guard problem == nil else { return }
        ends.append(content.count)
        if ends.count > limits.columns { problem = .tooManyColumns }
    }

    private mutating func endRow(into rows: inout [CSVReader.Row]) {
        if position > start {
            endField()
            rows.append(row())
        }
        clear()
    }

    private func row() -> CSVReader.Row {
        if let problem { return .failure(CSVError(line: startLine, problem: problem)) }
        var fields: [String] = []
        fields.reserveCapacity(ends.count)
        var begin = 0
        for end in ends {
            guard let field = String(validating: content[begin..<end], as: UTF8.self) else {
                return .failure(CSVError(line: startLine, problem: .invalidUTF8))
            }
            fields.append(field)
            begin = end
        }
        return .success(CSVRecord(line: startLine, fields: fields))
    }

    private mutating func clear() {
        content.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        problem = nil
        state = .fieldStart
    }

    private mutating func passLineEnd() {
        isBehindReturn = buffer[position] == carriageReturn
        position += 1
        line += 1
    }

    /// The second half of CRLF belongs to the line that the first has ended.
    private mutating func takeFeedAfterReturn() {
        if state == .quoted { keep(position..<position + 1) }
        position += 1
        if state != .quoted { start = position }
    }
}

extension CSVScanner {
    private mutating func skip() {
        while position < buffer.count, !isLineEnd(buffer[position]) { position += 1 }
        if position < buffer.count {
            passLineEnd()
            state = .fieldStart
        }
        (start, startLine) = (position, line)
    }

    private mutating func fail(_ problem: CSVError.Problem, line: Int, into rows: inout [CSVReader.Row]) {
        rows.append(.failure(CSVError(line: line, problem: problem)))
        clear()
        state = .skipping
    }

    private mutating func refuseLength(into rows: inout [CSVReader.Row]) {
        if state == .quoted {
            goBackBehindQuote(into: &rows)
        } else {
            fail(.recordTooLong, line: startLine, into: &rows)
        }
    }

    /// When the quote was opened on an earlier line, its closing was most likely forgotten there, and this is the opening
    /// of another: going on from here would lose all rows between.
    private mutating func refuseTextAfterQuote(into rows: inout [CSVReader.Row]) {
        if quote.line < line {
            goBackBehindQuote(into: &rows)
        } else {
            fail(.textAfterQuote, line: line, into: &rows)
        }
    }

    /// Gives up the line in which the quote was opened, and no more. No byte is read more than twice: lines that a quote
    /// has swallowed hold none of their own but doubled ones, and these open nothing that stays open.
    private mutating func goBackBehindQuote(into rows: inout [CSVReader.Row]) {
        fail(.unclosedQuote, line: quote.line, into: &rows)
        (position, line) = (quote.position, quote.line)
        isBehindReturn = false
        skip()
    }
}

private let lineFeed: UInt8 = 0x0A
private let carriageReturn: UInt8 = 0x0D
private let doubleQuote: UInt8 = 0x22

private func isLineEnd(_ byte: UInt8) -> Bool { byte == lineFeed || byte == carriageReturn }
