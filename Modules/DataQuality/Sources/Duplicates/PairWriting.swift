import Customers
import Engine
import Kernel
import Linkage

/// Brings what was found together with what was known: new pairs are asked about, answers are remembered, open pairs that are none any
/// more go.
struct PairWriting: Sendable {
    struct Tally: Sendable {
        var new = 0, reopened = 0, gone = 0
    }

    private let run: JobRun
    private let file: FindDuplicates.File
    private let pairs: [LinkedPair]

    init(_ run: JobRun, _ file: FindDuplicates.File, _ pairs: [LinkedPair]) { (self.run, self.file, self.pairs) = (run, file, pairs) }

    private static let pairsPerTransaction = 100
    private static let entity = DuplicatePair.schema.definition

    /// Two customers, the older first, also where merging has put a younger one in the place of the left.
    private struct Key: Hashable, Sendable {
        let left, right: RecordID

        init(_ one: RecordID, _ other: RecordID) { (left, right) = (min(one, other), max(one, other)) }
    }

    private struct Known: Sendable {
        let id: RecordID
        let state: String
        let probability: Value

        var isOpen: Bool { state == DuplicatePair.State.open.rawValue }
    }

    func write() async throws -> Tally {
        var (known, surplus) = try await self.known()
        var tally = Tally()
        for start in stride(from: 0, to: pairs.count, by: Self.pairsPerTransaction) {
            let batch = pairs[start..<min(start + Self.pairsPerTransaction, pairs.count)]
            let snapshot = known
            let counted = try await run.write { door in
                try batch.reduce(into: Tally()) { tally, pair in try write(pair, snapshot[key(pair)], door, &tally) }
            }
            for pair in batch { known[key(pair)] = nil }
            tally.new += counted.new
            tally.reopened += counted.reopened
            try await run.progress(start + batch.count, of: pairs.count)
        }
        let stale = (surplus + known.values).filter(\.isOpen).map(\.id).sorted()
        for start in stride(from: 0, to: stale.count, by: Self.pairsPerTransaction) {
            let batch = stale[start..<min(start + Self.pairsPerTransaction, stale.count)]
            tally.gone += try await run.write { door in
                try batch.count { id in
                    // Somebody may have decided about it, or it may have gone, while all were compared.
                    guard try door.reader.find(DuplicatePair.self, id)?[\.state] == .open else { return false }
                    try door.perform(.delete(id), on: Self.entity)
                    return true
                }
            }
        }
        return tally
    }

    private func key(_ pair: LinkedPair) -> Key { Key(file.ids[pair.left], file.ids[pair.right]) }

    /// The pairs that there are. Merging can bring two pairs to the same two customers: what was decided counts, the others are surplus.
    private func known() async throws -> (pairs: [Key: Known], surplus: [Known]) {
        try await run.engine.read(as: .system, limit: nil) { reader in
            var query = ListQuery(Self.entity)
            query.fields = ["left", "right", "state", "probability"]
            var known: [Key: Known] = [:], surplus: [Known] = []
            try reader.forEach(query) { values in
                guard let id = values[Common.id]?.reference, let left = values["left"]?.reference, let right = values["right"]?.reference else { return }
                let pair = Known(id: id, state: values["state"]?.text ?? "", probability: values["probability"] ?? .null), key = Key(left, right)
                guard let other = known[key] else { return known[key] = pair }
                (known[key], surplus) = other.isOpen ? (pair, surplus + [other]) : (other, surplus + [pair])
            }
            return (known, surplus)
        }
    }

    private func write(_ pair: LinkedPair, _ known: Known?, _ door: Door, _ tally: inout Tally) throws {
        let probability = Value(probability: pair.probability)
        let evidence = Value.json(.array(pair.evidence.map { Evidence(field: CustomerMatching.customerField($0.field), grade: $0.grade, bits: $0.bits).json }))
        guard let known else {
            // Whoever is responsible for the older one is asked; it may have gone since it was read.
            guard let left = try door.reader.find(Customer.self, key(pair).left), try door.reader.find(Customer.self, key(pair).right) != nil else { return }
            let values: Values = [
                "left": .reference(left.id), "right": .reference(key(pair).right), "probability": probability, "evidence": evidence,
                Common.owner: left.values[Common.owner] ?? .null, Common.unit: left.values[Common.unit] ?? .null,
            ]
            try door.perform(.create(values), on: Self.entity)
            tally.new += 1
            return
        }
        switch DuplicatePair.State(rawValue: known.state) {
        case .different:
            guard let before = try door.reader.find(DuplicatePair.self, known.id), before[\.state] == .different else { return }
            let ends = before[\.left].id == file.ids[pair.left] ? [pair.left, pair.right] : [pair.right, pair.left]
            guard before[\.fingerprint] != DuplicatePair.fingerprint(ends.map { file.digests[$0] }) else { return }
            try door.perform(
                .edit(
                    known.id,
                    ["state": DuplicatePair.State.open.value, "probability": probability, "evidence": evidence, "decidedBy": .null, "decidedAt": .null, "fingerprint": .null]),
                on: Self.entity)
            tally.reopened += 1
        case .open where known.probability != probability:
            guard try door.reader.find(DuplicatePair.self, known.id)?[\.state] == .open else { return }
            try door.perform(.edit(known.id, ["probability": probability, "evidence": evidence]), on: Self.entity)
        case .open, .same, .merged, nil: return
        }
    }
}
