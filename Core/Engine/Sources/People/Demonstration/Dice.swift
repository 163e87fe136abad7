/// Words and numbers for demo data. Nothing here is about anybody: names are drawn from common characters, numbers at random.
public enum MadeUp {
    /// Every demo company is drawn from this number, so that all machines show the same one.
    public static let seed: UInt64 = 20_26
}

extension MadeUp {
    /// Throws that depend on the seed alone (SplitMix64). Not for secrets.
    ///
    ///     var dice = MadeUp.Dice(seed: MadeUp.seed, 7)   // the throws of customer 7, whatever was thrown before
    ///
    /// The standard library's own `random(in:using:)` is not used: its way from bits to numbers may change with a release.
    public struct Dice: Sendable {
        private var state: UInt64

        /// - Parameter parts: what the throws are for; each combination has throws of its own.
        public init(seed: UInt64, _ parts: Int...) {
            state = seed
            for part in parts { state = next() ^ UInt64(truncatingIfNeeded: part) &* 0xD134_2543_DE82_EF95 }
        }

        private mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var bits = state
            bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
            bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
            return bits ^ bits >> 31
        }

        /// 0 up to `count`, without it; 0 when there is no such number.
        public mutating func below(_ count: Int) -> Int {
            Int(next().multipliedFullWidth(by: UInt64(max(count, 1))).high)
        }

        public mutating func within(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

        public mutating func hits(percent: Int) -> Bool { below(100) < percent }

        /// - Precondition: there are items.
        public mutating func one<T>(of items: [T]) -> T { items[below(items.count)] }

        public mutating func digits(_ count: Int) -> String {
            var text = ""
            for _ in 0..<count { text.unicodeScalars.append(Unicode.Scalar(UInt8(0x30 + below(10)))) }
            return text
        }
    }

    /// Things of which some come up more often than others.
    public struct Weighted<T: Sendable>: Sendable {
        public let items: [T]
        /// The sums of the weights up to and with each item.
        private let sums: [Int]

        public init(_ weights: [(item: T, weight: Int)]) {
            items = weights.map(\.item)
            var sum = 0
            sums = weights.map { entry in
                sum += entry.weight
                return sum
            }
        }

        public func draw(_ dice: inout Dice) -> T {
            let thrown = dice.below(sums.last ?? 0)
            var (low, high) = (0, sums.count - 1)
            while low < high {
                let middle = (low + high) / 2
                if sums[middle] > thrown { high = middle } else { low = middle + 1 }
            }
            return items[low]
        }
    }
}

extension MadeUp.Weighted<String> {
    /// Reads `王725 李719`: words with their weights.
    init(_ list: String) {
        self.init(
            list.split(whereSeparator: \.isWhitespace).map { entry in
                let word = entry.prefix { !$0.isWholeNumber }
                return (String(word), Int(entry.dropFirst(word.count)) ?? 1)
            })
    }
}
