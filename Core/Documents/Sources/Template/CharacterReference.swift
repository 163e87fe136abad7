/// `&lt;`, `&nbsp;`, `&#20803;`, `&#x5143;`.
enum CharacterReference {
    private static let names: [String: String] = [
        "lt": "<", "gt": ">", "amp": "&", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "ensp": "\u{2002}", "emsp": "\u{2003}",
        "ndash": "–", "mdash": "—", "hellip": "…", "middot": "·", "times": "×", "yen": "¥", "euro": "€", "pound": "£",
        "copy": "©", "reg": "®", "sect": "§", "deg": "°", "bull": "•", "rarr": "→",
    ]

    /// Stands at the `&`; reads over the `;`. A bare `&` is an error, since it may be the beginning of a slip.
    static func read(_ source: inout SourceReader) throws(DocumentError) -> String {
        let place = source.place
        _ = source.next()
        let name = source.take { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "#") }
        guard source.skip(";"), let text = names[name] ?? numbered(name) else {
            throw DocumentError(.unknownEntity, at: place, ["entity": "&" + name])
        }
        return text
    }

    private static func numbered(_ name: String) -> String? {
        guard name.hasPrefix("#"), name.utf8.count <= 8 else { return nil }
        let digits = name.dropFirst()
        let value = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        guard let value, value >= 0x20, let scalar = Unicode.Scalar(value) else { return nil }
        return String(Character(scalar))
    }
}
