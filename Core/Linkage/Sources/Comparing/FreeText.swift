/// Short texts of words: names of streets and places.
enum FreeText {
    static func grade(_ left: borrowing Span<UInt16>, _ right: borrowing Span<UInt16>) -> Grade {
        if differsByOneSlip(left, right) { return .near }
        let similarity = jaroWinkler(left, right)
        if similarity >= 0.94 { return .near }
        if similarity >= 0.86 || sharesWords(left, right) { return .alike }
        return similarity >= 0.76 ? .faint : .different
    }

    /// Whether two thirds of the words of the longer text stand in the other, wherever.
    private static func sharesWords(_ left: borrowing Span<UInt16>, _ right: borrowing Span<UInt16>) -> Bool {
        let most = max(words(in: left), words(in: right))
        guard most > 1 else { return false }
        var shared = 0
        var start = 0
        while start < left.count {
            let end = endOfWord(left, from: start)
            var other = 0
            while other < right.count {
                let otherEnd = endOfWord(right, from: other)
                if left.extracting(start..<end).equals(right.extracting(other..<otherEnd)) {
                    shared += 1
                    break
                }
                other = otherEnd + 1
            }
            start = end + 1
        }
        return 3 * shared >= 2 * most
    }

    private static func words(in text: borrowing Span<UInt16>) -> Int {
        var blanks = 0
        for place in 0..<text.count where text[place] == .blank { blanks += 1 }
        return blanks + 1
    }

    private static func endOfWord(_ text: borrowing Span<UInt16>, from start: Int) -> Int {
        var end = start
        while end < text.count, text[end] != .blank { end += 1 }
        return end
    }
}
