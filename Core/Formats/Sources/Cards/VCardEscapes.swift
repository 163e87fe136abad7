/// How separators and line ends are written within a value.
enum VCardEscapes {
    static func removed(from text: String, _ version: VCard.Version) -> String {
        guard text.utf8.contains(UInt8(ascii: "\\")) else { return text }
        return components(of: text, version, separators: false)[0][0]
    }

    /// Parts between semicolons, lists between commas.
    static func components(of text: String, _ version: VCard.Version, separators: Bool = true) -> [[String]] {
        var parts: [[String]] = [], list: [String] = [], current = String.UnicodeScalarView()
        var scalars = text.unicodeScalars.makeIterator()
        while let scalar = scalars.next() {
            switch scalar {
            case "\\":
                let next = scalars.next()
                switch next {
                // 2.1 writes line ends in quoted-printable; there `\n` is the beginning of a folder's name.
                case "n", "N": current.append(contentsOf: version == .v2 ? ["\\", next!] : ["\n"])
                case ";", ",", ":", "\\", "\"": current.append(next!)
                default:
                    current.append("\\")
                    if let next { current.append(next) }
                }
            case "," where separators && version != .v2:
                list.append(String(current))
                current = .init()
            case ";" where separators:
                parts.append(list + [String(current)])
                (list, current) = ([], .init())
            default: current.append(scalar)
            }
        }
        return parts + [list + [String(current)]]
    }

    static func added(to text: String) -> String {
        var escaped = ""
        for character in text.replacing("\r\n", with: "\n") {
            switch character {
            case "\\", ",", ";": escaped += "\\\(character)"
            case "\n", "\r": escaped += "\\n"
            default: escaped.unicodeScalars += character.unicodeScalars.filter { $0.value >= 0x20 || $0 == "\t" }
            }
        }
        return escaped
    }

    /// RFC 6868: `^n`, `^^`, `^'`.
    static func removedFromParameter(_ text: String) -> String {
        text.contains("^") ? text.replacing(/\^([n^'])/) { ["n": "\n", "'": "\""][String($0.output.1)] ?? "^" } : text
    }

    static func addedToParameter(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "^": escaped += "^^"
            case "\"": escaped += "^'"
            case "\n": escaped += "^n"
            default: if scalar.value >= 0x20 { escaped.unicodeScalars.append(scalar) }
            }
        }
        return escaped.contains { ",;:".contains($0) } ? "\"\(escaped)\"" : escaped
    }
}
