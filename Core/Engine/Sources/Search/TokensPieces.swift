import Kernel

/// A text cut into runs of one script, folded: lower case, no diacritics, no full-width forms.
struct Pieces {
    /// The signs between two pieces.
    struct Gap {
        var count = 0
        var hasBlank = false
        var endsInPlus = false
        /// Only signs that stand inside codes and phone numbers.
        var isCodeLike = true
        var isApostrophe = false
        /// Only signs that stand inside names of people and companies.
        var joinsNames = true
    }

    struct Piece {
        let kind: Folding.Kind
        var range: Range<Int>
        /// What stands before the piece.
        let gap: Gap
    }

    private(set) var scalars: [Unicode.Scalar] = []
    private(set) var all: [Piece] = []

    init(_ text: String, limit: Int) {
        var gap = Gap()
        var isOpen = false
        for scalar in text.unicodeScalars.prefix(limit) {
            let before = scalars.count
            let kind = Folding.append(scalar, to: &scalars)
            switch kind {
            case .mark: continue  // an accent of its own belongs to the letter before it
            case .sign:
                if isOpen { gap = Gap() }
                isOpen = false
                gap.extend(by: scalar)
            case .part(let kind):
                if isOpen, let last = all.last, last.kind == kind {
                    all[all.count - 1].range = last.range.lowerBound..<scalars.count
                } else {
                    all.append(Piece(kind: kind, range: before..<scalars.count, gap: isOpen ? Gap() : gap))
                }
                isOpen = true
            }
        }
    }

    func joined(_ range: Range<Int>) -> [Unicode.Scalar] {
        guard let first = all[range].first, let last = all[range].last else { return [] }
        return Array(scalars[first.range.lowerBound..<last.range.upperBound])
    }

    /// How far a word of the query goes: C-500103 and MA5U1 are one word, "C 500103" is two.
    func endOfWord(from start: Int) -> Int {
        var end = start + 1
        while end < all.count, all[end].kind != .ideographs, joins(end, overBlanks: false) { end += 1 }
        return end
    }

    /// How far a token of the index goes: also over the blanks of "138 1234 5678" and "Mate 60".
    func endOfChain(from start: Int, longest: Int) -> Int {
        var end = start + 1
        while end < all.count, all[end].kind != .ideographs, joins(end, overBlanks: true),
            all[end].range.lowerBound - all[start].range.lowerBound < longest
        { end += 1 }
        return end
    }

    private func joins(_ position: Int, overBlanks: Bool) -> Bool {
        let (left, right) = (all[position - 1], all[position])
        if right.gap.count == 0 { return true }
        if left.kind == .letters, right.kind == .letters { return right.gap.isApostrophe }
        guard right.gap.isCodeLike, right.gap.count <= 3 else { return false }
        return !right.gap.hasBlank || (overBlanks && right.kind == .digits)
    }

    /// +86 and 0086 before a number, and 86 before a mobile number, are left out of a query: not every record has them.
    func withoutCountryCode(_ word: [Unicode.Scalar], at position: Int) -> [Unicode.Scalar] {
        if word.starts(with: ["0", "0", "8", "6"]) {
            let standsAlone = word.count == 4 && position + 1 < all.count
            return standsAlone || word.count >= 12 ? Array(word.dropFirst(4)) : word
        }
        guard word.starts(with: ["8", "6"]) else { return word }
        let isMobile = word.count == 13 && word[2] == "1"
        return all[position].gap.endsInPlus || isMobile ? Array(word.dropFirst(2)) : word
    }
}

extension Pieces.Gap {
    mutating func extend(by scalar: Unicode.Scalar) {
        count += 1
        let isBlank = scalar.properties.isWhitespace
        hasBlank = hasBlank || isBlank
        endsInPlus = scalar == "+" || scalar == "＋"
        isApostrophe = count == 1 && Self.apostrophes.contains(scalar)
        isCodeLike = isCodeLike && (isBlank || Self.signsInCodes.contains(scalar))
        joinsNames = joinsNames && count <= 2 && (isBlank || Self.signsInNames.contains(scalar))
    }

    private static let apostrophes: Set<Unicode.Scalar> = ["'", "’", "ʼ", "`", "＇"]
    private static let signsInCodes: Set<Unicode.Scalar> = ["-", ".", "/", "_", "(", ")", "（", "）", "－", "–", "—"]
    private static let signsInNames: Set<Unicode.Scalar> = [
        "(", ")", "（", "）", "·", "•", "‧", "・", "【", "】", "「", "」", "“", "”", "-",
    ]
}
