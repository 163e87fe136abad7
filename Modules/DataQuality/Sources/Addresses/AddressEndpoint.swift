import Engine
import Kernel

/// Takes an address apart for a form.
enum AddressEndpoint {
    static let parsing = Endpoint.working(
        "parseAddress", "addresses/parse", by: .get, takes: [FieldDefinition("text", TextKind(maximum: 200), isRequired: true)],
        answers: [
            "type": "object", "required": ["data"],
            "properties": [
                "data": [
                    "type": "object", "required": ["address", "town", "rest", "code", "isAmbiguous", "isParsed"],
                    "properties": [
                        "address": AddressKind().jsonSchema, "town": ["type": ["string", "null"]], "rest": ["type": "string"],
                        "code": ["type": ["string", "null"]], "isAmbiguous": ["type": "boolean"], "isParsed": ["type": "boolean"],
                    ],
                ]
            ],
        ]
    ) { call, engine in
        let parsed = try engine.divisions.addresses().parse(call["text"].text ?? "")
        let address = AddressKind().json(.address(parsed.address))
        return [
            "data": [
                "address": address, "town": parsed.town.map(JSON.string) ?? .null, "rest": .string(parsed.rest), "code": parsed.code.map(JSON.string) ?? .null,
                "isAmbiguous": .flag(parsed.isAmbiguous), "isParsed": .flag(parsed.isParsed),
            ]
        ]
    }
}
