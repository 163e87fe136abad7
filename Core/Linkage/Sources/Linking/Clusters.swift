/// Puts records together that are the same.
///
/// Pairs are taken from the likeliest on. Two groups become one when pairs speak for it between at least half of their records,
/// so that one weak pair glues no two groups together.
public enum Clusters {
    /// - Parameter least: the probability from which a pair counts.
    /// - Returns: groups of two and more records, each in ascending order.
    public static func of(_ pairs: [LinkedPair], least: Double) -> [[Int]] {
        var partners: [Int: Set<Int>] = [:]
        let strong = pairs.filter { $0.probability >= least }
        for pair in strong {
            partners[pair.left, default: []].insert(pair.right)
            partners[pair.right, default: []].insert(pair.left)
        }
        var groups: [Int: [Int]] = [:]
        var groupOf: [Int: Int] = [:]
        for record in partners.keys { (groups[record], groupOf[record]) = ([record], record) }

        for pair in strong.sorted(by: { ($0.probability, $1.left, $1.right) > ($1.probability, $0.left, $0.right) }) {
            guard let one = groupOf[pair.left], let two = groupOf[pair.right], one != two,
                let first = groups[one], let second = groups[two]
            else { continue }
            let (small, large) = first.count < second.count ? (first, second) : (second, first)
            let between = small.reduce(0) { count, record in count + large.count { partners[record]?.contains($0) == true } }
            guard 2 * between >= small.count * large.count else { continue }
            let (kept, gone) = first.count < second.count ? (two, one) : (one, two)
            groups[kept] = large + small
            groups[gone] = nil
            for record in small { groupOf[record] = kept }
        }
        return groups.values.filter { $0.count > 1 }.map { $0.sorted() }.sorted { $0[0] < $1[0] }
    }
}
