import Engine
import Kernel

/// What the workshop answers beside records: one endpoint of each kind.
extension Workshop {
    static let endpoints: [Endpoint] = [
        .reading("gadgetByCode", "gadgets/by-code/{code}", answers: ["type": "object"]) { call, reader in
            guard let gadget = try reader.first(Gadget.self, where: Gadget.rule { $0.code == call.place("code") }) else {
                throw Refusal.notFound(entity: Gadget.name, id: call.place("code"))
            }
            return ["id": .string(gadget.id.description), "name": .string(gadget[\.title])]
        },
        .reading(
            "gadgetNeighbours", "gadgets/{id}/neighbours", takes: [FieldDefinition("limit", IntegerKind(1...10), standard: .integer(3))],
            answers: ["type": "object"]
        ) { call, _ in ["of": call.record.map { .string($0.description) } ?? .null, "limit": IntegerKind().json(call["limit"])] },
        .changing("raiseGadget", "gadgets/{id}/raise", takes: [FieldDefinition("by", IntegerKind(), isRequired: true)], answers: ["type": "object"]) { call, door in
            guard let id = call.record, case .integer(let by) = call["by"], let gadget = try door.reader.find(Gadget.self, id) else {
                throw Refusal.notFound(entity: Gadget.name, id: call.place("id"))
            }
            let amount = (gadget[\.amount] ?? 0) + by
            try door.perform(.edit(id, ["amount": .integer(amount)]), on: Gadget.schema.definition)
            return ["amount": JSON(Int(amount))]
        },
        .working("echo", "workshop-echo", takes: [FieldDefinition("words", TextKind(.text, maximum: 20))], answers: ["type": "object"]) { call, _ in
            ["words": call["words"].text.map(JSON.string) ?? .null, "language": .string(call.language.rawValue)]
        },
    ]

    static let endpointLabels: [String: (String, String)] = [
        "endpoint.gadgetByCode": ("按代码查找", "Find by code"), "endpoint.gadgetByCode.code": ("代码", "Code"),
        "endpoint.gadgetNeighbours": ("邻近", "Neighbours"), "endpoint.gadgetNeighbours.limit": ("数量", "How many"),
        "endpoint.raiseGadget": ("增加", "Raise"), "endpoint.raiseGadget.by": ("数量", "By how much"),
        "endpoint.echo": ("回声", "Echo"), "endpoint.echo.words": ("文字", "Words"),
    ]
}
