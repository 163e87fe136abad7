extension CompanyName {
    /// The parts of a prepared name.
    private struct Parts {
        let core, region, branch, brand, read: Range<Int>

        init(_ name: borrowing Span<UInt16>) {
            var ends: [Int] = []
            var start = 0
            for _ in 0..<5 {
                ends.append(name.separator(from: start))
                start = ends[ends.count - 1] + 1
            }
            (core, region, branch) = (0..<ends[0], ends[0] + 1..<ends[1], ends[1] + 1..<ends[2])
            (brand, read) = (ends[2] + 1..<ends[3], ends[3] + 1..<ends[4])
        }
    }

    static func grade(_ left: borrowing Span<UInt16>, _ right: borrowing Span<UInt16>) -> Grade {
        let (a, b) = (Parts(left), Parts(right))
        let grade = gradeOfCores(left, a, right, b)
        guard grade > .different else { return .different }
        // A branch is a customer of its own, however alike the rest is.
        if !left.extracting(a.branch).equals(right.extracting(b.branch)) { return grade >= .alike ? .part : .different }
        if left.extracting(a.region).equals(right.extracting(b.region)) { return grade }
        if a.region.isEmpty || b.region.isEmpty { return min(grade, .near) }
        return grade == .equal ? .alike : .faint
    }

    private static func gradeOfCores(_ left: borrowing Span<UInt16>, _ a: Parts, _ right: borrowing Span<UInt16>, _ b: Parts) -> Grade {
        let (leftCore, rightCore) = (left.extracting(a.core), right.extracting(b.core))
        if leftCore.equals(rightCore) { return .equal }
        let (leftRead, rightRead) = (left.extracting(a.read), right.extracting(b.read))
        if !leftRead.isEmpty, leftRead.equals(rightRead) { return .alike }
        let shorter = min(leftCore.count, rightCore.count)
        if shorter >= 2, leftCore.contains(rightCore) || rightCore.contains(leftCore) { return .alike }
        if shorter >= 4, differsByOneSlip(leftCore, rightCore) || jaroWinkler(leftCore, rightCore) >= 0.93 { return .alike }
        let (leftBrand, rightBrand) = (left.extracting(a.brand), right.extracting(b.brand))
        if leftBrand.count >= 2, leftBrand.equals(rightBrand) { return .faint }
        return .different
    }
}
