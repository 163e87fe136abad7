import Kernel

/// What a file is, found by looking at its first bytes; what its sender calls it is not asked.
public struct ContentType: Sendable, Hashable {
    /// The media type, as in `application/pdf`.
    public let name: String
    /// The ending that names of such files have; nil where any will do.
    let ending: String?

    public static let unknown = ContentType(name: "application/octet-stream", ending: nil)
    static let text = ContentType(name: "text/plain", ending: nil)

    /// A browser shows it without running anything that lies in it.
    public var isShown: Bool { name == "application/pdf" || Self.pictures.contains(name) }

    /// Programs, which nobody keeps with a customer's papers.
    var isProgram: Bool { name == "application/x-executable" }

    private static let pictures: Set = ["image/png", "image/jpeg", "image/gif", "image/webp"]

    private init(name: String, ending: String?) { (self.name, self.ending) = (name, ending) }

    /// One that was found before.
    init(named name: String) {
        self = Self.signatures.lazy.map(\.type).first { $0.name == name } ?? ContentType(name: name, ending: nil)
    }

    /// How many bytes of the beginning are looked at.
    static let lookLength = 512

    init(of beginning: some Collection<UInt8>) {
        let bytes = Array(beginning.prefix(Self.lookLength))
        if let known = Self.signatures.first(where: { $0.fits(bytes) }) {
            self = known.type
        } else {
            self = Self.isText(bytes) ? .text : .unknown
        }
    }

    private struct Signature {
        let type: ContentType
        let start: [UInt8]
        var more: (at: Int, bytes: [UInt8])?

        func fits(_ bytes: [UInt8]) -> Bool {
            guard bytes.starts(with: start) else { return false }
            guard let more else { return true }
            return bytes.dropFirst(more.at).starts(with: more.bytes)
        }
    }

    private static func signature(_ name: String, _ ending: String?, _ start: [UInt8], more: (Int, [UInt8])? = nil) -> Signature {
        Signature(type: ContentType(name: name, ending: ending), start: start, more: more)
    }

    private static let signatures = [
        signature("application/pdf", "pdf", Array("%PDF-".utf8)),
        signature("image/png", "png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
        signature("image/jpeg", "jpg", [0xFF, 0xD8, 0xFF]),
        signature("image/gif", "gif", Array("GIF8".utf8)),
        signature("image/webp", "webp", Array("RIFF".utf8), more: (8, Array("WEBP".utf8))),
        signature("image/tiff", "tif", [0x49, 0x49, 0x2A, 0x00]),
        signature("image/tiff", "tif", [0x4D, 0x4D, 0x00, 0x2A]),
        signature("audio/wav", "wav", Array("RIFF".utf8), more: (8, Array("WAVE".utf8))),
        signature("audio/mpeg", "mp3", Array("ID3".utf8)),
        signature("video/mp4", nil, [0x00, 0x00, 0x00], more: (4, Array("ftyp".utf8))),
        // Word, Excel and OFD files are such archives: their names say more than their bytes.
        signature("application/zip", nil, [0x50, 0x4B, 0x03, 0x04]),
        signature("application/gzip", "gz", [0x1F, 0x8B]),
        signature("application/x-7z-compressed", "7z", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]),
        signature("application/vnd.rar", "rar", Array("Rar!".utf8)),
        // Word, Excel and Outlook up to 2003.
        signature("application/x-ole-storage", nil, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
        signature("application/rtf", "rtf", Array("{\\rtf".utf8)),
        signature("application/x-executable", nil, Array("MZ".utf8)),
        signature("application/x-executable", nil, [0x7F, 0x45, 0x4C, 0x46]),
        signature("application/x-executable", nil, [0xCF, 0xFA, 0xED, 0xFE]),
        signature("application/x-executable", nil, [0xCA, 0xFE, 0xBA, 0xBE]),
        signature("application/x-executable", nil, Array("#!".utf8)),
    ]

    /// UTF-8, or an encoding of Chinese: no control characters but those of lines.
    private static func isText(_ bytes: [UInt8]) -> Bool {
        !bytes.isEmpty && bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F || [0x09, 0x0A, 0x0C, 0x0D].contains($0) }
    }
}
