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

    /// Two customers, the older first.
    private struct Key: Hashable, Sendable {
        let left, right: RecordID
    }

    private struct Known: Sendable {
        let id: RecordID
        let state: String
        let probability: Value
    }

    func write() async throws -> Tally {
        var known = try await self.known()
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
        let stale = known.values.filter { $0.state == DuplicatePair.State.open.rawValue }.map(\.id).sorted()
        for start in stride(from: 0, to: stale.count, by: Self.pairsPerTransaction) {
            let batch = stale[start..<min(start + Self.pairsPerTransaction, stale.count)]
            try await run.write { door in for id in batch { try door.perform(.delete(id), on: Self.entity) } }
        }
        tally.gone = stale.count
        return tally
    }

    private func key(_ pair: LinkedPair) -> Key { Key(left: file.ids[pair.left], right: file.ids[pair.right]) }

    private func known() async throws -> [Key: Known] {
        try await run.engine.read(as: .system, limit: nil) { reader in
            var query = ListQuery(Self.entity)
            query.fields = ["left", "right", "state", "probability"]
            var known: [Key: Known] = [:]
            try reader.forEach(query) { values in
                guard let id = values[Common.id]?.reference, let left = values["left"]?.reference, let right = values["right"]?.reference else { return }
                known[Key(left: left, right: right)] = Known(id: id, state: values["state"]?.text ?? "", probability: values["probability"] ?? .null)
            }
            return known
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
            let now = DuplicatePair.fingerprint([pair.left, pair.right].map { file.digests[$0] })
            guard let before = try door.reader.find(DuplicatePair.self, known.id), before[\.state] == .different, before[\.fingerprint] != now else { return }
            try door.perform(
                .edit(
                    known.id,
                    ["state": DuplicatePair.State.open.value, "probability": probability, "evidence": evidence, "decidedBy": .null, "decidedAt": .null, "fingerprint": .null]),
                on: Self.entity)
            tally.reopened += 1
        case .open where known.probability != probability:
            try door.perform(.edit(known.id, ["probability": probability, "evidence": evidence]), on: Self.entity)
        case .open, .same, .merged, nil: return
        }
    }
}
