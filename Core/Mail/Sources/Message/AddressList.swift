/// The addresses of a header (RFC 5322, section 3.4), and of what programs write instead. Groups are flattened, comments taken for names
/// where there is no other; what is no address is left out.
enum AddressList {
    static func parse(_ raw: ArraySlice<UInt8>) -> [MailAddress] {
        var (found, current): ([MailAddress], Piece) = ([], Piece())
        let bytes = HeaderText.unfolded(raw.prefix(64 * 1024))
        var index = 0
        func finish() {
            if let address = current.address, found.count < 1000 { found.append(address) }
            current = Piece()
        }
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "\""): current.word += quoted(bytes, &index, until: UInt8(ascii: "\""))
            case UInt8(ascii: "("): current.comment = comment(bytes, &index)
            case UInt8(ascii: "<"): current.angle = quoted(bytes, &index, until: UInt8(ascii: ">"))
            case UInt8(ascii: ","), UInt8(ascii: ";"):
                finish()
                index += 1
            case UInt8(ascii: ":") where current.angle == nil && !current.word.contains(UInt8(ascii: "@")):
                // The name of a group.
                current = Piece()
                index += 1
            default:
                current.word.append(byte)
                index += 1
            }
        }
        finish()
        return found
    }

    /// From an opening sign, which it skips, to the closing one.
    private static func quoted(_ bytes: [UInt8], _ index: inout Int, until end: UInt8) -> [UInt8] {
        var result: [UInt8] = []
        index += 1
        while index < bytes.count, bytes[index] != end {
            if bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count { index += 1 }
            result.append(bytes[index])
            index += 1
        }
        index += 1
        return result
    }

    private static func comment(_ bytes: [UInt8], _ index: inout Int) -> [UInt8] {
        var (result, depth): ([UInt8], Int) = ([], 0)
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "(") { depth += 1 }
            if byte == UInt8(ascii: ")") { depth -= 1 }
            if depth == 0 { break }
            result.append(byte)
        }
        return Array(result.dropFirst())
    }

    private struct Piece {
        var word: [UInt8] = []
        var comment: [UInt8] = []
        var angle: [UInt8]?

        var address: MailAddress? {
            let words = HeaderText.decoded(word[...])
            let comment = HeaderText.decoded(comment[...])
            // `<@relay,@relay:somebody@example.com>` names a route, which nobody takes any more.
            let spec = angle.map { HeaderText.decoded($0[...]).split(separator: ":").last.map(String.init) ?? "" } ?? words.filter { !$0.isWhitespace }
            return try? MailAddress(spec.trimmingBlanks(), name: angle == nil || words.isEmpty ? comment : words)
        }
    }
}
