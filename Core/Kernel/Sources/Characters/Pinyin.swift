/// Chinese text in Latin letters, without tones. ü is written v.
///
///     Pinyin.full("重庆宏途")      // "chongqinghongtu"
///     Pinyin.initials("重庆宏途")  // "cqht"
public enum Pinyin {
    /// The usual reading of every character; characters without a reading stay as they are.
    public static func full(_ text: String) -> String {
        spelled(text) { $0.letters }
    }

    /// The first letter of every reading; characters without a reading stay as they are.
    public static func initials(_ text: String) -> String {
        spelled(text) { [$0.initial] }
    }

    private static func spelled(_ text: String, by spell: (Syllable) -> [UInt8]) -> String {
        let scalars = Array(text.unicodeScalars)
        var spelled = ""
        for (scalar, readings) in zip(scalars, Readings.of(scalars, isName: (2...4).contains(scalars.count))) {
            if let first = readings.first {
                spelled += String(decoding: spell(first), as: UTF8.self)
            } else {
                spelled.unicodeScalars.append(scalar)
            }
        }
        return spelled
    }
}

/// A syllable of pinyin in ASCII letters, as `zhang` or `lv`.
public struct Syllable: Sendable, Hashable {
    public let letters: [UInt8]

    init(_ text: some StringProtocol) { letters = Array(text.utf8) }

    public var initial: UInt8 { letters.first ?? 0x20 }
}
