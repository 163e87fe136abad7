import Engine
import Inspection
import Kernel
import Store

/// Writes what a check-up finds as it comes, in short transactions; of very much the first.
final class FileCheckWriter {
    private let run: JobRun
    private var waiting: [[Stored]] = []
    /// Also those that were not kept.
    private(set) var findings = 0
    private(set) var kept = 0

    static let mostFindings = 100_000
    static let mostPairs = 20_000
    private static let longestValue = 200
    private static let rowsPerTransaction = 500

    init(_ run: JobRun) { self.run = run }

    func add(_ finding: Finding) async throws {
        findings += 1
        guard kept < Self.mostFindings else { return }
        let value = try sealed(String(finding.value.prefix(Self.longestValue)), "finding:\(kept)")
        waiting.append([
            .integer(run.id.rawValue), .integer(Int64(kept)), .integer(Int64(finding.row)), .text(finding.column.replacing("\0", with: "")), .text(finding.kind), .text(value),
        ])
        kept += 1
        if waiting.count == Self.rowsPerTransaction { try await flush(FileCheckTables.findingInsertion) }
    }

    func endFindings() async throws { try await flush(FileCheckTables.findingInsertion) }

    /// The likeliest pairs of rows, then the likeliest of rows and customers.
    ///
    /// - Parameter names: what rows are called.
    func write(_ file: [Duplicates.Pair], _ known: [KnownMatch], names: [Int: String]) async throws {
        var place = 0
        func append(_ row: Int, _ other: Int?, _ record: RecordID?, _ unit: String?, _ score: Double, _ isSame: Bool) async throws {
            let called = JSON.array([names[row], other.flatMap { names[$0] }].map { $0.map(JSON.string) ?? .null })
            waiting.append([
                .integer(run.id.rawValue), .integer(Int64(place)), .integer(Int64(row)), other.map { .integer(Int64($0)) } ?? .null, record.map { .integer($0.rawValue) } ?? .null,
                unit.map(Stored.text) ?? .null, .integer(Int64((score * 1_000_000).rounded())), .integer(isSame ? 1 : 0), .text(try sealed(called.text, "pair:\(place)")),
            ])
            place += 1
            if waiting.count == Self.rowsPerTransaction { try await flush(FileCheckTables.pairInsertion) }
        }
        for pair in file { try await append(pair.left, pair.right, nil, nil, pair.score, pair.isSame) }
        for match in known {
            switch match.whom {
            case .record(let id, _): try await append(match.row, nil, RecordID(id), nil, match.score, match.isSame)
            case .elsewhere(let unit): try await append(match.row, nil, nil, unit, match.score, match.isSame)
            }
        }
        try await flush(FileCheckTables.pairInsertion)
    }

    func finish(summary: JSON, report: String, by user: RecordID) async throws {
        let id = run.id, now = run.engine.clock.now().milliseconds, report = try sealed(report, "report")
        try await run.write { door in
            try door.session.execute(
                """
                INSERT INTO \(name: FileCheckTables.checks) (id, user_id, at, summary, report)
                VALUES (\(id.rawValue), \(user.rawValue), \(now), \(summary.text), \(report))
                """)
        }
    }

    private func sealed(_ text: String, _ part: String) throws -> String {
        guard let sealed = run.engine.vault.seal(text.replacing("\0", with: ""), for: FileCheckTables.place(run.id, part)) else { throw Refusal.notSealed }
        return sealed
    }

    private func flush(_ insertion: Insertion) async throws {
        guard !waiting.isEmpty else { return }
        let rows = waiting
        waiting = []
        try await run.write { try $0.session.insert(rows, by: insertion) }
    }
}
