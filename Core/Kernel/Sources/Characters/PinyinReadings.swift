/// All readings of the characters of a run that a person may mean, the likeliest first.
public enum Readings {
    /// - Parameter isName: whether the run may be a person's name, so that it begins with a surname.
    public static func of(_ run: [Unicode.Scalar], isName: Bool) -> [[Syllable]] {
        let usual = PinyinTable.syllables(of: run)
        var readings: [[Syllable]] = []
        readings.reserveCapacity(run.count)
        var position = 0
        while position < run.count {
            if position + 1 < run.count, let word = PinyinExceptions.words[PinyinExceptions.key(run[position], run[position + 1])] {
                readings += word
                position += 2
                continue
            }
            readings.append(PinyinExceptions.characters[run[position]] ?? [usual[position]].compactMap(\.self).flatMap(withU))
            position += 1
        }
        if isName { putSurnameFirst(run, &readings) }
        return readings
    }

    /// 吕 is typed lv, and on passports and by many lu.
    private static func withU(_ syllable: Syllable) -> [Syllable] {
        guard let place = syllable.letters.firstIndex(of: UInt8(ascii: "v")) else { return [syllable] }
        var letters = syllable.letters
        letters[place] = UInt8(ascii: "u")
        return [syllable, Syllable(String(decoding: letters, as: UTF8.self))]
    }

    private static func putSurnameFirst(_ run: [Unicode.Scalar], _ readings: inout [[Syllable]]) {
        let isDouble = run.count > 1 ? PinyinExceptions.doubleSurnames[PinyinExceptions.key(run[0], run[1])] : nil
        let surname = isDouble ?? run.first.flatMap { PinyinExceptions.surnames[$0] }.map { [$0] } ?? []
        for (position, syllables) in surname.enumerated() {
            readings[position] = syllables + readings[position].filter { !syllables.contains($0) }
        }
    }
}
