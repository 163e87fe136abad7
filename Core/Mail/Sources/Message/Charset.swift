import Foundation

/// Bytes in the character sets of the world as text, by the system's iconv. What cannot be read becomes U+FFFD; nothing fails.
enum Charset {
    static func text(_ bytes: some Collection<UInt8>, charset: String?) -> String {
        let bytes = Array(bytes)
        let name = canonical(charset)
        if name == "UTF-8" || name == "US-ASCII" || name == nil { return guess(bytes) }
        return name.flatMap { converted(bytes, from: $0, strictly: false) } ?? guess(bytes)
    }

    /// Without a name, or with one that nobody knows: UTF-8 if it is, else what Chinese programs write, else what Western ones do.
    static func guess(_ bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        if bytes.contains(0x1B), let text = converted(bytes, from: "ISO-2022-JP", strictly: true) { return text }
        // A few broken bytes in a long text are damage, not another character set.
        let text = String(decoding: bytes, as: UTF8.self)
        let broken = text.unicodeScalars.count { $0 == "\u{FFFD}" }
        let foreign = text.unicodeScalars.count { $0.value > 127 }
        if foreign > 4 * broken { return text }
        return (looksChinese(bytes) ? converted(bytes, from: "GB18030", strictly: true) : nil) ?? converted(bytes, from: "CP1252", strictly: false) ?? text
    }

    /// In Chinese most letters are pairs of high bytes; in Western text a high byte stands among low ones.
    private static func looksChinese(_ bytes: [UInt8]) -> Bool {
        var (pairs, others, index) = (0, 0, 0)
        while index < bytes.count {
            guard bytes[index] >= 0x80 else {
                index += 1
                continue
            }
            if index + 1 < bytes.count, bytes[index] > 0xA0, bytes[index + 1] > 0xA0 { pairs += 1 } else { others += 1 }
            index += 2
        }
        return pairs > others
    }

    /// What mail programs mean by a name, which is often more than the name says: GBK mail calls itself GB2312. Nil: unknown.
    private static func canonical(_ charset: String?) -> String? {
        guard let charset = charset?.trimmingBlanks().uppercased(), (1...40).contains(charset.utf8.count),
            charset.utf8.allSatisfy({ (0x2B...0x3A).contains($0) || (0x41...0x5A).contains($0) || $0 == UInt8(ascii: "_") })
        else { return nil }
        switch charset {
        case "UTF8", "UTF-8", "UNICODE-1-1-UTF-8": return "UTF-8"
        case "GB2312", "GBK", "CP936", "GB_2312-80", "EUC-CN", "X-GBK", "HZ-GB": return "GB18030"
        case "BIG5", "BIG-5", "X-X-BIG5", "CN-BIG5": return "BIG5-HKSCS"
        case "SHIFT_JIS", "SHIFT-JIS", "SJIS", "X-SJIS": return "CP932"
        case "KS_C_5601-1987", "KSC5601", "EUC-KR": return "CP949"
        case "ISO-8859-1", "ISO8859-1", "LATIN1": return "CP1252"
        case "ISO-8859-8-I", "ISO-8859-8-E": return "ISO-8859-8"
        case "ISO-8859-6-I", "ISO-8859-6-E": return "ISO-8859-6"
        case "UNICODE-1-1-UTF-7": return "UTF-7"
        default: return charset
        }
    }

    /// Nil for a name that the system does not know, and, strictly, for a byte that is wrong.
    private static func converted(_ bytes: [UInt8], from name: String, strictly: Bool) -> String? {
        guard let converter = iconv_open("UTF-8", name), converter != iconv_t(bitPattern: -1) else { return nil }
        defer { iconv_close(converter) }
        var input = bytes
        var output: [UInt8] = []
        var chunk = [CChar](repeating: 0, count: 8192)
        return input.withUnsafeMutableBytes { source -> String? in
            var next = source.baseAddress?.assumingMemoryBound(to: CChar.self)
            var left = source.count
            while left > 0 {
                let (result, written) = chunk.withUnsafeMutableBufferPointer { buffer in
                    var out = buffer.baseAddress
                    var room = buffer.count
                    let result = iconv(converter, &next, &left, &out, &room)
                    return (result == -1 ? errno : 0, buffer.count - room)
                }
                output += chunk[..<written].lazy.map { UInt8(bitPattern: $0) }
                guard result == EILSEQ || result == EINVAL else { continue }
                if strictly { return nil }
                output += "\u{FFFD}".utf8
                next = next.map { $0 + 1 }
                left -= 1
            }
            return String(decoding: output, as: UTF8.self)
        }
    }
}
