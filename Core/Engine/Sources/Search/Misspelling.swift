import Store

/// Words that differ from one by a single slip of the hand: a letter too many, too few, another one, or two that changed places.
///
/// They are looked up in the index that is there: at most some 1,300 look-ups for the longest word, however many records there are.
enum Misspelling {
    static let shortest = 4
    /// From here on the word may be the beginning of one, as `hongtu` is of 宏途物流 in pinyin; beginnings of short ones are those of too many.
    private static let shortestBeginning = 6
    private static let letters = (UInt8(ascii: "a")...UInt8(ascii: "z")).map(\.self)

    /// All that a word may have been meant to be, itself included. Nil for what is short, or no word of Latin letters.
    static func meanings(of word: String) -> [String]? {
        let word = Array(word.utf8)
        guard word.count >= shortest, word.count < Tokens.longest, word.allSatisfy({ letters.contains($0) }) else { return nil }
        var meanings: Set<[UInt8]> = [word]
        for place in 0...word.count {
            let before = Array(word[..<place]), after = Array(word[place...]), rest = Array(after.dropFirst())
            for letter in letters { meanings.insert(before + [letter] + after) }
            guard let own = after.first else { break }
            meanings.insert(before + rest)
            for letter in letters { meanings.insert(before + [letter] + rest) }
            if let next = rest.first { meanings.insert(before + [next, own] + rest.dropFirst()) }
        }
        return meanings.map { String(decoding: $0, as: UTF8.self) }.sorted()
    }

    /// The terms with each Latin word replaced by all that it may have been meant to be; nil when there is none.
    static func terms(of terms: [TokenTerm]) -> [SearchTerm]? {
        var isChanged = false
        let meant = terms.map { term -> SearchTerm in
            guard case .prefix(let word) = term, let meanings = meanings(of: word) else { return term.searchTerm }
            isChanged = true
            return .any(meanings, arePrefixes: word.utf8.count >= shortestBeginning)
        }
        return isChanged ? meant : nil
    }
}
