import Foundation

extension VCardLine {
    /// Parameters that say how the value is written, which nobody needs once it is read.
    private static let ofWriting: Set<String> = ["ENCODING", "CHARSET"]
    private static let structured: Set<String> = ["N", "ADR", "ORG", "NICKNAME", "CATEGORIES", "GENDER", "CLIENTPIDMAP", "GEO"]
    private static let ofData: Set<String> = ["PHOTO", "LOGO", "SOUND", "KEY"]
    static let ofURIs: Set<String> = ["URL", "SOURCE", "IMPP", "MEMBER", "RELATED", "FBURL", "CALURI", "CALADRURI"]
    /// Properties of which people type one text. A separator that was not escaped there is a slip.
    private static let plain: Set<String> = [
        "FN", "TITLE", "ROLE", "NOTE", "TEL", "EMAIL", "BDAY", "ANNIVERSARY", "UID", "REV", "LABEL", "MAILER", "TZ", "LANG", "KIND", "SORT-STRING",
        "PRODID", "CLASS", "NAME",
    ]

    func property(_ version: VCard.Version) -> VCardProperty {
        let kept = parameters.filter { !Self.ofWriting.contains($0.name) }
        return VCardProperty(name, value(version), group: group, parameters: kept)
    }

    private func value(_ version: VCard.Version) -> VCardProperty.Value {
        let encoding = parameter("ENCODING")
        if encoding == "B" || encoding == "BASE64", let data = Data(base64Encoded: Data(value), options: .ignoreUnknownCharacters) {
            return .data(Array(data), mediaType: mediaType)
        }
        let bytes = encoding == "QUOTED-PRINTABLE" ? Self.quotedPrintable(value) : Array(value)
        let written = VCardCharset.text(bytes, charset: parameter("CHARSET"))
        if let data = Self.data(written) { return data }
        if ["URI", "URL"].contains(parameter("VALUE")) || Self.ofData.contains(name) || Self.ofURIs.contains(name) {
            return .uri(VCardEscapes.removed(from: written, version))
        }
        if Self.structured.contains(name) { return .components(VCardEscapes.components(of: written, version)) }
        if Self.plain.contains(name) { return .text(VCardEscapes.removed(from: written, version)) }
        let parts = VCardEscapes.components(of: written, version)
        return parts.count == 1 && parts[0].count == 1 ? .text(parts[0][0]) : .components(parts)
    }

    /// In capitals.
    private func parameter(_ name: String) -> String? { parameters.first { $0.name == name }?.values.first?.uppercased() }

    private var mediaType: String? {
        if let written = parameters.first(where: { $0.name == "MEDIATYPE" })?.values.first { return written }
        guard let type = parameter("TYPE")?.lowercased() else { return nil }
        if type.contains("/") { return type }
        switch name {
        case "PHOTO", "LOGO": return "image/\(type == "jpg" ? "jpeg" : type)"
        case "SOUND": return "audio/\(type)"
        default: return nil
        }
    }

    /// `data:image/png;base64,…`
    private static func data(_ text: String) -> VCardProperty.Value? {
        guard text.prefix(5).lowercased() == "data:", let comma = text.firstIndex(of: ",") else { return nil }
        let head = text[..<comma].dropFirst(5)
        guard head.lowercased().hasSuffix(";base64"), let data = Data(base64Encoded: String(text[comma...].dropFirst()), options: .ignoreUnknownCharacters)
        else { return nil }
        let mediaType = head.dropLast(7)
        return .data(Array(data), mediaType: mediaType.isEmpty ? nil : String(mediaType))
    }

    private static func quotedPrintable(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var plain: [UInt8] = [], rest = bytes
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2).compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
            if byte == UInt8(ascii: "="), digits.count == 2 {
                plain.append(UInt8(digits[0] << 4 | digits[1]))
                rest = rest.dropFirst(2)
            } else {
                plain.append(byte)
            }
        }
        return plain
    }
}

/// In which characters the bytes of a property are.
enum VCardCharset {
    /// By the name that the property gives; without one UTF-8, and GB18030 for what is not UTF-8.
    static func text(_ bytes: [UInt8], charset: String?) -> String {
        if charset == nil || charset == "UTF-8" {
            if let text = String(validating: bytes, as: UTF8.self) { return text }
            return converted(bytes, TextEncoding.gb18030.rawValue) ?? String(decoding: bytes, as: UTF8.self)
        }
        // GB2312 is what many phones call GBK.
        let name = charset == "GB2312" || charset == "GBK" ? TextEncoding.gb18030.rawValue : charset ?? ""
        return converted(bytes, name) ?? text(bytes, charset: nil)
    }

    private static func converted(_ bytes: [UInt8], _ charset: String) -> String? {
        guard let converter = Converter(fromCharset: charset) else { return nil }
        var text: [UInt8] = []
        let (_, stop) = converter.convert(bytes[...], into: &text)
        return stop == .end ? String(decoding: text, as: UTF8.self) : nil
    }
}
