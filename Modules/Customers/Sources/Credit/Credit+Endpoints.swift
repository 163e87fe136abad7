import Engine
import Kernel

extension Credit {
    private static let answer: JSON = [
        "type": "object", "properties": ["answer": ["type": "string", "enum": ["allowed", "held", "rejected"]], "hold": ["type": ["string", "null"]], "reason": ["type": ["string", "null"]]],
    ]
    private static let decision: JSON = ["type": "object", "properties": ["id": ["type": "string"], "state": ["type": "string"]]]

    static let endpoints = [
        // To ask ahead; `hold` asks for release at once.
        Endpoint.changing(
            "checkCredit", "customers/{id}/credit-check",
            takes: [FieldDefinition("amount", MoneyKind(), isRequired: true), FieldDefinition("hold", FlagKind(), standard: .flag(false))], answers: answer
        ) { call, door in
            guard let id = call.record, let customer = try door.reader.find(Customer.self, id) else {
                throw Refusal.notFound(entity: Customer.name, id: call.record?.description ?? "")
            }
            guard case .money(let amount) = call["amount"], amount.minorUnits > 0 else { throw Invalid("amount", .outOfRange, ["min": "0.01", "max": "9000000000000000"]) }
            try door.engine.permissions.check(door.actor, may: .edit, door.catalogue.definition(Customer.self))
            guard call["hold"] == .flag(true) else {
                let reason = reason(try door.reader.unbounded.find(Customer.self, id) ?? customer, amount)
                return ["answer": reason == nil ? "allowed" : "held", "hold": .null, "reason": reason.map { .string($0.rawValue) } ?? .null]
            }
            try door.demand(.edit, door.catalogue.definition(Customer.self), id)
            switch try check(id, amount, through: door) {
            case .allowed: return ["answer": "allowed", "hold": .null, "reason": .null]
            case .held(let hold, let reason): return ["answer": "held", "hold": .string(hold.description), "reason": .string(reason.rawValue)]
            case .rejected(let hold): return ["answer": "rejected", "hold": .string(hold.description), "reason": .null]
            }
        },
        deciding("releaseCreditHold", "release", .released, isNoteRequired: false),
        deciding("rejectCreditHold", "reject", .rejected, isNoteRequired: true),
    ]

    private static func deciding(_ name: String, _ verb: String, _ state: CreditHold.State, isNoteRequired: Bool) -> Endpoint {
        .changing(
            name, "credit-holds/{id}/\(verb)", takes: [FieldDefinition("note", TextKind(.text, maximum: 400), isRequired: isNoteRequired)], answers: decision
        ) { call, door in
            guard let id = call.record else { throw Refusal.notFound(entity: CreditHold.name, id: "") }
            try decide(id, state, note: call["note"].text, through: door)
            return ["id": .string(id.description), "state": .string(state.rawValue)]
        }
    }
}
