public import Foundation
public import Kernel
import Store

/// Loads a file of records through the one door: streaming, in short transactions, with every refused row kept and explained.
public struct Importer: Sendable {
    let engine: Engine
    let actor: Actor
    let mapping: ImportMapping

    public init(engine: Engine, actor: Actor, mapping: ImportMapping) {
        (self.engine, self.actor, self.mapping) = (engine, actor, mapping)
    }

    /// What became of one record of a row.
    enum Outcome { case created, updated, unchanged }

    struct Tally: Sendable, Hashable {
        var created = 0, updated = 0, unchanged = 0, refused = 0

        mutating func add(_ outcome: Outcome) {
            switch outcome {
            case .created: created += 1
            case .updated: updated += 1
            case .unchanged: unchanged += 1
            }
        }
    }

    /// What came of an import. Rows without the header; every row is in one of the four counts.
    public struct Result: Sendable, Hashable {
        public let id: RecordID
        public internal(set) var rows = 0, created = 0, updated = 0, unchanged = 0, refused = 0
        /// Records that belong to those of the rows, by entity.
        var children: [String: Tally] = [:]
        var reasons = ImportReasons()

        init(id: RecordID) { self.id = id }

        /// Goes on from what an attempt before has left.
        init(id: RecordID, _ json: JSON) {
            self.id = id
            func number(_ key: String, _ json: JSON = json) -> Int { Int(json[key]?.integer ?? 0) }
            (rows, created, updated) = (number("rows"), number("created"), number("updated"))
            (unchanged, refused) = (number("unchanged"), number("refused"))
            children = (json["children"]?.object ?? [:]).mapValues {
                Tally(created: number("created", $0), updated: number("updated", $0), unchanged: number("unchanged", $0))
            }
            reasons = ImportReasons(json)
        }

        /// `{"id", "rows", "created", "updated", "unchanged", "refused", "children": {"contact": {"created", …}}, "reasons", "words"}`.
        public var json: JSON {
            let children = children.mapValues { tally -> JSON in
                ["created": JSON(tally.created), "updated": JSON(tally.updated), "unchanged": JSON(tally.unchanged)]
            }
            let members: [String: JSON] = [
                "id": .string(id.description), "rows": JSON(rows), "created": JSON(created), "updated": JSON(updated),
                "unchanged": JSON(unchanged), "refused": JSON(refused), "children": .object(children),
            ]
            return .object(members.merging(reasons.members) { own, _ in own })
        }
    }

    /// Loads a file of any kind that `ImportTableKind` knows, found by looking at it.
    ///
    /// - Parameter progress: called after every transaction.
    public func run(file url: URL, progress: (Result) -> Void = { _ in }) async throws -> Result {
        try mapping.check(actor, engine)
        let table = try ImportTableKind(url, named: url.lastPathComponent).open(url, TableReading([:]), most: .max)
        let id = try engine.ids.next(), plan = try plan(of: table.header)
        try await note(id, plan, ImportForm(table))
        return try await run(id, progress) { writing in
            var waiting: [CSVReader.Row] = [], isAtEnd = false
            while !isAtEnd {
                let next = try table.next()
                isAtEnd = next.isEmpty
                waiting += next
                try await write(&waiting, plan, &writing, all: isAtEnd, progress)
            }
        }
    }

    /// Loads CSV in UTF-8 that comes piece by piece. While one batch is written, the next is read, checked and cut into tokens.
    ///
    /// - Parameters:
    ///   - chunks: the bytes of the file, in pieces of any size.
    ///   - progress: called after every transaction.
    public func run<Chunks: AsyncSequence>(
        _ chunks: Chunks, separator: CSVSeparator? = nil, progress: (Result) -> Void = { _ in }
    ) async throws -> Result where Chunks.Element == [UInt8] {
        try mapping.check(actor, engine)
        var reader = CSVReader(separator: separator)
        var waiting: [CSVReader.Row] = []
        var plan: ImportPlan?
        let id = try engine.ids.next()
        func take(_ rows: [CSVReader.Row]) async throws {
            waiting += rows.map { row in row.map(\.unguarded) }
            if plan == nil, let first = waiting.first {
                plan = try await begin(first, id)
                waiting.removeFirst()
            }
        }
        return try await run(id, progress) { writing in
            for try await chunk in chunks {
                try Task.checkCancellation()
                try await take(reader.feed(chunk))
                if let plan { try await write(&waiting, plan, &writing, all: false, progress) }
            }
            try await take(reader.finish())
            guard let plan else { throw Invalid("file", .required) }
            try await write(&waiting, plan, &writing, all: true, progress)
        }
    }

    /// One import from its beginning to its end, whatever its rows come from.
    private func run(
        _ id: RecordID, _ progress: (Result) -> Void, _ body: (inout ImportWriting) async throws -> Void
    ) async throws -> Result {
        var writing = ImportWriting(result: Result(id: id)) { [engine, actor] body in
            try await engine.write(as: actor) { door in
                door.run = id
                let done = try body(door)
                try door.keep(done.refused, of: id)
                return done
            }
        }
        do {
            try await body(&writing)
            try await writing.finish(progress)
        } catch {
            await writing.stop()
            throw error
        }
        let result = writing.result
        try await engine.write(as: actor) { try $0.note(result) }
        return result
    }

    private func write(
        _ waiting: inout [CSVReader.Row], _ plan: ImportPlan, _ writing: inout ImportWriting, all: Bool, _ progress: (Result) -> Void
    ) async throws {
        var rest = waiting[...]
        while rest.count >= writing.batchSize || (all && !rest.isEmpty) {
            let rows = rest.prefix(writing.batchSize)
            rest = rest.dropFirst(rows.count)
            try await writing.write(plan.batch(rows, as: actor), progress)
        }
        waiting = Array(rest)
    }

    private func begin(_ first: CSVReader.Row, _ id: RecordID) async throws -> ImportPlan {
        let header: [String]
        do throws(CSVError) {
            header = try first.get().fields
        } catch {
            throw Invalid("file", .badRow, ["reason": error.problem.rawValue])
        }
        let plan = try plan(of: header)
        try await note(id, plan, .standard)
        return plan
    }

    private func plan(of header: [String]) throws -> ImportPlan {
        try ImportPlan(mapping, header: header, engine.catalogue, for: actor, addresses: engine.divisions.addresses())
    }

    private func note(_ id: RecordID, _ plan: ImportPlan, _ form: ImportForm) async throws {
        try await engine.write(as: actor) { try $0.note(import: id, plan, form) }
    }
}

extension Door {
    /// Notes that an import has begun, so that its refused rows have a header; a second time does nothing.
    func note(import id: RecordID, _ plan: ImportPlan, _ form: ImportForm) throws {
        try session.execute(
            """
            INSERT INTO \(name: SystemTables.imports) (id, entity, actor_id, at, header, form)
            VALUES (\(id.rawValue), \(plan.mapping.entity.name), \(actor.user?.rawValue), \(engine.clock.now().milliseconds),
            \(JSON.array(plan.header.map(JSON.string)).text), \(form.json.text))
            ON CONFLICT (id) DO NOTHING
            """)
    }

    func note(_ result: Importer.Result) throws {
        try session.execute("UPDATE \(name: SystemTables.imports) SET result = \(result.json.text) WHERE id = \(result.id.rawValue)")
    }
}

extension ImportMapping {
    /// Whoever may do nothing of it need not begin.
    func check(_ actor: Actor, _ engine: Engine) throws {
        if mode != .update { try engine.permissions.check(actor, may: .create, entity) }
        if mode != .create { try engine.permissions.check(actor, may: .edit, entity) }
        // To make records for somebody else is a right of its own.
        let owner = defaults[Common.owner]?.reference
        if entity.isOwned, owner != nil, owner != actor.user { try engine.permissions.check(actor, may: .assign, entity) }
        for child in children { try child.mapping.check(actor, engine) }
    }
}
