import Kernel

extension Tokens {
    /// Single characters, pairs, and for names the pinyin.
    static func indexIdeographs(of pieces: Pieces, into collector: inout TokenCollector) {
        let runs = ideographRuns(of: pieces)
        let total = runs.reduce(0) { $0 + $1.count }
        for run in runs {
            for position in run.indices {
                collector.add(String(run[position]))
                if position + 1 < run.endIndex { collector.add(String(scalars: [run[position], run[position + 1]])) }
            }
        }
        guard total > 0, total <= mostIdeographsForPinyin else { return }
        for (number, run) in runs.enumerated() {
            let readings = Readings.of(run, isName: number == 0 && total <= 4)
            indexPinyin(readings, into: &collector)
        }
    }

    /// Runs of ideographs, joined over brackets, blanks and middle dots: 宏途（集团）有限公司 is also found by 宏途集团.
    private static func ideographRuns(of pieces: Pieces) -> [[Unicode.Scalar]] {
        var runs: [[Unicode.Scalar]] = []
        var previous: Int?
        for (number, piece) in pieces.all.enumerated() where piece.kind == .ideographs {
            if previous == number - 1, piece.gap.joinsNames {
                runs[runs.count - 1] += pieces.scalars[piece.range]
            } else {
                runs.append(Array(pieces.scalars[piece.range]))
            }
            previous = number
        }
        return runs
    }

    /// Syllables joined and initials joined, from every start, so that a prefix reaches any place in the name.
    private static func indexPinyin(_ readings: [[Syllable]], into collector: inout TokenCollector) {
        for start in readings.indices where !readings[start].isEmpty {
            let end = readings[start...].firstIndex(where: \.isEmpty) ?? readings.endIndex
            let rest = readings[start..<end]
            for spelling in Spelling.full(rest, longest: longest) { collector.add(spelling) }
            for spelling in Spelling.initials(rest, longest: longest) { collector.add(spelling) }
        }
    }
}
