import Customers
import Engine
import Kernel
import Linkage
import Store

/// By which keys each customer is found, in a table of its own: written with every change of a customer, in its transaction.
enum MatchKeys {
    static let table = "match_key"
    private static let state = "match_state"
    private static let insertion = Insertion(into: table, ["hash", "record_id"])
    private static let rows = RecordTable(insertion, record: "record_id")

    static let plans = [
        TablePlan(
            name: table,
            columns: [ColumnPlan(name: "hash", type: .integer, isRequired: true), ColumnPlan(name: "record_id", type: .integer, isRequired: true)],
            primaryKey: ["hash", "record_id"], indexes: [IndexPlan(name: "match_key_record", columns: ["record_id"])]),
        TablePlan(
            name: state,
            columns: [ColumnPlan(name: "name", type: .text, isRequired: true), ColumnPlan(name: "value", type: .text, isRequired: true)],
            primaryKey: ["name"]),
    ]

    static let hooks: [Hook] = [
        .afterSaving(Customer.self) { customer, saving in
            let isNew = saving.kind == .create
            guard isNew || CustomerMatching.compared.contains(where: { saving.changes($0, in: customer.values) }) else { return }
            put(customer.values, isNew: isNew, saving.door)
        },
        .beforeLifeChange(Customer.self) { customer, saving in
            if saving.kind == .restore {
                put(customer.values, isNew: false, saving.door)
            } else {
                saving.door.put([], of: customer.id, into: rows)
            }
        },
    ]

    private static func put(_ values: Values, isNew: Bool, _ door: Door) {
        guard let id = values[Common.id]?.reference else { return }
        let keys = CustomerMatching.blindRecord(values, settings, door.engine).keys(settings)
        door.put(keys.map { [.integer(Int64(bitPattern: $0)), .integer(id.rawValue)] }, of: id, isNew: isNew, into: rows)
    }

    private static let settings = CustomerMatching.settings()

    /// The customers that share keys with this one, those that share most first.
    ///
    /// - Parameters:
    ///   - largestBlock: what more customers share is no reason to look at any of them.
    ///   - most: how many are wanted.
    static func candidates(_ keys: [UInt64], largestBlock: Int, most: Int, in session: any ReadSession) throws -> [RecordID] {
        guard !keys.isEmpty else { return [] }
        // Each key by the primary key, and no further than the bound.
        let parts = keys.enumerated().map { number, key -> SQL in
            """
            SELECT hash, record_id
            FROM (SELECT hash, record_id FROM \(name: table) WHERE hash = \(Int64(bitPattern: key)) LIMIT \(largestBlock + 1)) AS \(name: "k\(number)")
            """
        }
        var blocks: [Int64: [Int64]] = [:]
        for row in try session.rows(parts.joined(by: " UNION ALL ")) {
            if let hash = row[0].integer, let record = row[1].integer { blocks[hash, default: []].append(record) }
        }
        return likeliest(Array(blocks.values), largestBlock: largestBlock, most: most)
    }

    /// The same for many customers in a few questions.
    static func candidates(ofEach keys: [[UInt64]], largestBlock: Int, most: Int, in session: any ReadSession) throws -> [[RecordID]] {
        let all = Set(keys.joined()).sorted()
        var blocks: [UInt64: [Int64]] = [:]
        for start in stride(from: 0, to: all.count, by: keysPerQuestion) {
            let wanted = all[start..<min(start + keysPerQuestion, all.count)].map { key -> SQL in "(CAST(\(Int64(bitPattern: key)) AS BIGINT))" }.joined(by: ", ")
            // Each key by the primary key: first whether its block is small enough, no further than the bound, then its customers.
            let rows = try session.rows(
                """
                WITH wanted (hash) AS (VALUES \(wanted))
                SELECT k.hash, k.record_id
                FROM wanted AS w
                JOIN \(name: table) AS k ON k.hash = w.hash
                WHERE (SELECT COUNT(*) FROM (SELECT 1 FROM \(name: table) AS b WHERE b.hash = w.hash LIMIT \(largestBlock + 1)) AS c) <= \(largestBlock)
                """)
            for row in rows {
                if let hash = row[0].integer, let record = row[1].integer { blocks[UInt64(bitPattern: hash), default: []].append(record) }
            }
        }
        return keys.map { keys in likeliest(keys.compactMap { blocks[$0] }, largestBlock: largestBlock, most: most) }
    }

    private static let keysPerQuestion = 2_000

    private static func likeliest(_ blocks: [[Int64]], largestBlock: Int, most: Int) -> [RecordID] {
        let shared = blocks.filter { $0.count <= largestBlock }.reduce(into: [Int64: Int]()) { counts, block in
            for record in block { counts[record, default: 0] += 1 }
        }
        return shared.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(most).map { RecordID(rawValue: $0.key) }
    }
}

/// Making all keys anew: for customers from before there were keys, and when keys are made otherwise.
extension MatchKeys {
    /// To be raised when other keys are made of the same customer.
    private static let version = 1

    private static func stamp(_ engine: Engine) -> String { "\(version).\(engine.digestKey)" }

    static func isDue(_ engine: Engine) async throws -> Bool {
        try await engine.database.read { session in
            try session.first("SELECT value FROM \(name: state) WHERE name = 'keys'")?[0].text
        } != stamp(engine)
    }

    /// Looks at the start, and now and then since the key of digests changes while servers run.
    static let routine = Routine("matchKeys") { engine, _ in
        while !Task.isCancelled {
            if (try? await isDue(engine)) == true { _ = try? await engine.write(as: .system) { try $0.enqueue(rebuilding.name, uniqueKey: "all") } }
            try? await Task.sleep(for: .seconds(600))
        }
    }

    static let rebuilding = JobKind("rebuildMatchKeys", maximumAttempts: 10, isOffered: true) { _, run in
        let stamp = stamp(run.engine)
        let total = try await run.engine.read(as: .system, limit: nil) { try Int($0.count(Customer.schema.definition)) }
        var last = RecordID(rawValue: 0), done = 0
        while true {
            let after = last
            let ids = try await run.write { door in
                let ids = try door.reader.firstIDs(
                    Customer.schema.definition, where: .compare([Common.id], .greater, .reference(after)), limit: recordsPerTransaction)
                guard let first = ids.first, let last = ids.last else { return ids }
                // Else who changes one of them meanwhile would find its new keys replaced by those of before.
                try door.hold(ids, of: Customer.schema.definition)
                var query = ListQuery(Customer.schema.definition)
                query.filter = .between([Common.id], .reference(first), .reference(last))
                query.fields = CustomerMatching.compared
                try door.reader.forEach(query) { put($0, isNew: false, door) }
                return ids
            }
            guard let reached = ids.last else { break }
            (last, done) = (reached, done + ids.count)
            try await run.progress(done, of: max(done, total))
        }
        try await run.write { door in
            try door.session.execute(
                """
                INSERT INTO \(name: state) (name, value)
                VALUES ('keys', \(stamp))
                ON CONFLICT (name) DO UPDATE SET value = excluded.value
                """)
        }
        return ["records": JSON(done)]
    }

    private static let recordsPerTransaction = 500
}
