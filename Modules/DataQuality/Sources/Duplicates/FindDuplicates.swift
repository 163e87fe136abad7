import Customers
import Engine
import Kernel
import Linkage
import Store

/// Compares all customers with each other and writes down which may be one.
///
/// `{"learn": true}` learns the weights from the customers themselves and keeps them in the settings.
enum FindDuplicates {
    static let job = JobKind("findDuplicates", maximumAttempts: 3, isRepeatable: true, begin: { payload, door in try begin(payload, door) }) { payload, run in
        let file = try await read(run)
        let learning = payload["learn"]?.flag == true
        let linkage = await file.linker.link(file.records, learning: learning)
        if learning { try await keep(linkage.model, run) }
        let pairs = linkage.pairs.sorted { ($1.probability, $0.left, $0.right) < ($0.probability, $1.left, $1.right) }
        let tally = try await PairWriting(run, file, Array(pairs.prefix(mostPairs))).write()
        return [
            "customers": JSON(file.ids.count), "compared": JSON(linkage.candidates), "found": JSON(pairs.count), "new": JSON(tally.new),
            "reopened": JSON(tally.reopened), "gone": JSON(tally.gone), "shared": shared(linkage, file),
        ]
    }

    /// What people can look through; those that are likeliest.
    private static let mostPairs = 50_000
    private static let mostShared = 20
    private static let recordsPerRead = 2_000

    /// Only whoever sees all customers and decides about pairs: the result tells of all of them.
    private static func begin(_ payload: JSON, _ door: Door) throws -> RecordID {
        guard case .object(let members) = payload else { throw Invalid("payload", .wrongType, ["expected": "object"]) }
        if let unknown = members.keys.sorted().first(where: { $0 != "learn" }) { throw Invalid(unknown, .unknownField, ["field": String(unknown.prefix(60))]) }
        if let learn = members["learn"], learn.flag == nil { throw Invalid("learn", .badFlag) }
        let (engine, actor, pair) = (door.engine, door.actor, DuplicatePair.schema.definition)
        try engine.permissions.check(actor, may: .edit, pair)
        guard engine.permissions.scope(actor, Customer.schema.definition, in: door.catalogue) == .always else {
            throw Refusal.forbidden(verb: .edit, entity: pair.name)
        }
        return try door.enqueue(job.name, payload, uniqueKey: "all")
    }

    /// All customers, as they are compared.
    struct File: Sendable {
        var linker: Linker
        var records: LinkageFile
        var ids: [RecordID] = []
        /// What decisions are remembered by, in the order of the records.
        var digests: [UInt64] = []
    }

    /// In short reads, so that none keeps the database from cleaning up behind those who write.
    private static func read(_ run: JobRun) async throws -> File {
        let engine = run.engine, customer = Customer.schema.definition
        let (linker, total) = try await engine.read(as: .system) { (try MatchSettings.linker($0), try Int($0.count(customer))) }
        let settings = linker.settings
        var file = File(linker: linker, records: LinkageFile(settings))
        while true {
            let last = file.ids.last ?? RecordID(rawValue: 0)
            let batch = try await engine.read(as: .system) { reader -> [(RecordID, PreparedRecord, UInt64)] in
                let ids = try reader.firstIDs(customer, where: .compare([Common.id], .greater, .reference(last)), limit: recordsPerRead)
                guard let first = ids.first, let last = ids.last else { return [] }
                var query = ListQuery(customer)
                query.filter = .between([Common.id], .reference(first), .reference(last))
                query.sort = [ListQuery.SortKey([Common.id])]
                query.fields = CustomerMatching.compared
                var batch: [(RecordID, PreparedRecord, UInt64)] = []
                try reader.forEach(query) { values in
                    guard let id = values[Common.id]?.reference else { return }
                    batch.append((id, CustomerMatching.record(values, settings), CustomerMatching.blindRecord(values, settings, engine).digest))
                }
                return batch
            }
            guard !batch.isEmpty else { return file }
            for (id, record, digest) in batch {
                file.records.append(record)
                file.ids.append(id)
                file.digests.append(digest)
            }
            try await run.progress(file.ids.count, of: max(total, file.ids.count))
        }
    }

    private static func keep(_ model: LinkageModel, _ run: JobRun) async throws {
        let weights = Value.json(try JSON.parse(model.json))
        try await run.write { door in
            let values: Values = ["weights": weights, "learnedAt": .instant(door.reader.moment.now)]
            let definition = MatchSettings.schema.definition
            if let id = try door.reader.firstID(definition, where: .always) {
                try door.perform(.edit(id, values), on: definition)
            } else {
                try door.perform(.create(values.merging(["name": .text(door.catalogue.texts.text("entity.matchSettings", .chinese))]) { first, _ in first }), on: definition)
            }
        }
    }

    /// Phones and the like that so many share that they tell nothing, the most shared first.
    private static func shared(_ linkage: Linkage, _ file: File) -> JSON {
        let single = linkage.shared.filter { $0.pass.parts.count == 1 && $0.pass.largestBlock == nil }.sorted { $0.count > $1.count }
        return .array(
            single.prefix(mostShared).map { value in
                [
                    "field": .string(CustomerMatching.customerField(value.pass.parts[0].field)), "count": JSON(value.count),
                    "customers": .array(value.records.map { .string(file.ids[$0].description) }),
                ]
            })
    }
}
