/// Text of any language in a header (RFC 2047).
enum HeaderText {
    /// Decodes what programs write, also what they should not: bytes of any character set, words that are cut in the middle of a letter.
    static func decoded(_ raw: ArraySlice<UInt8>) -> String {
        let raw = Array(unfolded(raw.prefix(64 * 1024)))
        var text = ""
        var plain: [UInt8] = []
        var pending: Word?
        var index = 0
        func flush() {
            if let word = pending { text += Charset.text(word.bytes, charset: word.charset) }
            pending = nil
            if !plain.isEmpty { text += Charset.guess(plain) }
            plain = []
        }
        while index < raw.count {
            guard raw[index] == UInt8(ascii: "="), let word = Word(raw, at: index) else {
                plain.append(raw[index])
                index += 1
                continue
            }
            index = word.end
            // Blanks between encoded words only keep them apart.
            let isNext = pending != nil && plain.allSatisfy { $0 == 0x20 || $0 == 0x09 }
            if isNext { plain = [] }
            if isNext, let before = pending, before.charset == word.charset {
                pending?.bytes += word.bytes
            } else {
                flush()
                pending = word
            }
            // Plain text that follows belongs behind this word.
            if pending != nil, index < raw.count, !startsWord(raw, index) {
                if let word = pending { text += Charset.text(word.bytes, charset: word.charset) }
                pending = nil
            }
        }
        flush()
        return String(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) }).trimmingBlanks()
    }

    /// Whether the next that is no blank begins an encoded word.
    private static func startsWord(_ raw: [UInt8], _ start: Int) -> Bool {
        var index = start
        while index < raw.count, raw[index] == 0x20 || raw[index] == 0x09 { index += 1 }
        return index < raw.count && Word(raw, at: index) != nil
    }

    /// One line of a header that was folded into several.
    static func unfolded(_ raw: ArraySlice<UInt8>) -> [UInt8] { raw.filter { $0 != 0x0D && $0 != 0x0A } }

    /// As it may stand in a header, folded. The caller has refused control characters.
    static func encoded(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !text.contains("=?") && text == text.trimmingBlanks()
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        if isPlain, !words.contains(where: { $0.isEmpty || $0.utf8.count > 60 }) { return folded(words) }
        // 39 bytes make a word of 64, which fits behind every name of a header.
        var (chunks, chunk): ([String], String) = ([], "")
        for scalar in text.unicodeScalars {
            if chunk.utf8.count + UTF8.width(scalar) > 39 {
                chunks.append(chunk)
                chunk = ""
            }
            chunk.unicodeScalars.append(scalar)
        }
        return (chunks + [chunk]).map { "=?UTF-8?B?\(Base64.text(Array($0.utf8)))?=" }.joined(separator: "\r\n ")
    }

    private static func folded(_ words: [Substring]) -> String {
        var (text, width) = ("", 12)
        for word in words {
            if text.isEmpty {
                text = String(word)
            } else if width + word.utf8.count + 1 > 76 {
                text += "\r\n \(word)"
                width = 0
            } else {
                text += " \(word)"
            }
            width += word.utf8.count + 1
        }
        return text
    }
}

/// An encoded word: `=?charset?B?…?=`.
private struct Word {
    let charset: String
    var bytes: [UInt8]
    let end: Int

    /// Longer than the standard's 75 bytes, since some programs put everything into one.
    private static let maximum = 8 * 1024

    init?(_ raw: [UInt8], at start: Int) {
        let question = UInt8(ascii: "?")
        guard start + 6 < raw.count, raw[start] == UInt8(ascii: "="), raw[start + 1] == question,
            let first = raw[(start + 2)..<min(raw.count, start + 60)].firstIndex(of: question), first + 2 < raw.count, raw[first + 2] == question
        else { return nil }
        var close = first + 3
        while close + 1 < raw.count, raw[close] != question || raw[close + 1] != UInt8(ascii: "=") {
            close += 1
            if close - start > Self.maximum { return nil }
        }
        guard close + 1 < raw.count else { return nil }
        // `utf-8*en`: the language (RFC 2231) is of no use here.
        charset = String(decoding: raw[(start + 2)..<first].prefix { $0 != UInt8(ascii: "*") }, as: UTF8.self).lowercased()
        let payload = raw[(first + 3)..<close]
        switch raw[first + 1] {
        case UInt8(ascii: "B"), UInt8(ascii: "b"): bytes = TransferEncoding.base64.decoded(payload)
        case UInt8(ascii: "Q"), UInt8(ascii: "q"):
            bytes = TransferEncoding.quotedPrintable.decoded(payload.map { $0 == UInt8(ascii: "_") ? 0x20 : $0 }[...])
        default: return nil
        }
        end = close + 2
    }
}
