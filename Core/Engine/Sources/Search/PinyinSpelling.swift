import Kernel

/// The ways to write a run of characters when some of them have several readings.
enum Spelling {
    /// Two characters with two readings each give all four; from there on the usual reading must do.
    static let mostWays = 4

    static func full(_ readings: ArraySlice<[Syllable]>, longest: Int) -> [[UInt8]] {
        ways(readings, longest: longest) { $0.letters }
    }

    static func initials(_ readings: ArraySlice<[Syllable]>, longest: Int) -> [[UInt8]] {
        ways(readings, longest: longest) { CollectionOfOne($0.initial) }
    }

    private static func ways(
        _ readings: ArraySlice<[Syllable]>, longest: Int, spell: (Syllable) -> some Collection<UInt8>
    ) -> [[UInt8]] {
        var first: [UInt8] = []
        first.reserveCapacity(longest + 6)
        var ways = [first]
        for syllables in readings {
            guard ways.contains(where: { $0.count < longest }) else { break }
            let branches = syllables.count > 1 && ways.count * syllables.count <= mostWays
            let known = ways.count
            if branches {
                for syllable in syllables.dropFirst() {
                    for way in 0..<known { ways.append(ways[way] + spell(syllable)) }
                }
            }
            for way in 0..<known { ways[way].append(contentsOf: spell(syllables[0])) }
        }
        for way in ways.indices where ways[way].count > longest { ways[way].removeLast(ways[way].count - longest) }
        return ways
    }
}
