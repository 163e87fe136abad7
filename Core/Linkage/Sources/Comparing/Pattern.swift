/// How two records agree, field by field: four bits each, the first field lowest.
struct Pattern: Hashable, Sendable {
    var bits: UInt64

    static let missing: UInt64 = 15

    /// Nil where one of both has no value.
    func grade(_ field: Int) -> Grade? { Grade(rawValue: UInt8(bits >> UInt64(4 * field) & 15)) }
}

/// Compares records by their fields.
struct Comparison: Sendable {
    private let comparators: [Comparator]
    private let swaps: [(Int, Int)]

    init(_ settings: LinkageSettings) {
        comparators = settings.fields.map(\.comparator)
        swaps = settings.fields.enumerated().compactMap { place, field in
            field.swappedWith.flatMap(settings.place).map { (place, $0) }
        }
    }

    func pattern(_ file: LinkageFile, _ left: Int, _ right: Int) -> Pattern {
        let units = file.units.span
        return pattern(units, { file.range(left, $0) }, units, { file.range(right, $0) })
    }

    func pattern(_ left: PreparedRecord, _ right: PreparedRecord) -> Pattern {
        func ranges(_ record: PreparedRecord) -> [Range<Int>] {
            var start = 0
            return record.values.map { value in
                defer { start += value.count }
                return start..<start + value.count
            }
        }
        let (a, b) = (Units(left.values.joined()), Units(right.values.joined()))
        let (leftRanges, rightRanges) = (ranges(left), ranges(right))
        return pattern(a.span, { leftRanges[$0] }, b.span, { rightRanges[$0] })
    }

    private func pattern(
        _ left: borrowing Span<UInt16>, _ leftRange: (Int) -> Range<Int>, _ right: borrowing Span<UInt16>, _ rightRange: (Int) -> Range<Int>
    ) -> Pattern {
        func grade(_ field: Int, _ other: Int) -> UInt64 {
            let (a, b) = (leftRange(field), rightRange(other))
            if a.isEmpty || b.isEmpty { return Pattern.missing }
            return UInt64(comparators[field].grade(left.extracting(a), right.extracting(b)).rawValue)
        }
        var bits: UInt64 = 0
        for field in comparators.indices { bits |= grade(field, field) << UInt64(4 * field) }
        for (first, second) in swaps {
            let (one, two) = (bits >> UInt64(4 * first) & 15, bits >> UInt64(4 * second) & 15)
            let isPoor = { (grade: UInt64) in grade <= UInt64(Grade.faint.rawValue) || grade == Pattern.missing }
            guard isPoor(one), isPoor(two) else { continue }
            let (across, back) = (grade(first, second), grade(second, first))
            for (field, cross) in [(first, across), (second, back)] where cross == UInt64(Grade.near.rawValue) || cross == UInt64(Grade.equal.rawValue) {
                let shift = UInt64(4 * field)
                bits = bits & ~(15 << shift) | UInt64(Grade.swapped.rawValue) << shift
            }
        }
        return Pattern(bits: bits)
    }
}
