import Kernel

/// The words of a text in one form: narrow, lower case, without accents and signs, in simplified characters.
///
///     Folded.words("Ｓｍｉｔｈ-Jönes")  // smith, jones
///     Folded.words("宏途科技(深圳)有限公司")   // 宏途科技, 深圳, 有限公司
enum Folded {
    static func words(_ text: String) -> [Units] {
        var words: [Units] = []
        var scalars: [Unicode.Scalar] = []
        func close() {
            if !scalars.isEmpty { words.append(Simplified.units(of: scalars)) }
            scalars.removeAll(keepingCapacity: true)
        }
        for scalar in text.unicodeScalars.prefix(longest) {
            if isApostrophe(scalar) { continue }
            if case .sign = Folding.append(scalar, to: &scalars) { close() }
        }
        close()
        return words
    }

    /// All words joined.
    static func joined(_ text: String) -> Units { Units(words(text).joined()) }

    static func digits(_ text: String) -> Units { joined(text).filter(\.isDigit) }

    /// O'Brien is one word.
    private static func isApostrophe(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "'" || scalar == "’" || scalar == "ʼ" || scalar == "`"
    }

    /// What is compared of one value, in Unicode scalars.
    static let longest = 200
}

extension Units {
    init(folded text: String) { self = Folded.joined(text) }
}
