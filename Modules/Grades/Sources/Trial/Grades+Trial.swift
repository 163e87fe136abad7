import Customers
import Engine
import Foundation
import Kernel
import Store

/// What a rule would change, before it counts. Nothing is written; a company with a million customers is walked in stretches, each a
/// request of its own, so that none holds the database for long.
extension Grades {
    private static let customersPerTrial: Int64 = 20_000

    static let trial = [
        Endpoint.reading(
            "tryGradeRule", "grade-rules/{id}/trial", takes: [FieldDefinition("after", IDKind())],
            answers: [
                "type": "object",
                "properties": [
                    "matrix": ["type": "array", "items": ["type": "object", "properties": ["from": Shapes.text, "to": Shapes.text, "count": ["type": "integer"]]]],
                    "customers": ["type": "integer"], "total": ["type": "integer"], "next": Shapes.text,
                ],
            ], isHeavy: true
        ) { call, reader in
            let grading = try call.rule(reader), start = call["after"].reference?.rawValue ?? .min, trusted = reader.unbounded
            let total = try trusted.count(Customer.schema.definition)
            guard let (last, count) = try trusted.stretch(after: start, of: customersPerTrial) else {
                return ["matrix": [], "customers": 0, "total": JSON(total), "next": .null]
            }
            let matrix = try Calculation(grading: grading, reader: trusted).matrix(.between(after: start, upTo: last))
            let more = try trusted.stretch(after: last, of: 1) != nil
            return [
                "matrix": .array(matrix.map { ["from": name($0.from), "to": name($0.to), "count": JSON($0.count)] }), "customers": JSON(count), "total": JSON(total),
                "next": more ? .string(String(last)) : .null,
            ]
        },
        Endpoint.reading(
            "gradeMovers", "grade-rules/{id}/movers",
            takes: [
                FieldDefinition("after", IDKind()), FieldDefinition("from", TextKind(.text, maximum: 60)), FieldDefinition("to", TextKind(.text, maximum: 60)),
                FieldDefinition("limit", IntegerKind(1...200), standard: .integer(50)),
            ],
            answers: ["type": "object", "properties": ["data": ["type": "array", "items": ["type": "object"]], "page": ["type": "object"]]], isHeavy: true
        ) { call, reader in
            let grading = try call.rule(reader)
            guard case .integer(let limit) = call["limit"] else { throw Invalid("limit", .required) }
            return try Movers(grading, from: call["from"].text, to: call["to"].text, after: call["after"].reference, limit: Int(limit), reader).json
        },
        Endpoint.changing(
            "recalculateGrades", "grade-rules/recalculate", answers: ["type": "object", "properties": ["job": ["type": "string"]]]
        ) { call, door in
            try door.reader.checkMayRule()
            return ["job": .string(try door.enqueue(recalculation, uniqueKey: "all").description)]
        },
        Endpoint.changing(
            "makePreparedGradeRule", "grade-rules/prepared", answers: ["type": "object", "properties": ["id": ["type": "string"]]]
        ) { call, door in
            try door.reader.checkMayRule()
            return ["id": .string(try PreparedRule.make(through: door, call.language, isActive: false).description)]
        },
    ]

    private static func name(_ grade: String?) -> JSON { grade.map(JSON.string) ?? .null }
}

extension EndpointCall {
    fileprivate func rule(_ reader: Reader) throws -> Grading {
        try reader.checkMayRule()
        guard let id = record, let rule = try reader.find(GradeRule.self, id) else {
            throw Refusal.notFound(entity: GradeRule.name, id: record?.description ?? "")
        }
        return try Grading.trial(rule, reader.unbounded)
    }
}

/// The customers whom a rule would move, a page of them.
private struct Movers {
    let json: JSON

    /// So many stretches one request walks at most: a page may be short, and still be followed by another.
    private static let stretches = 8

    init(_ grading: Grading, from: String?, to: String?, after: RecordID?, limit: Int, _ reader: Reader) throws {
        let trusted = reader.unbounded, calculation = Calculation(grading: grading, reader: trusted)
        var found: [Standing] = [], place = after?.rawValue ?? .min, isEnd = false
        for _ in 0..<Self.stretches where found.count <= limit && !isEnd {
            guard let (last, _) = try trusted.stretch(after: place) else { isEnd = true; break }
            found += try calculation.standings(.between(after: place, upTo: last), .moving).filter { standing in
                (from.map { $0 == standing.grade ?? Self.none } ?? true) && (to.map { $0 == standing.target ?? Self.none } ?? true)
            }
            place = last
        }
        let page = found.prefix(limit)
        let next = found.count > limit ? page.last?.id.rawValue : isEnd ? nil : place
        let names = try Self.names(page.map(\.id), trusted)
        json = [
            "data": .array(page.map { standing in
                [
                    "id": .string(standing.id.description), "name": .string(names[standing.id]?.name ?? ""), "code": .string(names[standing.id]?.code ?? ""),
                    "from": standing.grade.map(JSON.string) ?? .null, "to": standing.target.map(JSON.string) ?? .null,
                    "oldScore": Self.points(standing.keptScore), "score": Self.points(standing.score), "isOverridden": .flag(standing.isHeld(on: trusted.moment.today)),
                    "points": .array(zip(grading.basis.criteria, standing.parts).map { ["name": .string($0.name), "points": Self.points($1.points)] }),
                ]
            }),
            "page": ["next": next.map { .string(String($0)) } ?? .null],
        ]
    }

    /// How those without a grade are asked for.
    private static let none = "none"

    private static func points(_ hundredths: Int64?) -> JSON { hundredths.map { .string(Decimal(units: $0, scale: 2).fixed(2)) } ?? .null }

    private static func names(_ ids: [RecordID], _ reader: Reader) throws -> [RecordID: (name: String, code: String)] {
        guard !ids.isEmpty else { return [:] }
        let rows = try reader.rows("SELECT id, name, code FROM \(name: Customer.schema.definition.table) WHERE id IN (\(SQL.list(ids.map { .integer($0.rawValue) })))")
        return Dictionary(uniqueKeysWithValues: rows.map { (RecordID(rawValue: $0[0].integer ?? 0), ($0[1].text ?? "", $0[2].text ?? "")) })
    }
}
