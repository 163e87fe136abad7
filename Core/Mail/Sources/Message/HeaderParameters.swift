/// A value with parameters, such as `text/plain; charset=utf-8` (RFC 2045), also long and translated ones (RFC 2231).
struct HeaderParameters {
    /// In lower case.
    let value: String
    private let parameters: [String: String]

    subscript(name: String) -> String? { parameters[name] }

    init(_ raw: ArraySlice<UInt8>) {
        let parts = Self.split(HeaderText.unfolded(raw.prefix(64 * 1024)))
        value = String(decoding: parts.first ?? [], as: UTF8.self).trimmingBlanks().lowercased()
        var plain: [String: String] = [:]
        var pieces: [String: [Int: (bytes: [UInt8], isEncoded: Bool)]] = [:]
        for part in parts.dropFirst().prefix(200) {
            guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let name = String(decoding: part[..<equals], as: UTF8.self).trimmingBlanks().lowercased()
            let value = Self.unquoted(part[(equals + 1)...])
            let words = name.split(separator: "*", omittingEmptySubsequences: false)
            if words.count == 1 {
                if plain[name] == nil { plain[name] = HeaderText.decoded(value[...]) }
            } else {
                let isEncoded = name.hasSuffix("*")
                pieces[String(words[0]), default: [:]][Int(words[1]) ?? 0] = (value, isEncoded)
            }
        }
        for (name, pieces) in pieces { plain[name] = Self.joined(pieces) }
        parameters = plain
    }

    /// At semicolons outside quotes.
    private static func split(_ raw: [UInt8]) -> [[UInt8]] {
        var (parts, part, isQuoted, isEscaped): ([[UInt8]], [UInt8], Bool, Bool) = ([], [], false, false)
        for byte in raw {
            if byte == UInt8(ascii: ";"), !isQuoted {
                parts.append(part)
                part = []
                continue
            }
            if byte == UInt8(ascii: "\""), !isEscaped { isQuoted.toggle() }
            isEscaped = byte == UInt8(ascii: "\\") && isQuoted && !isEscaped
            part.append(byte)
        }
        return parts + [part]
    }

    private static func unquoted(_ raw: ArraySlice<UInt8>) -> [UInt8] {
        let trimmed = raw.drop { $0 == 0x20 || $0 == 0x09 }
        guard trimmed.first == UInt8(ascii: "\"") else {
            // A comment may follow: `us-ascii (Plain text)`.
            return Array(trimmed.prefix { $0 != UInt8(ascii: "(") }.reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed())
        }
        var (value, isEscaped): ([UInt8], Bool) = ([], false)
        for byte in trimmed.dropFirst() {
            if !isEscaped, byte == UInt8(ascii: "\"") { break }
            if !isEscaped, byte == UInt8(ascii: "\\") {
                isEscaped = true
                continue
            }
            value.append(byte)
            isEscaped = false
        }
        return value
    }

    /// `utf-8'en'%E4%B8…` in pieces that count from 0.
    private static func joined(_ pieces: [Int: (bytes: [UInt8], isEncoded: Bool)]) -> String {
        var (all, charset): ([UInt8], String?) = ([], nil)
        for (index, piece) in pieces.sorted(by: { $0.key < $1.key }).map(\.value).enumerated() {
            var bytes = piece.bytes[...]
            if index == 0, piece.isEncoded {
                let parts = bytes.split(separator: UInt8(ascii: "'"), maxSplits: 2, omittingEmptySubsequences: false)
                if parts.count == 3 {
                    charset = String(decoding: parts[0], as: UTF8.self)
                    bytes = parts[2]
                }
            }
            all += piece.isEncoded ? percentDecoded(bytes) : Array(bytes)
        }
        return HeaderText.decoded(Array(Charset.text(all, charset: charset).utf8)[...])
    }

    private static func percentDecoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var (result, index): ([UInt8], Int) = ([], bytes.startIndex)
        while index < bytes.endIndex {
            if bytes[index] == UInt8(ascii: "%"), let value = TransferEncoding.hex(bytes, at: index + 1) {
                result.append(value)
                index += 3
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }
}
