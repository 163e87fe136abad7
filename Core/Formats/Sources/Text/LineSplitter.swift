/// Cuts bytes into lines in bounded memory. CRLF, LF and CR end a line.
struct LineSplitter: Sendable {
    /// Nil for a line that is longer than allowed.
    typealias Line = (number: Int, bytes: [UInt8]?)

    private let limit: Int
    private var number = 1
    private var current: [UInt8] = []
    private var isTooLong = false
    private var isBehindReturn = false

    init(limit: Int) { self.limit = limit }

    /// Calls `body` with each line that ends within these bytes.
    mutating func feed(_ bytes: [UInt8], _ body: (Line) -> Void) {
        var rest = bytes[...]
        if isBehindReturn, rest.first == 0x0A { rest = rest.dropFirst() }
        if !bytes.isEmpty { isBehindReturn = false }
        while let end = rest.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) {
            take(rest[..<end])
            finish(body)
            number += 1
            let isReturn = rest[end] == 0x0D
            rest = rest[(end + 1)...]
            if isReturn {
                if rest.first == 0x0A { rest = rest.dropFirst() } else if rest.isEmpty { isBehindReturn = true }
            }
        }
        take(rest)
    }

    /// The last line, when no line end follows it.
    mutating func finish(_ body: (Line) -> Void) {
        if isTooLong || !current.isEmpty { body((number, isTooLong ? nil : current)) }
        current.removeAll(keepingCapacity: current.count <= 1 << 16)
        isTooLong = false
    }

    private mutating func take(_ bytes: ArraySlice<UInt8>) {
        guard !isTooLong else { return }
        if current.count + bytes.count > limit {
            isTooLong = true
            current = []
        } else {
            current += bytes
        }
    }
}
