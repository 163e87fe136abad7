import Customers
import Engine
import Kernel

/// How good the customers are that an import has made, as they are now: told together, never one by one.
struct ImportQuality {
    private var measured = 0
    private var sum: Int64 = 0
    /// Below 20, 40, 60, 80, and the rest.
    private var bands = Array(repeating: 0, count: 5)
    private var reasons: [Reason: Int] = [:]
    private var isCut = false

    private struct Reason: Hashable {
        let reason: QualityFinding.Reason
        let field: String
    }

    private static let mostMeasured = 100_000
    private static let recordsPerRead = 2_000
    private static let mostReasons = 20

    static let endpoint = Endpoint.working("qualityOfImport", "quality/imports/{import}", by: .get, answers: schema) { call, engine in
        let text = call.place("import")
        guard let id = RecordID(text) else { throw Refusal.notFound(entity: "import", id: String(text.prefix(60))) }
        // Whoever may see the job: who imported, and administrators.
        let job = try await engine.jobs.find(id, as: call.actor)
        guard job.kind == "import" else { throw Refusal.notFound(entity: "import", id: id.description) }
        return try await measured(job.id, engine).json
    }

    private static func measured(_ job: RecordID, _ engine: Engine) async throws -> ImportQuality {
        let customer = Customer.schema.definition
        var quality = ImportQuality(), last = RecordID(rawValue: 0)
        while true {
            let ids = try await engine.records(of: customer, madeBy: job, after: last, limit: recordsPerRead)
            guard let reached = ids.last else { return quality }
            guard quality.measured < mostMeasured else {
                quality.isCut = true
                return quality
            }
            quality = try await engine.read(as: .system) { [quality] reader in
                var query = ListQuery(customer), sum = quality
                query.filter = .oneOf([Common.id], ids.map(Value.reference))
                query.fields = ["dataQuality", "qualityReasons"]
                try reader.forEach(query) { sum.add($0) }
                return sum
            }
            last = reached
        }
    }

    private mutating func add(_ values: Values) {
        guard case .integer(let score)? = values["dataQuality"] else { return }
        measured += 1
        sum += score
        bands[min(Int(score) / 20, bands.count - 1)] += 1
        guard case .json(let json)? = values["qualityReasons"] else { return }
        for finding in Quality.findings(in: json) { reasons[Reason(reason: finding.reason, field: finding.field), default: 0] += 1 }
    }

    private var json: JSON {
        let sorted = reasons.sorted { ($1.value, $0.key.field, $0.key.reason.rawValue) < ($0.value, $1.key.field, $1.key.reason.rawValue) }
        let invalid = reasons.reduce(0) { $0 + ($1.key.reason == .invalid ? $1.value : 0) }
        return [
            "customers": JSON(measured), "isCut": .flag(isCut), "mean": measured > 0 ? .number("\(sum * 10 / Int64(measured) / 10).\(sum * 10 / Int64(measured) % 10)") : .null,
            "invalid": JSON(invalid),
            "bands": .array(bands.enumerated().map { place, count in ["from": JSON(place * 20), "to": JSON(place == bands.count - 1 ? 100 : place * 20 + 19), "customers": JSON(count)] }),
            "reasons": .array(sorted.prefix(Self.mostReasons).map { ["reason": .string($0.key.reason.rawValue), "field": .string($0.key.field), "customers": JSON($0.value)] }),
        ]
    }

    private static let schema: JSON = {
        let count: JSON = ["type": "integer", "minimum": 0]
        return [
            "type": "object", "required": ["customers", "isCut", "mean", "invalid", "bands", "reasons"],
            "properties": [
                "customers": count, "isCut": ["type": "boolean"], "mean": ["type": ["number", "null"]], "invalid": count,
                "bands": ["type": "array", "items": ["type": "object", "required": ["from", "to", "customers"], "properties": ["from": count, "to": count, "customers": count]]],
                "reasons": [
                    "type": "array",
                    "items": [
                        "type": "object", "required": ["reason", "field", "customers"],
                        "properties": ["reason": ["enum": .array(QualityFinding.Reason.allCases.map { .string($0.rawValue) })], "field": ["type": "string"], "customers": count],
                    ],
                ],
            ],
        ]
    }()
}
