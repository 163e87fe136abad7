public import Kernel
import Store

/// The module of what the law on personal information asks for. Its texts are the engine's.
public struct Privacy: Module {
    public let name = "Privacy"
    public let entities = [RetentionRule.schema.definition]
    public let hooks = RetentionRule.hooks
    public let jobs = [AccessReport.job, ForgettingWords.job, purgeViews]

    public init() {}

    /// So many days it is known who opened a record.
    static let viewDays: Int64 = 365

    private static let purgeViews = JobKind("purgeViews", every: .daily(at: 3, 50)) { _, run in
        try await Housekeeping.purge(run) { now in
            """
            DELETE FROM \(name: ViewLog.table)
            WHERE (record_id, hour, user_id, impersonator_id) IN (
                SELECT record_id, hour, user_id, impersonator_id FROM \(name: ViewLog.table)
                WHERE hour < \(now - viewDays * Housekeeping.day)
                LIMIT \(Housekeeping.batch))
            """
        }
    }

    /// Who saw a record, what erasing it would come to, and erasing it.
    public static func endpoints(on entity: EntityDefinition) -> [Endpoint] {
        let word = entity.name.prefix(1).uppercased() + entity.name.dropFirst()
        let counts: JSON = ["type": "object", "additionalProperties": ["type": "integer"]]
        let list: JSON = ["type": "object", "required": ["data"], "properties": ["data": ["type": "array", "items": ["type": "object"]]]]
        let plan: JSON = [
            "type": "object", "required": ["version", "parts"], "properties": ["version": ["type": "integer"], "parts": ["type": "array", "items": ["type": "object"]]],
        ]
        let text: JSON = ["type": ["string", "null"]]
        let state: JSON = ["type": "object", "required": ["state"], "properties": ["state": text, "at": text, "until": text, "basis": text]]
        return [
            .reading("viewersOf\(word)", "\(entity.plural)/{id}/viewers", answers: list) { call, reader in
                try Viewers.json(reader.catalogue[entity.name] ?? entity, call.record ?? RecordID(rawValue: 0), reader)
            },
            .reading("erasureStateOf\(word)", "\(entity.plural)/{id}/erasure-state", answers: state) { call, reader in
                try reader.erasureState(of: call.record ?? RecordID(rawValue: 0), reader.catalogue[entity.name] ?? entity)
            },
            .changing("erasureOf\(word)", "\(entity.plural)/{id}/erasure-plan", answers: plan) { call, door in
                try door.erasure(of: call.record ?? RecordID(rawValue: 0), door.catalogue[entity.name] ?? entity, call.language)
            },
            .changing(
                "erase\(word)", "\(entity.plural)/{id}/erase",
                takes: [FieldDefinition("reason", TextKind(maximum: 200), isRequired: true), FieldDefinition("ifVersion", IntegerKind(1...Int64(Int32.max)), isRequired: true)],
                answers: counts
            ) { call, door in
                guard case .integer(let version) = call["ifVersion"] else { throw Invalid("ifVersion", .required) }
                return try door.erase(
                    call.record ?? RecordID(rawValue: 0), on: door.catalogue[entity.name] ?? entity, reason: call["reason"].text ?? "", ifVersion: version)
            },
        ]
    }
}
