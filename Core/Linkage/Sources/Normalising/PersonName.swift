import Kernel

/// A person's name as it is compared: as written, and as it is read.
///
///     PersonName("張偉")        // 张伟, zhang wei
///     PersonName("Wei Zhang")  // wei zhang, read wei zhang
struct PersonName {
    /// Without blanks.
    let written: Units
    /// Pinyin or Latin words in alphabetical order, joined: so that the family name may stand first or last.
    let read: Units

    init(_ text: String) {
        var words = Folded.words(text)
        if words.count > 1 { words.removeAll { Self.titles.contains($0) } }
        written = Units(words.joined())
        let isLatin = !written.contains { Folding.isIdeograph(UInt32($0)) }
        let syllables = isLatin ? words : Self.families(of: written)
        read = Units(syllables.sorted { $0.lexicographicallyPrecedes($1) }.joined())
    }

    /// The pinyin of the family name and that of the given name.
    private static func families(of written: Units) -> [Units] {
        let scalars = written.compactMap { Unicode.Scalar($0) }
        let readings = Readings.of(scalars, isName: true).map { $0.first.map { $0.letters.map(UInt16.init) } ?? [] }
        let isDouble = scalars.count > 2 && scalars.count == written.count && PinyinExceptions.isDoubleSurname(scalars[0], scalars[1])
        let family = min(isDouble ? 2 : 1, readings.count)
        return [Units(readings[..<family].joined()), Units(readings[family...].joined())]
    }

    private static let titles: Set<Units> = Set(
        ["mr", "mrs", "ms", "miss", "dr", "prof", "先生", "女士", "小姐", "太太"].map { Array($0.utf16) })
}
