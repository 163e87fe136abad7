import Customers
import Engine
import Kernel

/// Makes tasks for all customers whose records are not good enough, each for whoever owns the customer, in the customer's unit:
///
/// ```json
/// {"below": 60, "wanted": 80, "reasons": ["missing"], "unit": "912…", "targetOn": "2026-12-31"}
/// ```
/// A customer with an open task gets no second one.
extension CleansingTask {
    static let making = JobKind("makeCleansingTasks", isRepeatable: true, begin: { payload, door in
        _ = try Wish(payload)
        for verb in [Verb.create, .read] { try door.reader.engine.permissions.check(door.actor, may: verb, schema.definition) }
        try door.reader.engine.permissions.check(door.actor, may: .read, Customer.schema.definition)
        return try door.enqueue("makeCleansingTasks", payload)
    }) { payload, run in
        try await make(Wish(payload), run)
    }

    private static let batch = 200

    private struct Wish {
        let below, wanted: Int64
        let reasons: Set<String>
        let unit: RecordID?
        let targetOn: Day?

        init(_ json: JSON) throws {
            guard let members = json.object else { throw Invalid("payload", .wrongType, ["expected": "object"]) }
            for key in members.keys.sorted() where !["below", "wanted", "reasons", "unit", "targetOn"].contains(key) {
                throw Invalid(String(key.prefix(60)), .unknownField, ["field": String(key.prefix(60))])
            }
            below = try Self.score(json["below"], "below", 60)
            wanted = try Self.score(json["wanted"], "wanted", 80)
            reasons = Set((json["reasons"]?.array ?? []).compactMap(\.string))
            if let unknown = reasons.sorted().first(where: { Reason(rawValue: $0) == nil }) { throw Invalid("reasons", .unknownOption, ["option": String(unknown.prefix(60))]) }
            unit = try Self.given(json["unit"]).map { json in
                guard let id = json.string.flatMap(RecordID.init) else { throw Invalid("unit", .badReference) }
                return id
            }
            targetOn = try Self.given(json["targetOn"]).map { json in
                guard let day = json.string.flatMap({ Day($0) }) else { throw Invalid("targetOn", .badDate) }
                return day
            }
        }

        /// Nil for null as for nothing.
        private static func given(_ json: JSON?) -> JSON? {
            guard let json, json != .null else { return Optional.none }
            return json
        }

        private static func score(_ json: JSON?, _ name: String, _ standard: Int64) throws -> Int64 {
            guard let json, json != .null else { return standard }
            guard let value = json.integer, (1...100).contains(value) else { throw Invalid(name, .outOfRange, ["min": "1", "max": "100"]) }
            return value
        }

        var rule: Rule {
            let weak = Customer.rule { $0.status == .active } && .compare(["dataQuality"], .less, .integer(below))
            return unit.map { weak && .compare([Common.unit], .equal, .reference($0)) } ?? weak
        }
    }

    private static func make(_ wish: Wish, _ run: JobRun) async throws -> JSON {
        var reached = RecordID(rawValue: 0), seen = 0, made = 0
        while true {
            let after = reached, actor = try await run.askingActor()
            let (last, count, new) = try await run.write(as: actor) { door -> (RecordID?, Int, Int) in
                let rule = wish.rule && .compare([Common.id], .greater, .reference(after)) && .compare([Common.id], .less, .reference(run.id))
                let ids = try door.reader.firstIDs(Customer.schema.definition, where: rule, limit: batch)
                return (ids.last, ids.count, try ids.count { try make(for: $0, wish, through: door) })
            }
            guard let last else { return ["customers": JSON(seen), "tasks": JSON(made)] }
            (reached, seen, made) = (last, seen + count, made + new)
            try await run.progress(seen)
        }
    }

    private static func make(for id: RecordID, _ wish: Wish, through door: Door) throws -> Bool {
        guard let customer = try door.reader.find(Customer.self, id), let score = customer[\.dataQuality] else { return false }
        let found = Set(Quality.findings(in: customer[\.qualityReasons]?.json ?? []).map(\.reason.rawValue))
        guard wish.reasons.isEmpty || !wish.reasons.isDisjoint(with: found) else { return false }
        // Of two jobs at once the second waits here, and meets the task of the first.
        try door.demand(.read, Customer.schema.definition, id)
        let open = rule { $0.customer == Reference(id) && $0.state == .open }
        guard try door.reader.firstID(schema.definition, where: open) == nil else { return false }
        let reasons = Reason.allCases.map(\.rawValue).filter(found.contains).map(Value.text)
        try door.perform(
            .create([
                "customer": .reference(id), "reasons": .list(reasons), "found": .integer(score), "wanted": .integer(max(wish.wanted, wish.below)),
                "targetOn": wish.targetOn.map(Value.day) ?? .null, Common.owner: customer.owner.map(Value.reference) ?? .null,
                Common.unit: customer.unit.map(Value.reference) ?? .null,
            ]), on: schema.definition)
        return true
    }
}
