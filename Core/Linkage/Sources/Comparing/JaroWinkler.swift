/// The similarity of two texts from 0 to 1: Jaro, "Advances in record-linkage methodology" (1989), with the bonus for a
/// common beginning of Winkler, "String comparator metrics" (1990).
///
/// What stands beyond the 64th place is not looked at.
func jaroWinkler(_ left: borrowing Span<UInt16>, _ right: borrowing Span<UInt16>) -> Double {
    let (leftCount, rightCount) = (min(left.count, 64), min(right.count, 64))
    guard leftCount > 0, rightCount > 0 else { return leftCount == rightCount ? 1 : 0 }
    let reach = max(max(leftCount, rightCount) / 2 - 1, 0)
    var (leftMatched, rightMatched): (UInt64, UInt64) = (0, 0)
    for place in 0..<leftCount {
        let (from, to) = (max(place - reach, 0), min(place + reach, rightCount - 1))
        guard from <= to else { continue }
        for other in from...to where rightMatched & (1 << UInt64(other)) == 0 && left[place] == right[other] {
            leftMatched |= 1 << UInt64(place)
            rightMatched |= 1 << UInt64(other)
            break
        }
    }
    let matches = Double(leftMatched.nonzeroBitCount)
    guard matches > 0 else { return 0 }

    var outOfOrder = 0.0
    while leftMatched != 0 {
        let (place, other) = (leftMatched.trailingZeroBitCount, rightMatched.trailingZeroBitCount)
        if left[place] != right[other] { outOfOrder += 1 }
        leftMatched &= leftMatched - 1
        rightMatched &= rightMatched - 1
    }
    let jaro = (matches / Double(leftCount) + matches / Double(rightCount) + (matches - outOfOrder / 2) / matches) / 3
    var common = 0
    while common < min(4, leftCount, rightCount), left[common] == right[common] { common += 1 }
    return jaro + 0.1 * Double(common) * (1 - jaro)
}
