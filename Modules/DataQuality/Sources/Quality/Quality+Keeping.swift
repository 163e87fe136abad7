import Customers
import Engine
import Kernel

/// The quality of a record is kept with it: told anew whenever it is saved, and every night, since what others have changes it too.
extension Quality {
    static let hooks: [Hook] = [
        .beforeSaving(Customer.self) { customer, saving in
            // The phone is another's now: whether many have it is found at night.
            let isShared: Bool? = saving.before != nil && saving.changes("mobile", in: customer.values) ? false : nil
            let reader = saving.door.reader
            let quality = Quality(customer, on: reader.moment.today, try reader.engine.divisions.addresses(), isShared: isShared)
            customer[\.dataQuality] = quality.score
            customer[\.qualityReasons] = Document(quality.json)
        },
        .afterSaving(Customer.self) { customer, saving in
            guard let before = saving.before, saving.changes("dataQuality", in: customer.values), let score = customer[\.dataQuality] else { return }
            guard case .integer(let former)? = before["dataQuality"], former >= score else { return try CleansingTask.close(of: customer.id, at: score, through: saving.door) }
        },
    ]

    private static let batch = 200

    /// Looks at every customer, in short transactions.
    static func refresh(_ run: JobRun) async throws -> JSON {
        let definition = Customer.schema.definition
        let total = try await run.engine.read(as: .system, limit: nil) { try Int($0.count(definition)) }
        var reached = RecordID(rawValue: 0), done = 0, changed = 0
        while true {
            let after = reached
            let (last, seen, written) = try await run.write { door -> (RecordID?, Int, Int) in
                let ids = try door.reader.firstIDs(definition, where: .compare([Common.id], .greater, .reference(after)), limit: batch)
                let written = try ids.count { try refresh($0, through: door) }
                return (ids.last, ids.count, written)
            }
            guard let last else { return ["customers": JSON(done), "changed": JSON(changed)] }
            (reached, done, changed) = (last, done + seen, changed + written)
            try await run.progress(done, of: max(total, done))
        }
    }

    private static func refresh(_ id: RecordID, through door: Door) throws -> Bool {
        guard let customer = try door.reader.find(Customer.self, id) else { return false }
        let quality = try Quality(customer, on: door.reader.moment.today, door.reader.engine.divisions.addresses(), isShared: isShared(customer[\.mobile], door.reader))
        guard customer[\.dataQuality] != quality.score || customer[\.qualityReasons]?.json != quality.json else { return false }
        try door.perform(.edit(id, ["dataQuality": .integer(quality.score), "qualityReasons": .json(quality.json)]), on: Customer.schema.definition)
        return true
    }

    private static func isShared(_ mobile: String?, _ reader: Reader) throws -> Bool {
        guard let mobile else { return false }
        let same = Customer.rule { $0.mobile == mobile }
        return try reader.firstIDs(Customer.schema.definition, where: same, limit: QualityRule.manyCustomers).count == QualityRule.manyCustomers
    }
}
