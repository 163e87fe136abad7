import Engine
import Inspection
import Kernel
import Store

/// Pairs that a check-up found: on the left a row of the file, on the right another one, or a customer who is there already.
struct FileCheckPair {
    let place: Int64
    let row: Int64
    let other: Int64?
    let record: RecordID?
    let unit: String?
    let score: Double
    let isSame: Bool
    /// Of the row, and of the other one.
    let names: [String?]

    /// Of customers as much is told as the actor may see now.
    func right(_ shown: [RecordID: ShownCustomer]) -> JSON {
        if let other { return Self.side("row", row: other, name: names[1]) }
        guard let record, let customer = shown[record] else { return Self.side("elsewhere", unit: unit) }
        return Self.side("customer", name: customer.name, record: record, code: customer.code)
    }

    private static func side(_ kind: String, row: Int64? = nil, name: String? = nil, record: RecordID? = nil, code: String? = nil, unit: String? = nil) -> JSON {
        [
            "kind": .string(kind), "row": row.map { JSON($0) } ?? .null, "name": name.map(JSON.string) ?? .null, "record": record.map { .string($0.description) } ?? .null,
            "code": code.map(JSON.string) ?? .null, "unit": unit.map(JSON.string) ?? .null,
        ]
    }

    /// The right side as lists of pairs name it.
    func mark(_ shown: [RecordID: ShownCustomer]) -> (mark: String, name: String) {
        if let other { return (String(other), names[1] ?? "") }
        guard let record, let customer = shown[record] else { return ("unit:\(unit ?? "")", "") }
        return ("code:\(customer.code ?? record.description)", customer.name ?? "")
    }

    func json(_ shown: [RecordID: ShownCustomer]) -> JSON {
        ["left": Self.side("row", row: row, name: names[0]), "right": right(shown), "score": .string(score.score), "verdict": isSame ? "same" : "ask"]
    }

    static func list(of check: RecordID, after: Int64, limit: Int64, _ condition: SQL = .empty, engine: Engine) async throws -> [FileCheckPair] {
        let rows = try await engine.database.read { session in
            // By the primary key.
            try session.rows(
                """
                SELECT place, row_number, other_row, record_id, unit, score, is_same, names
                FROM \(name: FileCheckTables.pairs)
                WHERE check_id = \(check.rawValue) AND place > \(after) \(condition)
                ORDER BY place
                LIMIT \(limit)
                """)
        }
        return rows.map { row in
            let place = row[0].integer ?? 0
            let names = engine.vault.open(row[7].text ?? "", for: FileCheckTables.place(check, "pair:\(place)")).flatMap { try? JSON.parse($0).array }
            return FileCheckPair(
                place: place, row: row[1].integer ?? 0, other: row[2].integer, record: row[3].integer.map(RecordID.init(rawValue:)), unit: row[4].text,
                score: Double(row[5].integer ?? 0) / 1_000_000, isSame: row[6].integer == 1, names: [names?.first?.string, names?.last?.string])
        }
    }
}

extension FileCheckAnswers {
    private static let text: JSON = ["type": ["string", "null"]]
    private static let side: JSON = [
        "type": "object", "required": ["kind", "row", "name", "record", "code", "unit"],
        "properties": [
            "kind": ["enum": ["row", "customer", "elsewhere"]], "row": ["type": ["integer", "null"]], "name": text, "record": text, "code": text, "unit": text,
        ],
    ]

    static let pairs = Endpoint.working(
        "pairsOfFileCheck", "quality/file-checks/{check}/pairs", by: .get,
        takes: paging + [
            FieldDefinition("verdict", ChoiceKind([Option("same"), Option("ask")])), FieldDefinition("with", ChoiceKind([Option("file"), Option("customers")])),
        ],
        answers: page([
            "type": "object", "required": ["left", "right", "score", "verdict"],
            "properties": ["left": side, "right": side, "score": ["type": "string"], "verdict": ["enum": ["same", "ask"]]],
        ])
    ) { call, engine in
        let check = try await find(call, engine).id
        guard case .integer(let after) = call["after"], case .integer(let limit) = call["limit"] else { return .null }
        let verdict: SQL = call["verdict"].text.map { "AND is_same = \(Int64($0 == "same" ? 1 : 0))" } ?? .empty
        let with: SQL = call["with"].text.map { $0 == "file" ? "AND other_row IS NOT NULL" : "AND other_row IS NULL" } ?? .empty
        let found = try await FileCheckPair.list(of: check, after: after, limit: limit + 1, verdict + " " + with, engine: engine)
        let shown = try await engine.read(as: call.actor) { try ShownCustomer.all(found.compactMap(\.record), $0) }
        return paged(found, limit, found.map { $0.json(shown) }) { $0.place }
    }

    // MARK: - As files

    static let file = Endpoint.file(
        "fileOfFileCheck", "quality/file-checks/{check}/file",
        takes: [FieldDefinition("part", ChoiceKind([Option("report"), Option("findings"), Option("pairs")]), isRequired: true)], types: ["text/html", "text/csv"]
    ) { call, engine in
        let (check, _, sealed) = try await find(call, engine)
        switch call["part"].text {
        case "findings":
            return table("findings-\(check).csv", ["row", "column", "kind", "meaning", "value"]) { after in
                let words = try words(call.language)
                return try await findings(of: check, after: after, limit: rowsPerRead, engine: engine).map {
                    ($0.place, [String($0.row), $0.column, $0.kind, words($0.kind), $0.value ?? ""])
                }
            }
        case "pairs":
            return table("pairs-\(check).csv", ["left", "right", "score", "verdict", "leftName", "rightName"]) { after in
                let found = try await FileCheckPair.list(of: check, after: after, limit: rowsPerRead, engine: engine)
                let shown = try await engine.read(as: call.actor) { try ShownCustomer.all(found.compactMap(\.record), $0) }
                return found.map { pair in
                    let (mark, name) = pair.mark(shown)
                    return (pair.place, [String(pair.row), mark, pair.score.score, pair.isSame ? "same" : "ask", pair.names[0] ?? "", name])
                }
            }
        default:
            guard let report = engine.vault.open(sealed, for: FileCheckTables.place(check, "report")) else {
                throw Refusal.notFound(entity: "fileCheck", id: check.description)
            }
            return EndpointFile(name: "report-\(check).html", type: "text/html; charset=utf-8") { try $0(Array(report.utf8)) }
        }
    }

    private static let rowsPerRead: Int64 = 2_000

    /// CSV with a byte order mark, as spreadsheets like it, in many short reads.
    private static func table(
        _ name: String, _ header: [String], _ rows: @escaping @Sendable (_ after: Int64) async throws -> [(place: Int64, cells: [String])]
    ) -> EndpointFile {
        EndpointFile(name: name, type: "text/csv; charset=utf-8") { write in
            var writer = CSVWriter(byteOrderMark: true), after: Int64 = -1
            writer.write(header)
            while true {
                let part = try await rows(after)
                for row in part { writer.write(row.cells) }
                try write(writer.take())
                guard part.count == rowsPerRead, let last = part.last else { return }
                after = last.place
            }
        }
    }
}
