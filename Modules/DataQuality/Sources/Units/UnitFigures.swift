import Customers
import Engine
import Kernel

/// How good the customer records of a unit are now, and how far its cleansing has come, as far as the asker sees them.
struct UnitFigures {
    let unit: RecordID?
    let name: String
    var customers: Int64 = 0
    /// Of all its customers together.
    var score: Int64 = 0
    var verified: Int64 = 0
    var open: Int64 = 0
    var late: Int64 = 0
    var done: Int64 = 0
    var waived: Int64 = 0

    static let endpoint = Endpoint.reading("qualityOfUnits", "quality/units", answers: schema, isHeavy: true) { _, reader in
        ["data": .array(try all(reader).map(\.json))]
    }

    private static let schema: JSON = {
        let count: JSON = ["type": "integer", "minimum": 0], number: JSON = ["type": ["number", "null"]]
        return [
            "type": "object", "required": ["data"],
            "properties": [
                "data": [
                    "type": "array",
                    "items": [
                        "type": "object", "required": ["unit", "name", "customers", "verified", "realNameRate", "quality", "open", "late", "done", "waived"],
                        "properties": [
                            "unit": ["type": ["string", "null"]], "name": ["type": "string"], "customers": count, "verified": count, "realNameRate": number,
                            "quality": number, "open": count, "late": count, "done": count, "waived": count,
                        ],
                    ],
                ]
            ],
        ]
    }()

    /// Units with customers or tasks, the largest first.
    static func all(_ reader: Reader) throws -> [UnitFigures] {
        var names: [RecordID: String] = [:], found: [RecordID?: UnitFigures] = [:]
        try reader.forEach(ListQuery(OrgUnit.schema.definition)) { values in
            if let id = values[Common.id]?.reference { names[id] = values["name"]?.text }
        }
        func add(_ entity: EntityDefinition, _ parameters: [(name: String, value: String)], _ body: (inout UnitFigures, JSON, JSON) -> Void) throws {
            let query = try AggregateQuery(parameters, on: entity, reader.catalogue, for: reader.actor)
            for row in try JSON.parse(reader.aggregate(query))["data"]?.array ?? [] {
                let group = row["group"] ?? [:], unit = group["unit"]?.string.flatMap(RecordID.init)
                body(&found[unit, default: UnitFigures(unit: unit, name: unit.flatMap { names[$0] } ?? "")], group, row["measures"] ?? [:])
            }
        }
        try add(Customer.schema.definition, [("group", "unit"), ("measure", "count,sum:dataQuality")]) { figures, _, measures in
            figures.customers = measures["count"]?.integer ?? 0
            figures.score = measures["sum:dataQuality"]?.integer ?? 0
        }
        try add(Customer.schema.definition, [("group", "unit"), ("measure", "count"), ("realName", "verified")]) { $0.verified = $2["count"]?.integer ?? 0 }
        try add(CleansingTask.schema.definition, [("group", "unit,state"), ("measure", "count")]) { figures, group, measures in
            let count = measures["count"]?.integer ?? 0
            switch group["state"]?.string {
            case "open": figures.open = count
            case "done": figures.done = count
            default: figures.waived += count
            }
        }
        let late = #"{"state": "open", "targetOn": {"lt": "\#(reader.moment.today)"}}"#
        try add(CleansingTask.schema.definition, [("group", "unit"), ("measure", "count"), ("filter", late)]) { $0.late = $2["count"]?.integer ?? 0 }
        return found.values.sorted { ($1.customers, $0.name) < ($0.customers, $1.name) }
    }

    private var json: JSON {
        [
            "unit": unit.map { .string($0.description) } ?? .null, "name": .string(name), "customers": JSON(Int(customers)), "verified": JSON(Int(verified)),
            "realNameRate": customers > 0 ? .number(Self.tenths(verified * 1_000 / customers)) : .null,
            "quality": customers > 0 ? .number(Self.tenths(score * 10 / customers)) : .null, "open": JSON(Int(open)), "late": JSON(Int(late)), "done": JSON(Int(done)),
            "waived": JSON(Int(waived)),
        ]
    }

    private static func tenths(_ units: Int64) -> String { "\(units / 10).\(units % 10)" }
}
