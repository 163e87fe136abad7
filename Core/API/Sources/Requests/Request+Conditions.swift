import Hummingbird

extension Request {
    /// The version that a change must meet; nil when the client does not care (`*`, or no header).
    var expectedVersion: Int64? {
        get throws {
            guard let header = headers[.ifMatch]?[...].trimmed, header != "*" else { return nil }
            // A weak tag never matches strongly (RFC 9110, 13.1.1), and no version is negative.
            if header.hasPrefix("W/\"") { return -1 }
            guard header.utf8.count >= 2, header.hasPrefix("\""), header.hasSuffix("\""), !header.contains(",") else {
                throw Failure.badIfMatch
            }
            return Int64(Self.plain(header).dropFirst().dropLast()) ?? -1
        }
    }

    /// A tag without the mark of a compressed answer: what it is a version of is the same.
    private static func plain(_ tag: String) -> String {
        tag.hasSuffix(Compression.tagSuffix) ? tag.dropLast(Compression.tagSuffix.count) + "\"" : tag
    }

    /// Whether the client already has what it asks for.
    func has(_ tag: String) -> Bool {
        let given = headers[values: .ifNoneMatch].flatMap { $0.split(separator: ",") }
        let known: Set<String> = ["*", tag, "W/" + tag]
        return given.contains { known.contains(Self.plain($0.trimmed)) }
    }
}

/// The entity tag of a version.
func tag(_ version: Int64) -> String { "\"\(version)\"" }
