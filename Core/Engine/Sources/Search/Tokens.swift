import Kernel

/// Cuts text into the tokens that the search index holds, and a query into the terms that must match them.
///
///     Tokens.index("张三")      // 张 三 张三 zhangsan san zs s
///     Tokens.query("zhang s")   // prefix zhang, prefix s
///     Tokens.query("宏途物流")    // whole 宏途, whole 途物, whole 物流
///
/// Latin words, pinyin, initials and digits share one space of tokens and are matched by prefix, so that a term never
/// has to be tried in several ways. A token has only letters, digits and ideographs, in lower case, at most 24 of them.
public enum Tokens {
    /// Longer tokens and terms are cut: 24 letters tell names apart well enough.
    static let longest = 24
    static let mostTerms = 12
    /// Before tokens of personal fields: a sign that no text has, from Unicode's private area.
    static let personalMark = "\u{E001}"
    /// What is indexed of one text, in Unicode scalars.
    static let mostScalars = 2_000
    /// A text with more ideographs than this is prose: nobody looks for it by pinyin.
    static let mostIdeographsForPinyin = 30

    /// The tokens to store for a text, each once, in the order of the text.
    public static func index(_ text: String) -> [String] {
        let pieces = Pieces(text, limit: mostScalars)
        var collector = TokenCollector()
        indexIdeographs(of: pieces, into: &collector)
        for piece in pieces.all where piece.kind == .letters {
            collector.add(pieces.scalars[piece.range])
        }
        indexChains(of: pieces, into: &collector)
        return collector.tokens
    }

    /// The terms that must all match. Empty when the text has neither letters nor digits nor ideographs.
    public static func query(_ text: String) -> [TokenTerm] {
        let pieces = Pieces(text, limit: mostScalars)
        var terms: [TokenTerm] = []
        var position = 0
        while position < pieces.all.count, terms.count < mostTerms {
            let next = pieces.all[position].kind == .ideographs ? position + 1 : pieces.endOfWord(from: position)
            let found = pieces.all[position].kind == .ideographs
                ? ideographTerms(pieces.scalars[pieces.all[position].range])
                : [wordTerm(pieces, position..<next)].compactMap(\.self)
            for term in found where terms.count < mostTerms && !terms.contains(term) { terms.append(term) }
            position = next
        }
        return terms
    }

    private static func ideographTerms(_ scalars: ArraySlice<Unicode.Scalar>) -> [TokenTerm] {
        guard scalars.count > 1 else { return [.whole(String(scalars: scalars))] }
        return zip(scalars, scalars.dropFirst()).map { .whole(String(scalars: [$0, $1])) }
    }

    private static func wordTerm(_ pieces: Pieces, _ range: Range<Int>) -> TokenTerm? {
        var word = pieces.joined(range)
        if pieces.all[range.lowerBound].kind == .digits { word = pieces.withoutCountryCode(word, at: range.lowerBound) }
        return word.isEmpty ? nil : .prefix(String(scalars: word.prefix(longest)))
    }
}

/// Gathers tokens, each once, in order.
struct TokenCollector {
    private(set) var tokens: [String] = []
    private var seen: Set<String> = []

    init() {
        tokens.reserveCapacity(64)
        seen.reserveCapacity(64)
    }

    mutating func add(_ token: String) {
        if seen.insert(token).inserted { tokens.append(token) }
    }

    mutating func add(_ scalars: some Sequence<Unicode.Scalar>) {
        add(String(scalars: scalars.prefix(Tokens.longest)))
    }

    mutating func add(_ letters: [UInt8]) {
        add(String(decoding: letters, as: UTF8.self))
    }
}

extension String {
    init(scalars: some Sequence<Unicode.Scalar>) {
        // A scalar view that grows scalar by scalar takes four times as long.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(4 * scalars.underestimatedCount)
        for scalar in scalars {
            if scalar.isASCII { bytes.append(UInt8(truncatingIfNeeded: scalar.value)) } else { bytes.append(contentsOf: scalar.utf8) }
        }
        self.init(decoding: bytes, as: UTF8.self)
    }
}
