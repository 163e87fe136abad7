import Kernel

/// How the keys of what is made at run time are written. They begin with `x_`, so that nothing built in later can meet them.
///
/// Names of tables and indexes are put together from keys. No word of a key is `x`, and none of the endings below is its last, so
/// that no two names are ever the same: in `x_a_x_b` the second `_x_` is where the field begins.
enum CustomKey {
    static let longestEntity = 24
    static let longestField = 28
    static let longestOption = 40
    private static let endings: Set<Substring> = ["unique", "target", "tokens", "pkey", "fkey", "new"]

    /// What is wrong with the key of an entity or a field.
    static func problem(_ key: String, longest: Int) -> ValueProblem? {
        guard key.hasPrefix(Option.customPrefix), isWords(key.dropFirst(2)) else { return ValueProblem(.badKey, ["example": "x_colour"]) }
        if key.utf8.count > longest { return ValueProblem(.tooLong, ["max": String(longest)]) }
        let words = key.dropFirst(2).split(separator: "_")
        if words.contains("x") || words.last.map(endings.contains) ?? true { return ValueProblem(.reserved, ["value": key]) }
        return nil
    }

    /// The same for an option. `field` is nil for a field that was made at run time.
    static func problem(option key: String, ofBuiltIn field: FieldDefinition?, _ options: [Option]) -> ValueProblem? {
        if key.utf8.count > longestOption { return ValueProblem(.tooLong, ["max": String(longestOption)]) }
        guard let field else { return isWords(key[...], digitsFirst: true) ? nil : ValueProblem(.badKey, ["example": "silver"]) }
        let parts = key.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let own = parts.last, own.hasPrefix(Option.customPrefix), isWords(own.dropFirst(2), digitsFirst: true) else {
            return ValueProblem(.badKey, ["example": "x_silver"])
        }
        let builtIn = options.map(\.key).filter { !$0.contains(Option.customPrefix) }
        guard parts.count == 2 else {
            // The program must know what it deals with where it counts on a value.
            return field.isRequired ? ValueProblem(.badKey, ["example": "\(builtIn.first ?? "a").\(own)"]) : nil
        }
        return builtIn.contains(String(parts[0])) ? nil : ValueProblem(.unknownOption, ["option": String(parts[0].prefix(40))])
    }

    /// Small letters and digits of ASCII, with single underscores between them.
    private static func isWords(_ text: Substring, digitsFirst: Bool = false) -> Bool {
        let words = text.utf8.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
        guard let first = words.first?.first, digitsFirst || isLetter(first) else { return false }
        return words.allSatisfy { !$0.isEmpty && $0.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) } }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
}
