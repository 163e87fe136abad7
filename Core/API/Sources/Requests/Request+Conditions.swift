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
            return Int64(header.dropFirst().dropLast()) ?? -1
        }
    }

    /// Whether the client already has what it asks for.
    func has(_ tag: String) -> Bool {
        headers[values: .ifNoneMatch].flatMap { $0.split(separator: ",") }.map(\.trimmed).contains { given in
            given == "*" || given == tag || given == "W/" + tag
        }
    }
}

/// The entity tag of a version.
func tag(_ version: Int64) -> String { "\"\(version)\"" }
