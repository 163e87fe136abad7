/// Checks numbers that come as text, one a line, and answers with one line of JSON for each, in bounded memory.
///
///     var lines = NumberLines(.mobile, on: today)
///     for chunk in chunks { output.write(lines.feed(chunk)) }
///     output.write(lines.finish())
///
/// An answer has always the same members: `{"line":1,"value":"…","valid":true,"number":"…","variety":"mobile","form":true,"checksum":null,
/// "date":null,"region":null,"reason":null,"notes":[]}`. Null says that the number does not tell; a line without a number is answered as well.
public struct NumberLines: Sendable {
    private let kind: NumberKind
    private let today: Day
    private let divisions: RegionCodes?
    private var line = 0
    private var current: [UInt8] = []
    private var isTooLong = false
    private var isOpen = false

    /// Longer lines are no numbers; what they begin with is answered.
    static let longestLine = 1_000
    private static let shownOfLong = 64

    public init(_ kind: NumberKind, on today: Day, divisions: RegionCodes? = nil) {
        (self.kind, self.today, self.divisions) = (kind, today, divisions)
    }

    /// The answers to the lines that end within these bytes.
    public mutating func feed(_ bytes: [UInt8]) -> [UInt8] {
        var answers: [UInt8] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: 0x0A) {
            take(rest[..<end])
            answers += answer()
            rest = rest[(end + 1)...]
        }
        take(rest)
        return answers
    }

    /// The answer to the last line, when no line end follows it.
    public mutating func finish() -> [UInt8] { isOpen ? answer() : [] }

    private mutating func take(_ bytes: ArraySlice<UInt8>) {
        if !bytes.isEmpty { isOpen = true }
        guard !isTooLong else { return }
        isTooLong = current.count + bytes.count > Self.longestLine
        current += bytes.prefix(Self.longestLine - current.count)
    }

    private mutating func answer() -> [UInt8] {
        if current.last == 0x0D { current.removeLast() }
        line += 1
        defer {
            current.removeAll(keepingCapacity: true)
            (isTooLong, isOpen) = (false, false)
        }
        let text = String(validating: current, as: UTF8.self)
        let value = isTooLong ? String((text ?? String(decoding: current, as: UTF8.self)).prefix(Self.shownOfLong)) : text ?? String(decoding: current, as: UTF8.self)
        let check: NumberCheck =
            if isTooLong { NumberCheck(value, misses: .tooLong) }
            else if let text { kind.check(text, on: today, divisions: divisions) }
            else { NumberCheck(value, misses: .badText) }
        return Self.json(line, value, check)
    }

    private static func json(_ line: Int, _ value: String, _ check: NumberCheck) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("line")
        writer.integer(Int64(line))
        for (name, text) in [("value", value), ("number", check.form ? check.number : nil), ("variety", check.variety), ("reason", check.reason?.rawValue)] {
            writer.key(name)
            if let text { writer.string(text) } else { writer.null() }
        }
        for (name, flag) in [("valid", check.isValid), ("form", check.form), ("checksum", check.checksum), ("date", check.date), ("region", check.region)] as [(String, Bool?)] {
            writer.key(name)
            if let flag { writer.flag(flag) } else { writer.null() }
        }
        writer.key("notes")
        writer.beginArray()
        for note in check.notes { writer.string(note.rawValue) }
        writer.endArray()
        writer.endObject()
        return writer.bytes + [0x0A]
    }
}
