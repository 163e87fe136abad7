/// An address as it is compared: its characters, and its numbers one by one.
struct AddressText {
    let prepared: Units

    init(_ text: String) {
        let words = Folded.words(text)
        var (letters, numbers): (Units, [Units]) = ([], [])
        for word in words {
            var number: Units = []
            for unit in word + [.blank] {
                if unit.isDigit {
                    number.append(unit)
                } else {
                    if !number.isEmpty { numbers.append(number) }
                    number = []
                    if unit != .blank, !Self.plain.contains(unit) { letters.append(unit) }
                }
            }
        }
        prepared = letters.isEmpty && numbers.isEmpty ? [] : letters + [.separator] + Units(numbers.joined(separator: [.blank]))
    }

    /// 省市区县镇乡街道路号楼栋单元室: some write them and some do not.
    private static let plain = Set("省市区县镇乡街道路号楼栋幢层单元室".utf16)

    static func grade(_ left: borrowing Span<UInt16>, _ right: borrowing Span<UInt16>) -> Grade {
        let (leftEnd, rightEnd) = (left.separator(), right.separator())
        let (a, b) = (left.extracting(0..<leftEnd), right.extracting(0..<rightEnd))
        let sameNumbers = left.extracting(min(leftEnd + 1, left.count)..<left.count)
            .equals(right.extracting(min(rightEnd + 1, right.count)..<right.count))
        let overlap = overlapOfPairs(a, b)
        if overlap >= 0.75 { return sameNumbers ? .near : .alike }
        if overlap >= 0.5 { return sameNumbers && rightEnd < right.count - 1 ? .alike : .faint }
        return overlap >= 0.3 ? .faint : .different
    }
}

/// The share of neighbouring pairs of characters of the shorter text that the longer one has too, from 0 to 1.
func overlapOfPairs(_ left: borrowing Span<UInt16>, _ right: borrowing Span<UInt16>) -> Double {
    if left.count > right.count { return overlapOfPairs(right, left) }
    guard left.count >= 2 else { return 0 }
    let last = min(left.count, 64) - 1
    var shared = 0
    for place in 0..<last {
        for other in 0..<min(right.count - 1, 80) where left[place] == right[other] && left[place + 1] == right[other + 1] {
            shared += 1
            break
        }
    }
    return Double(shared) / Double(last)
}
