/// Whether one character more, less or other, or two swapped neighbours, make one text the other (Damerau 1964).
func differsByOneSlip(_ left: borrowing Span<UInt16>, _ right: borrowing Span<UInt16>) -> Bool {
    if left.count > right.count { return differsByOneSlip(right, left) }
    guard right.count - left.count <= 1 else { return false }
    var start = 0
    while start < left.count, left[start] == right[start] { start += 1 }
    var end = 0
    while end < left.count - start, left[left.count - 1 - end] == right[right.count - 1 - end] { end += 1 }
    if left.count < right.count { return start + end >= left.count }
    switch left.count - start - end {
    case 0, 1: return true
    case 2: return left[start] == right[start + 1] && left[start + 1] == right[start]
    default: return false
    }
}
