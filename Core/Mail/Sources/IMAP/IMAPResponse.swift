/// Something that an IMAP server says: a line, with literals between its pieces (RFC 3501, section 7).
struct IMAPResponse {
    /// `*`, `+`, or the tag of the command that ends.
    let tag: String
    /// `OK`, `FETCH`, `EXISTS`, in capitals.
    let kind: String
    /// Before the kind: `* 23 EXISTS`.
    let number: UInt32?
    private let pieces: [[UInt8]]

    /// Pieces of lines and literals take turns.
    init(_ pieces: [[UInt8]]) {
        var words = (pieces.first ?? []).split(separator: 0x20, maxSplits: 2, omittingEmptySubsequences: true).map { String(decoding: $0, as: UTF8.self) }
        tag = words.isEmpty ? "" : words.removeFirst()
        number = words.first.flatMap { UInt32($0) }
        kind = (number == nil ? words.first : words.dropFirst().first?.split(separator: " ").first.map(String.init))?.uppercased() ?? ""
        self.pieces = pieces
    }

    /// The line as text; behind the kind of `OK`, `NO` and the like its words.
    var text: String { String(decoding: pieces.first ?? [], as: UTF8.self) }

    /// The value of a code: `UIDNEXT` of `* OK [UIDNEXT 24] Predicted`.
    func code(_ name: String) -> String? {
        guard let match = text.firstMatch(of: /\[([A-Za-z-]+) ?([^\]]*)\]/), match.1.uppercased() == name else { return nil }
        return String(match.2)
    }

    /// How long a literal follows this line, if one does.
    static func literal(after line: [UInt8]) -> Int? {
        guard line.last == UInt8(ascii: "}"), let open = line.lastIndex(of: UInt8(ascii: "{")) else { return nil }
        return Int(String(decoding: line[(open + 1)...].dropLast(), as: UTF8.self).filter { $0 != "+" }).flatMap { $0 >= 0 ? $0 : nil }
    }

    /// Everything that stands behind the tag.
    func values() throws(MailError) -> [IMAPValue] {
        var reader = IMAPValueReader(pieces)
        return Array(try reader.list(depth: 0).dropFirst())
    }

    /// The attributes of `* 12 FETCH (UID 7 RFC822.SIZE 120 BODY[] {120}…)`.
    func attributes() throws(MailError) -> [String: IMAPValue] {
        guard kind == "FETCH", case .list(let items) = try values().last else { return [:] }
        var attributes: [String: IMAPValue] = [:]
        for index in stride(from: 0, to: items.count - 1, by: 2) { attributes[items[index].text?.uppercased() ?? ""] = items[index + 1] }
        return attributes
    }
}

enum IMAPValue {
    case atom(String)
    case string([UInt8])
    case list([IMAPValue])

    var text: String? {
        switch self {
        case .atom(let text): text
        case .string(let bytes): String(decoding: bytes, as: UTF8.self)
        case .list: nil
        }
    }

    var number: Int? { text.flatMap { Int($0) } }
}

/// Reads values from the pieces of a response.
private struct IMAPValueReader {
    private let pieces: [[UInt8]]
    private var piece = 0
    private var place = 0

    init(_ pieces: [[UInt8]]) { self.pieces = pieces }

    private var next: UInt8? { place < pieces[piece].count ? pieces[piece][place] : nil }

    mutating func list(depth: Int) throws(MailError) -> [IMAPValue] {
        guard depth < 20 else { throw .nonsense("lists within lists") }
        var values: [IMAPValue] = []
        while let byte = next {
            switch byte {
            case 0x20: place += 1
            case UInt8(ascii: "("):
                place += 1
                values.append(.list(try list(depth: depth + 1)))
            case UInt8(ascii: ")"):
                place += 1
                if depth > 0 { return values }
            case UInt8(ascii: "\""): values.append(.string(quoted()))
            case UInt8(ascii: "{") where piece + 2 < pieces.count && IMAPResponse.literal(after: Array(pieces[piece][place...])) != nil:
                values.append(.string(pieces[piece + 1]))
                piece += 2
                place = 0
            default: values.append(.atom(atom()))
            }
        }
        return values
    }

    private mutating func quoted() -> [UInt8] {
        var text: [UInt8] = []
        place += 1
        while let byte = next, byte != UInt8(ascii: "\"") {
            if byte == UInt8(ascii: "\\") { place += 1 }
            if let byte = next { text.append(byte) }
            place += 1
        }
        place += 1
        return text
    }

    private mutating func atom() -> String {
        let start = place
        while let byte = next, byte != 0x20, byte != UInt8(ascii: "("), byte != UInt8(ascii: ")") { place += 1 }
        return String(decoding: pieces[piece][start..<place], as: UTF8.self)
    }
}
