import Linkage
import Testing

/// Nobody says which records are the same: weights are learned from the files themselves. To beat: F1 .99990 and .99793.
@Suite struct FebrlTests {
    @Test func `Two files of 5,000 find each other's records`() async throws {
        let (left, right) = try (Febrl.File("febrl_4a.csv"), Febrl.File("febrl_4b.csv"))
        let rows = Dictionary(uniqueKeysWithValues: right.ids.indices.map { (right.person($0), $0) })
        let truth = Set(left.ids.indices.compactMap { row in rows[left.person(row)].map { [row, $0] } })

        let found = await Linker(Febrl.settings).link(left.prepared(), with: right.prepared(), learning: true)

        #expect(truth.count == 5_000)
        #expect(Accuracy(Set(found.pairs.map { [$0.left, $0.right] }), truth).f1 >= 0.9999)
    }

    @Test func `A file finds its own duplicates, and groups of them`() async throws {
        let file = try Febrl.File("febrl_3.csv")
        let people = Dictionary(grouping: file.ids.indices) { file.person($0) }.values
        let truth = Self.pairs(people.map { $0.sorted() })

        let found = await Linker(Febrl.settings).link(file.prepared(), learning: true)

        #expect(truth.count == 6_538)
        #expect(Accuracy(Set(found.pairs.map { [$0.left, $0.right] }), truth).f1 >= 0.9993)
        #expect(Accuracy(Self.pairs(Clusters.of(found.pairs, least: 0.95)), truth).f1 >= 0.9998)
    }

    private static func pairs(_ groups: [[Int]]) -> Set<[Int]> {
        Set(groups.flatMap { group in group.indices.flatMap { one in group[(one + 1)...].map { [group[one], $0] } } })
    }
}
