import Foundation
import Synchronization

/// The usual reading of every ideograph, from ICU by way of Foundation.
///
/// One call of the transform costs about 90 µs, whole planes of characters 14 µs each: so it is asked for blocks of 256
/// characters, each when one of its characters is first met (some 4 ms), and never again.
enum PinyinTable {
    /// The reading of each character, nil where there is none. One lock for the whole text.
    static func syllables(of scalars: [Unicode.Scalar]) -> [Syllable?] {
        table.withLock { table in
            scalars.map { scalar in
                guard Folding.isIdeograph(scalar.value) else { return nil }
                let (block, place) = (Int(scalar.value >> 8), Int(scalar.value & 0xFF))
                if table.blocks[block] == nil { table.load(block) }
                return table.blocks[block].flatMap { table.known[Int($0[place])] }
            }
        }
    }

    private static let table = Mutex(Table())

    private struct Table {
        /// Numbers of syllables, 0 for none, by block.
        var blocks = [[UInt16]?](repeating: nil, count: 0x400)
        var known: [Syllable?] = [nil]
        private var numbers: [Substring: UInt16] = [:]

        mutating func load(_ block: Int) {
            var text = ""
            for value in UInt32(block << 8)...UInt32(block << 8 | 0xFF) {
                if let scalar = Unicode.Scalar(value), Folding.isIdeograph(value), !isPhonetic(value) { text.unicodeScalars.append(scalar) }
                text += "\n"
            }
            let latin = (text.applyingTransform(.mandarinToLatin, reverse: false) ?? "")
                .split(separator: "\n", omittingEmptySubsequences: false)
            blocks[block] = (0..<256).map { place in
                place < latin.count ? number(of: Self.plain(latin[place])) : 0
            }
        }

        private func isPhonetic(_ value: UInt32) -> Bool {
            (0x3040...0x31FF).contains(value) || (0xAC00...0xD7A3).contains(value)
        }

        /// Without tones; ü becomes v. Empty when the transform knew no reading.
        private static func plain(_ latin: Substring) -> Substring {
            var plain = Substring()
            for scalar in latin.decomposedStringWithCanonicalMapping.unicodeScalars {
                switch scalar.value {
                case 0x61...0x7A: plain.unicodeScalars.append(scalar)
                case 0x308 where plain.last == "u": plain = plain.dropLast() + "v"
                case 0x300...0x36F: continue
                default: return ""
                }
            }
            return plain
        }

        private mutating func number(of syllable: Substring) -> UInt16 {
            if syllable.isEmpty { return 0 }
            if let number = numbers[syllable] { return number }
            let number = UInt16(known.count)
            known.append(Syllable(syllable))
            numbers[syllable] = number
            return number
        }
    }
}
