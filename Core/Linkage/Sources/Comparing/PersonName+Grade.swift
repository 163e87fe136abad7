import Kernel

extension PersonName {
    static func grade(_ left: borrowing Span<UInt16>, _ right: borrowing Span<UInt16>) -> Grade {
        let (leftEnd, rightEnd) = (left.separator(), right.separator())
        let (a, b) = (left.extracting(0..<leftEnd), right.extracting(0..<rightEnd))
        if a.equals(b) { return .equal }
        let (leftRead, rightRead) = (left.extracting(min(leftEnd + 1, left.count)..<left.count), right.extracting(min(rightEnd + 1, right.count)..<right.count))
        if !leftRead.isEmpty, leftRead.equals(rightRead) { return .near }
        let slip = differsByOneSlip(a, b)
        if Folding.isIdeograph(UInt32(a[0])), Folding.isIdeograph(UInt32(b[0])) {
            // Of two characters, one other makes another name: 张伟 and 张强 share no more than the family.
            if slip { return a.count == b.count && a.count > 2 ? .alike : .faint }
            return a.contains(b) || b.contains(a) ? .faint : .different
        }
        if slip { return min(a.count, b.count) > 2 ? .near : .faint }
        let similarity = max(jaroWinkler(a, b), jaroWinkler(leftRead, rightRead))
        if similarity >= 0.88 { return .alike }
        return similarity >= 0.78 || a.contains(b) || b.contains(a) ? .faint : .different
    }
}
