import Customers
import Engine
import Inspection
import Kernel

/// The check-up of a file of customers that somebody brought, as a job: nothing of it is taken in.
///
/// The payload is that of an import: `{"file": "912…", "mapping": {"entity": "customer", …}}`.
enum FileCheck {
    static let job = JobKind("checkFile", maximumAttempts: 2, begin: { payload, door in try begin(payload, door) }) { payload, run in
        let actor = try await run.askingActor()
        let file = try await run.engine.broughtFile(payload, for: actor)
        return try await run.telling(of: steps) { tell in
            try await withTaskExecutorPreference(BroughtFile.threads) { try await look(at: file, run, actor) { tell(Int($0 * Double(steps))) } }
        }
    }

    private static let steps = 100

    private static func begin(_ payload: JSON, _ door: Door) throws -> RecordID {
        guard case .object = payload else { throw Invalid("payload", .wrongType, ["expected": "object"]) }
        let (kept, entity) = try door.prepare(brought: payload)
        guard entity.name == Customer.schema.definition.name else { throw Invalid("entity", .badMapping) }
        return try door.enqueue(job.name, kept)
    }

    private static func look(at file: BroughtFile, _ run: JobRun, _ actor: Actor, _ tell: @escaping @Sendable (Double) -> Void) async throws -> JSON {
        guard let user = actor.user else { throw Refusal.sessionNeeded }
        let engine = run.engine, today = Moment(now: engine.clock.now(), zone: actor.zone).today
        try await FileCheckTables.forget(run.id, run)
        let inspection = FileInspection(InspectionMapping(roles: FileCheckRoles.roles(file.fields)), on: today, divisions: try divisions(engine))
        let writer = FileCheckWriter(run)
        let found = try await inspection.run(
            named: file.name, against: KnownCustomers(engine, for: actor),
            // What is read is compared, sorted and written afterwards.
            progress: { tell($0 * 0.9) }, told: { try await writer.add($0) }, from: { try file.open() })
        try await writer.endFindings()
        let pairs = Array(found.duplicates.pairs.sorted { ($1.score, $0.left, $0.right) < ($0.score, $1.left, $1.right) }.prefix(FileCheckWriter.mostPairs))
        let known = Array((found.known?.matches ?? []).sorted { ($1.score, $0.row) < ($0.score, $1.row) }.prefix(FileCheckWriter.mostPairs))
        let rows = Set(pairs.flatMap { [$0.left, $0.right] } + known.map(\.row))
        try await writer.write(pairs, known, names: inspection.names(of: rows, in: file.open()))
        let totals = FileCheckSummary.totals(found, findings: writer.findings)
        try await writer.finish(
            summary: FileCheckSummary.json(found, totals, keptFindings: writer.kept, keptPairs: pairs.count + known.count),
            report: HTMLReport(found, InspectionTexts(actor.language), on: today).html, by: user)
        return totals
    }

    /// Without a table nothing is said of addresses.
    private static func divisions(_ engine: Engine) throws -> Divisions? {
        let divisions = try engine.divisions.divisions()
        return divisions.codes.isEmpty ? nil : divisions
    }
}

/// What a check-up came to, in numbers: nothing of what the file says.
enum FileCheckSummary {
    private static let mostColumns = 200

    static func totals(_ file: InspectedFile, findings: Int) -> JSON {
        let same = file.duplicates.pairs.count(where: \.isSame)
        return [
            "rows": JSON(file.rows), "unusable": JSON(file.unusable), "unread": JSON(file.broken.values.reduce(0, +)), "tooWide": JSON(file.tooWide), "findings": JSON(findings),
            "surplus": JSON(file.duplicates.surplus), "same": JSON(same), "ask": JSON(file.duplicates.pairs.count - same), "known": JSON(file.known?.known ?? 0),
            "uncertain": JSON(file.known?.uncertain ?? 0),
        ]
    }

    static func json(_ file: InspectedFile, _ totals: JSON, keptFindings: Int, keptPairs: Int) -> JSON {
        let columns = file.columns.prefix(mostColumns).map { column -> JSON in
            [
                "name": .string(column.name), "role": column.role.map { .string($0.rawValue) } ?? .null, "filled": JSON(column.filled), "invalid": list(column.invalid),
                "suspicious": list(Dictionary(column.suspicious.map { ("suspicion.\($0.key.rawValue)", $0.value) }) { first, _ in first }), "notes": list(column.notes),
            ]
        }
        let broken = file.broken.sorted { $0.key < $1.key }.map { kind, count -> JSON in ["kind": .string(kind), "count": JSON(count)] }
        return [
            "file": .string(file.name), "totals": totals, "columns": .array(columns), "broken": .array(broken), "isCompared": .flag(file.duplicates.isLooked),
            "kept": ["findings": JSON(keptFindings), "pairs": JSON(keptPairs)],
        ]
    }

    private static func list(_ tallies: [String: ColumnFindings.Tally]) -> JSON {
        .array(tallies.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.map { ["kind": .string($0.key), "count": JSON($0.value.count)] })
    }
}
