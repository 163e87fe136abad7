import Engine
import Foundation
import Inspection
import Kernel
import Store

/// What a check-up found, for whoever asked for it: in numbers, row by row, in pairs, as files.
enum FileCheckAnswers {
    static let endpoints: [Endpoint] = [summary, rowByRow, pairs, file]

    static let most: Int64 = 100
    static let paging = [
        FieldDefinition("after", IntegerKind(-1...Int64(Int32.max)), standard: .integer(-1)), FieldDefinition("limit", IntegerKind(1...most), standard: .integer(50)),
    ]

    /// One of the actor's own.
    static func find(_ call: EndpointCall, _ engine: Engine) async throws -> (id: RecordID, summary: JSON, report: String) {
        let text = call.place("check"), id = RecordID(text) ?? RecordID(rawValue: 0), user = call.actor.user?.rawValue ?? 0
        let row = try await engine.database.read { session in
            try session.first("SELECT summary, report FROM \(name: FileCheckTables.checks) WHERE id = \(id.rawValue) AND user_id = \(user)")
        }
        guard call.actor.impersonator == nil, let row, let summary = row[0].text.flatMap({ try? JSON.parse($0) }) else {
            throw Refusal.notFound(entity: "fileCheck", id: String(text.prefix(60)))
        }
        return (id, summary, row[1].text ?? "")
    }

    static func words(_ language: Language) throws -> InspectionTexts {
        guard let words = texts[language] else { throw Refusal.notFound(entity: "fileCheck", id: language.rawValue) }
        return words
    }

    private static let texts = Dictionary(Language.allCases.compactMap { language in (try? InspectionTexts(language)).map { (language, $0) } }) { first, _ in first }

    // MARK: - In numbers

    private static let count: JSON = ["type": "integer", "minimum": 0]
    private static let tally: JSON = [
        "type": "array", "items": ["type": "object", "required": ["kind", "label", "count"], "properties": ["kind": ["type": "string"], "label": ["type": "string"], "count": count]],
    ]

    private static let summary = Endpoint.working(
        "summaryOfFileCheck", "quality/file-checks/{check}", by: .get,
        answers: [
            "type": "object", "required": ["file", "totals", "columns", "broken", "isCompared", "kept"],
            "properties": [
                "file": ["type": "string"], "totals": ["type": "object", "additionalProperties": count], "broken": tally, "isCompared": ["type": "boolean"],
                "kept": ["type": "object", "additionalProperties": count],
                "columns": [
                    "type": "array",
                    "items": [
                        "type": "object", "required": ["name", "role", "label", "filled", "invalid", "suspicious", "notes"],
                        "properties": [
                            "name": ["type": "string"], "role": ["type": ["string", "null"]], "label": ["type": "string"], "filled": count, "invalid": tally, "suspicious": tally,
                            "notes": tally,
                        ],
                    ],
                ],
            ],
        ]
    ) { call, engine in
        let words = try words(call.language)
        func labelled(_ json: JSON?) -> JSON {
            .array((json?.array ?? []).map { tally in .object((tally.object ?? [:]).merging(["label": .string(words(tally["kind"]?.string ?? ""))]) { first, _ in first }) })
        }
        var members = try await find(call, engine).summary.object ?? [:]
        members["broken"] = labelled(members["broken"])
        members["columns"] = .array((members["columns"]?.array ?? []).map { column in
            var column = column.object ?? [:]
            for name in ["invalid", "suspicious", "notes"] { column[name] = labelled(column[name]) }
            column["label"] = .string(words("inspect.role.\(column["role"]?.string ?? "none")"))
            return .object(column)
        })
        return .object(members)
    }

    // MARK: - Row by row

    private static let rowByRow = Endpoint.working(
        "findingsOfFileCheck", "quality/file-checks/{check}/findings", by: .get,
        takes: paging + [FieldDefinition("kind", TextKind(maximum: 60)), FieldDefinition("column", TextKind(maximum: 200))],
        answers: page([
            "type": "object", "required": ["row", "column", "kind", "label", "value"],
            "properties": [
                "row": count, "column": ["type": "string"], "kind": ["type": "string"], "label": ["type": "string"], "value": ["type": ["string", "null"]],
            ],
        ])
    ) { call, engine in
        let check = try await find(call, engine).id, words = try words(call.language)
        guard case .integer(let after) = call["after"], case .integer(let limit) = call["limit"] else { return .null }
        let kind: SQL = call["kind"].text.map { "AND kind = \($0)" } ?? .empty, column: SQL = call["column"].text.map { "AND column_name = \($0)" } ?? .empty
        let found = try await findings(of: check, after: after, limit: limit + 1, kind + " " + column, engine: engine)
        return paged(found, limit, found.map { $0.json(words) }) { $0.place }
    }

    struct KeptFinding {
        let place: Int64
        let row: Int64
        let column, kind: String
        /// Nil where no key opens it any more.
        let value: String?

        func json(_ words: InspectionTexts) -> JSON {
            [
                "row": JSON(row), "column": .string(column), "kind": .string(kind), "label": .string(words(kind)), "value": value.map(JSON.string) ?? .null,
            ]
        }
    }

    /// In the order of the file, those that many rows share behind all others.
    static func findings(of check: RecordID, after: Int64, limit: Int64, _ condition: SQL = .empty, engine: Engine) async throws -> [KeptFinding] {
        let rows = try await engine.database.read { session in
            // By the primary key, or by file_check_finding_kind.
            try session.rows(
                """
                SELECT place, row_number, column_name, kind, value
                FROM \(name: FileCheckTables.findings)
                WHERE check_id = \(check.rawValue) AND place > \(after) \(condition)
                ORDER BY place
                LIMIT \(limit)
                """)
        }
        return rows.map { row in
            let place = row[0].integer ?? 0
            return KeptFinding(
                place: place, row: row[1].integer ?? 0, column: row[2].text ?? "", kind: row[3].text ?? "",
                value: engine.vault.open(row[4].text ?? "", for: FileCheckTables.place(check, "finding:\(place)")))
        }
    }

    static func page(_ item: JSON) -> JSON {
        [
            "type": "object", "required": ["data", "page"],
            "properties": [
                "data": ["type": "array", "maxItems": JSON(most), "items": item],
                "page": ["type": "object", "required": ["next"], "properties": ["next": ["type": ["integer", "null"]]]],
            ],
        ]
    }

    /// - Parameter found: one more than was asked for, where there are more.
    static func paged<Item>(_ found: [Item], _ limit: Int64, _ shown: [JSON], _ place: (Item) -> Int64) -> JSON {
        let isCut = found.count > limit
        return ["data": .array(Array(shown.prefix(Int(limit)))), "page": ["next": isCut ? JSON(place(found[Int(limit) - 1])) : .null]]
    }
}
