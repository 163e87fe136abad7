/// Why a text is not JSON, with the byte at which reading stopped.
public struct JSONError: Error, Sendable, Hashable {
    public enum Reason: String, Sendable {
        case syntax, tooDeep, duplicateKey, notUnicode
    }
    public let reason: Reason
    public let offset: Int
}

extension JSON {
    /// Reads one JSON document (RFC 8259). Stricter than many readers: a repeated key, a lone surrogate and nesting deeper
    /// than `maximumDepth` are errors, because each hides what was meant or costs more than it is worth.
    public static func parse(_ bytes: some Collection<UInt8>, maximumDepth: Int = 64) throws(JSONError) -> JSON {
        var parser = JSONParser(bytes: Array(bytes), maximumDepth: maximumDepth)
        return try parser.document()
    }

    public static func parse(_ text: String) throws(JSONError) -> JSON {
        try parse(Array(text.utf8))
    }
}

private struct JSONParser {
    let bytes: [UInt8]
    let maximumDepth: Int
    var position = 0

    init(bytes: [UInt8], maximumDepth: Int) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    mutating func document() throws(JSONError) -> JSON {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        let value = try value(depth: 0)
        skipBlanks()
        guard position == bytes.count else { throw failure() }
        return value
    }

    private func failure(_ reason: JSONError.Reason = .syntax) -> JSONError {
        JSONError(reason: reason, offset: position)
    }

    private mutating func skipBlanks() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ sign: Unicode.Scalar) -> Bool {
        guard current == UInt8(ascii: sign) else { return false }
        position += 1
        return true
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSON {
        skipBlanks()
        switch current {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard depth < maximumDepth else { throw failure(.tooDeep) }
            return current == UInt8(ascii: "{") ? try object(depth: depth) : try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .flag(true))
        case UInt8(ascii: "f"): return try word("false", .flag(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func word(_ word: String, _ value: JSON) throws(JSONError) -> JSON {
        guard bytes[position...].starts(with: word.utf8) else { throw failure() }
        position += word.utf8.count
        return value
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSON {
        position += 1
        var members: [String: JSON] = [:]
        skipBlanks()
        if take("}") { return .object(members) }
        while true {
            skipBlanks()
            guard current == UInt8(ascii: "\"") else { throw failure() }
            let key = try string()
            skipBlanks()
            guard take(":") else { throw failure() }
            let member = try value(depth: depth + 1)
            guard members.updateValue(member, forKey: key) == nil else { throw failure(.duplicateKey) }
            skipBlanks()
            if take("}") { return .object(members) }
            guard take(",") else { throw failure() }
        }
    }

    private mutating func array(depth: Int) throws(JSONError) -> JSON {
        position += 1
        var items: [JSON] = []
        skipBlanks()
        if take("]") { return .array(items) }
        while true {
            items.append(try value(depth: depth + 1))
            skipBlanks()
            if take("]") { return .array(items) }
            guard take(",") else { throw failure() }
        }
    }

    private mutating func number() throws(JSONError) -> String {
        let start = position
        _ = take("-")
        // A digit behind a leading zero is left over, and nothing that may follow a value begins with one.
        if !take("0") { try digits() }
        if take(".") { try digits() }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            try digits()
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func digits() throws(JSONError) {
        let start = position
        while current?.isDigit == true { position += 1 }
        guard position > start else { throw failure() }
    }

    private mutating func string() throws(JSONError) -> String {
        position += 1
        var text: [UInt8] = []
        var start = position
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                text.append(contentsOf: bytes[start..<position])
                position += 1
                guard let valid = String(validating: text, as: UTF8.self) else { throw failure(.notUnicode) }
                return valid
            case UInt8(ascii: "\\"):
                text.append(contentsOf: bytes[start..<position])
                position += 1
                try escape(into: &text)
                start = position
            case 0..<0x20:
                throw failure()
            default:
                position += 1
            }
        }
        throw failure()
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
        guard let byte = current else { throw failure() }
        position += 1
        switch byte {
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "u"): text.append(contentsOf: String(Character(try scalar())).utf8)
        default: throw failure()
        }
    }

    /// The scalar of a `\u` escape; a high surrogate must be followed by its low half.
    private mutating func scalar() throws(JSONError) -> Unicode.Scalar {
        let first = try hexadecimal()
        guard (0xD800..<0xDC00).contains(first) else {
            guard let scalar = Unicode.Scalar(first) else { throw failure(.notUnicode) }
            return scalar
        }
        guard take("\\"), take("u") else { throw failure(.notUnicode) }
        let second = try hexadecimal()
        guard (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw failure(.notUnicode) }
        return scalar
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        var number: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw failure() }
            number = number << 4 | UInt32(digit)
            position += 1
        }
        return number
    }
}
