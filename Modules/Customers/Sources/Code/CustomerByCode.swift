import Engine
import Kernel

/// Finding customers by whatever code somebody has in hand.
enum CustomerByCode {
    /// So many customers one code may lead to, one for each system that knows it.
    private static let maximum = 50

    /// `{"data":[{"id","code","name","by":{"kind":"own"|"merged"|"other","system","code","since","until"}}]}`: the customer with that code, those that a
    /// merged customer with that code became, those that other systems call so. One code of several systems can lead to several.
    static let endpoint = Endpoint.reading("customerByCode", "customers/by-code/{code}", answers: answer) { call, reader in
        let code = call.place("code").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        var found: [JSON] = []
        for id in try reader.firstIDs(definition, where: Customer.rule { $0.code == code }, limit: 1) {
            if let customer = try reader.find(Customer.self, id) { found.append(json(customer, ["kind": "own", "system": .string(CustomerCode.own), "code": .string(code)], call)) }
        }
        // The index of the code's column.
        for id in try reader.firstIDs(codes, where: CustomerCode.rule { $0.title == code }, limit: maximum) {
            guard let other = try reader.find(CustomerCode.self, id), let customer = try reader.find(Customer.self, other[\.customer].id) else { continue }
            found.append(json(customer, [
                "kind": other[\.source] == .merge ? "merged" : "other", "system": .string(other[\.system]), "code": .string(other[\.title]),
                "since": other[\.since].map { .string($0.description) } ?? .null, "until": other[\.until].map { .string($0.description) } ?? .null,
            ], call))
        }
        guard found.isEmpty else { return ["data": .array(found)] }
        let rules = try reader.knownNumberRules(of: definition, "code")
        if rules.contains(where: { $0.checkHolds(code) == false }), !rules.contains(where: { $0.match(code) != nil }) { throw Invalid("code", .badCheckDigit) }
        throw Refusal.notFound(entity: Customer.name, id: String(code.prefix(60)))
    }

    private static var definition: EntityDefinition { Customer.schema.definition }
    private static var codes: EntityDefinition { CustomerCode.schema.definition }

    private static func json(_ customer: Record<Customer>, _ by: JSON, _ call: EndpointCall) -> JSON {
        ["id": .string(customer.id.description), "code": .string(customer[\.code]), "name": .string(customer[\.title]), "by": by]
    }

    private static let answer: JSON = {
        let text: JSON = ["type": "string"], day: JSON = ["type": ["string", "null"], "format": "date"]
        let by: JSON = [
            "type": "object", "required": ["kind", "system", "code"],
            "properties": ["kind": ["type": "string", "enum": ["own", "merged", "other"]], "system": text, "code": text, "since": day, "until": day],
        ]
        let customer: JSON = ["type": "object", "required": ["id", "code", "name", "by"], "properties": ["id": text, "code": text, "name": text, "by": by]]
        return ["type": "object", "required": ["data"], "properties": ["data": ["type": "array", "minItems": 1, "items": customer]]]
    }()
}
