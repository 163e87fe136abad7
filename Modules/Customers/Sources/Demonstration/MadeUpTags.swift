import Engine
import Kernel

/// The words that the insurer puts on its customers.
struct MadeUpTags: Sendable {
    private let ids: [RecordID]

    private static let all: [(name: String, colour: Tag.Colour)] = [
        ("重点客户", .red), ("续保意向", .green), ("车险", .blue), ("家财险", .teal), ("高净值", .violet), ("投诉跟进", .amber),
    ]

    /// Finds those that are there and makes the others.
    init(through door: Door) throws {
        ids = try Self.all.map { name, colour in
            if let id = try door.reader.firstID(Tag.schema.definition, where: Tag.rule { $0.title == name }) { return id }
            return try door.perform(.create(["name": .text(name), "colour": colour.value]), on: Tag.schema.definition).id
        }
    }

    /// What customer `number` carries: a third of them one or two, the same for the same number.
    func tags(of number: Int) -> Values {
        var dice = MadeUp.Dice(seed: MadeUp.seed, 5, number)
        guard dice.below(3) == 0 else { return [:] }
        let first = dice.below(ids.count), second = (first + 1 + dice.below(ids.count - 1)) % ids.count
        let chosen = dice.hits(percent: 40) ? [ids[first], ids[second]] : [ids[first]]
        return ["tags": .list(chosen.sorted().map(Value.reference))]
    }
}
