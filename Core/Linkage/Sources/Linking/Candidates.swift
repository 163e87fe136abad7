/// The pairs of records that share a key.
struct Candidates: Sendable {
    /// The lower record in the upper half; ascending, each once.
    private(set) var pairs: [UInt64] = []
    private(set) var shared: [SharedValue] = []

    static func left(_ pair: UInt64) -> Int { Int(pair >> 32) }
    static func right(_ pair: UInt64) -> Int { Int(pair & 0xFFFF_FFFF) }

    /// - Parameter split: the first record of the second file; nil to compare a file with itself.
    init(_ file: LinkageFile, split: Int?) async {
        let keys = BlockingKeys(file.settings)
        let bits = UInt64(64 - max(file.count - 1, 1).leadingZeroBitCount)
        for pass in file.settings.passes.indices {
            // The record stands in the lower bits of its key: one sort brings those of a block together.
            var entries = await Chunks.map(file.count) { range in
                range.flatMap { record in
                    keys.keys(of: pass) { file.value(record, $0) }.map { $0 << bits | UInt64(record) }
                }
            }.flatMap(\.self)
            entries.sort()
            addBlocks(entries, bits, pass, file.settings, split)
        }
        pairs.sort()
        removeRepeated()
    }

    private mutating func addBlocks(_ entries: [UInt64], _ bits: UInt64, _ pass: Int, _ settings: LinkageSettings, _ split: Int?) {
        let mask = (UInt64(1) << bits) - 1
        var start = 0
        while start < entries.count {
            var end = start + 1
            while end < entries.count, entries[end] >> bits == entries[start] >> bits { end += 1 }
            defer { start = end }
            guard end - start > 1 else { continue }
            let block = entries[start..<end].map { $0 & mask }
            guard block.count <= settings.passes[pass].largestBlock ?? settings.largestBlock else {
                shared.append(SharedValue(pass: settings.passes[pass], records: block.prefix(SharedValue.mostShown).map(Int.init), count: block.count))
                continue
            }
            for (place, left) in block.enumerated() {
                for right in block[(place + 1)...] where split.map({ left < UInt64($0) && right >= UInt64($0) }) ?? true {
                    pairs.append(left << 32 | right)
                }
            }
        }
        // What several passes find is kept once, before the next pass comes on top.
        if pairs.count > Self.manyPairs {
            pairs.sort()
            removeRepeated()
        }
    }

    private static let manyPairs = 8_000_000

    private mutating func removeRepeated() {
        var kept = 0
        for place in pairs.indices where place == 0 || pairs[place] != pairs[kept - 1] {
            pairs[kept] = pairs[place]
            kept += 1
        }
        pairs.removeLast(pairs.count - kept)
    }
}

/// A value that so many records share that they are not compared because of it.
public struct SharedValue: Sendable, Hashable {
    public let pass: BlockingPass
    /// The first few of the records.
    public let records: [Int]
    public let count: Int

    static let mostShown = 3
}

/// Work on a range of numbers, in pieces on all cores.
enum Chunks {
    static func map<Piece: Sendable>(_ count: Int, _ work: @escaping @Sendable (Range<Int>) -> Piece) async -> [Piece] {
        let size = max((count + tasks - 1) / tasks, 1)
        return await withTaskGroup(of: (Int, Piece).self) { group in
            for start in stride(from: 0, to: count, by: size) {
                group.addTask { (start, work(start..<min(start + size, count))) }
            }
            return await group.reduce(into: [(Int, Piece)]()) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private static let tasks = 8
}
