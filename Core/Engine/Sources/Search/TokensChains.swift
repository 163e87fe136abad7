import Kernel

extension Tokens {
    /// Digits of phones, and codes of letters and digits, joined over the signs inside them.
    ///
    /// C-500103-004812 gives c500103004812 and, from every digit of the numbers, the rest: 500103004812, 00103004812 … 812.
    static func indexChains(of pieces: Pieces, into collector: inout TokenCollector) {
        for position in pieces.all.indices {
            switch pieces.all[position].kind {
            case .ideographs: continue
            case .letters:
                let end = pieces.endOfChain(from: position, longest: longest)
                if end > position + 1 { collector.add(pieces.joined(position..<end)) }
            case .digits:
                let end = pieces.endOfChain(from: position, longest: longest)
                indexSuffixes(of: pieces.joined(position..<end), ownDigits: pieces.all[position].range.count, into: &collector)
                indexNationalNumber(pieces, position, end, into: &collector)
            }
        }
    }

    /// Any inner piece of three or more digits is the prefix of one of these.
    private static func indexSuffixes(of chain: [Unicode.Scalar], ownDigits: Int, into collector: inout TokenCollector) {
        collector.add(chain)
        // Of a very long number the two ends are enough.
        for start in 1..<max(ownDigits, 1) where chain.count - start >= 3 && (start < 16 || ownDigits - start <= 16) {
            collector.add(chain[start...])
        }
    }

    /// +861065529988 is also looked for as 010-65529988.
    private static func indexNationalNumber(_ pieces: Pieces, _ position: Int, _ end: Int, into collector: inout TokenCollector) {
        guard pieces.all[position].gap.endsInPlus else { return }
        let chain = pieces.joined(position..<end)
        guard chain.starts(with: ["8", "6"]), chain.count >= 11, chain[2] != "0" else { return }
        collector.add([Unicode.Scalar("0")] + chain.dropFirst(2))
    }
}
