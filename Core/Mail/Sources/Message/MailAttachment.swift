public import Foundation

/// A file that hangs on a message. Its bytes stay encoded within the message until somebody wants them.
public struct MailAttachment: Sendable {
    /// The name of a file without a folder, at most 200 bytes; empty if nobody gave one.
    public let name: String
    /// As the sender says, in lower case: `application/pdf`. Nobody has checked it.
    public let type: String
    /// How HTML refers to it (`cid:…`), without brackets.
    public let contentID: String?
    /// Whether it is meant to be shown within the text.
    public let isInline: Bool

    private let encoded: ArraySlice<UInt8>
    private let encoding: TransferEncoding

    init(_ part: MIMEPart, in bytes: [UInt8]) {
        let disposition = part.header("content-disposition").map(HeaderParameters.init)
        name = Self.name(of: part, disposition).map(Self.safe) ?? ""
        type = String(part.type.prefix(100))
        contentID = part.header("content-id").map { HeaderText.decoded($0).filter { $0 != "<" && $0 != ">" } }
        isInline = disposition?.value == "inline" || disposition == nil && contentID != nil
        encoded = bytes[part.body]
        // A forwarded message is not encoded, whatever its header says.
        encoding = part.isMessage && !part.children.isEmpty ? .identity : part.encoding
    }

    /// Decoded, in memory.
    public var bytes: [UInt8] { encoding.decoded(encoded) }

    /// How many bytes it has once decoded; counted at each call.
    public var size: Int {
        var count = 0
        encoding.decode(encoded) { count += $0.count }
        return count
    }

    /// Writes it into a file piece by piece, in the place of what was there.
    public func write(to file: URL) throws {
        try Data().write(to: file)
        let handle = try FileHandle(forWritingTo: file)
        defer { try? handle.close() }
        try encoding.decode(encoded) { try handle.write(contentsOf: $0) }
    }

    static func name(of part: MIMEPart, _ disposition: HeaderParameters?) -> String? {
        disposition?["filename"] ?? part.header("content-type").flatMap { HeaderParameters($0)["name"] }
    }

    /// No folder, no name that a system takes for one, no sign that turns the order of letters round so that `exe` reads as `pdf`.
    private static func safe(_ name: String) -> String {
        var name = String(String.UnicodeScalarView((name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? "").unicodeScalars.filter {
            ![.control, .format, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
        })).trimmingBlanks()
        if name.allSatisfy({ $0 == "." }) { return "" }
        while name.utf8.count > 200 {
            let dot = name.lastIndex(of: ".") ?? name.endIndex
            let cut = name.distance(from: dot, to: name.endIndex) < 12 && dot > name.startIndex ? name.index(before: dot) : name.index(before: name.endIndex)
            name.remove(at: cut)
        }
        return name
    }
}
