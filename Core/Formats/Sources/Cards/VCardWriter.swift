import Foundation

/// Writes cards, in lines of at most 75 bytes.
///
///     var writer = VCardWriter(.v3)   // what phones read
///     writer.write(card)
///     send(writer.take())
public struct VCardWriter: Sendable {
    public enum Version: String, Sendable, Hashable, CaseIterable {
        case v3 = "3.0", v4 = "4.0"
    }

    private let version: Version
    private var bytes: [UInt8] = []

    private static let lineBytes = 75

    public init(_ version: Version) { self.version = version }

    /// A card needs FN, and one of 3.0 needs N: they are made of each other, of the organisation or of an address of mail where they are missing.
    public mutating func write(_ card: VCard) {
        line("BEGIN:VCARD")
        line("VERSION:\(version.rawValue)")
        let formatted = card.formattedName ?? Self.title(of: card)
        if card.first("FN") == nil { write(VCardProperty("FN", formatted)) }
        if version == .v3, card.first("N") == nil { write(VCardProperty("N", .components([[formatted], [""], [""], [""], [""]]))) }
        for property in card.properties { write(property) }
        line("END:VCARD")
    }

    /// What was written since the last call.
    public mutating func take() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }

    private static func title(of card: VCard) -> String {
        let name = card.name.map { [$0.prefix, $0.given, $0.additional, $0.family, $0.suffix].filter { !$0.isEmpty }.joined(separator: " ") }
        let candidates = [name, card.organisation.first, card.first("EMAIL")?.text, card.first("TEL")?.text]
        return candidates.compactMap { $0 }.first { !$0.isEmpty } ?? ""
    }

    private mutating func write(_ property: VCardProperty) {
        guard Self.isName(property.name) else { return }
        var parameters = property.parameters.filter { Self.isName($0.name) && !["ENCODING", "CHARSET"].contains($0.name) }
        let value: String
        switch property.value {
        case .text(let text): value = VCardEscapes.added(to: text)
        case .components(let parts):
            value = parts.map { $0.map(VCardEscapes.added).joined(separator: ",") }.joined(separator: ";")
        case .uri(let uri):
            value = String(String.UnicodeScalarView(uri.unicodeScalars.filter { $0.value >= 0x20 }))
            if !VCardLine.ofURIs.contains(property.name), parameters.allSatisfy({ $0.name != "VALUE" }) { parameters.append(VCardParameter("VALUE", ["uri"])) }
        case .data(let data, let mediaType):
            value = written(data, mediaType, &parameters)
        }
        let group = property.group.flatMap { Self.isName($0) ? "\($0)." : nil } ?? ""
        let head = parameters.map { ";\($0.name)=" + $0.values.map(VCardEscapes.addedToParameter).joined(separator: ",") }
        line(group + property.name + head.joined() + ":" + value)
    }

    /// 4.0 has a URI for data; 3.0 gives the kind as a type: `PHOTO;ENCODING=b;TYPE=JPEG`.
    private func written(_ data: [UInt8], _ mediaType: String?, _ parameters: inout [VCardParameter]) -> String {
        let base64 = Data(data).base64EncodedString()
        parameters.removeAll { ["TYPE", "VALUE", "MEDIATYPE"].contains($0.name) }
        if version == .v4 { return "data:\(mediaType ?? "application/octet-stream");base64,\(base64)" }
        parameters.append(VCardParameter("ENCODING", ["b"]))
        if let type = mediaType?.split(separator: "/").last { parameters.append(VCardParameter("TYPE", [type.uppercased()])) }
        return base64
    }

    /// Folds without cutting a character in two.
    private mutating func line(_ text: String) {
        var length = 0
        for scalar in text.unicodeScalars {
            let width = UTF8.width(scalar)
            if length + width > Self.lineBytes {
                bytes += [0x0D, 0x0A, 0x20]
                length = 1
            }
            bytes += UTF8.encode(scalar) ?? .init()
            length += width
        }
        bytes += [0x0D, 0x0A]
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
            default: false
            }
        }
    }
}
