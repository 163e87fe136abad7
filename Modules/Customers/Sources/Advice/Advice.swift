import Engine
import Kernel

/// Advice to whoever is about to call: how to speak to a person of this temperament, and what comes next on this level of the relation.
/// The words are texts of the module, written for it; the types are Littauer's, the levels Kotler's.
struct Advice {
    let language: Language
    let texts: Texts

    static let endpoints = [
        Endpoint.reading("customerAdvice", "customers/{id}/advice", answers: shape) { call, reader in
            let record = try values(Customer.schema.definition, call, ["temperament", "relationLevel"], reader)
            return Advice(language: call.language, texts: call.catalogue.texts).json(record["temperament"]?.string, record["relationLevel"]?.string)
        },
        Endpoint.reading("contactAdvice", "contacts/{id}/advice", answers: shape) { call, reader in
            let record = try values(Contact.schema.definition, call, ["temperament", "customer"], reader)
            let customer = try record["customer"]?.string.flatMap { RecordID($0) }.flatMap { try reader.firstID(Customer.schema.definition, where: .compare([Common.id], .equal, .reference($0))) }
            let level = try customer.flatMap { try JSON.parse(reader.record(Customer.schema.definition, $0, fields: ["relationLevel"]).json)["relationLevel"]?.string }
            return Advice(language: call.language, texts: call.catalogue.texts).json(record["temperament"]?.string, level)
        },
    ] + Questionnaire.endpoints

    /// As the reader sees them: what is masked or hidden gives no advice.
    private static func values(_ entity: EntityDefinition, _ call: EndpointCall, _ fields: [String], _ reader: Reader) throws -> JSON {
        try JSON.parse(reader.record(reader.catalogue[entity.name] ?? entity, call.record ?? RecordID(rawValue: 0), fields: fields).json)
    }

    func json(_ temperament: String?, _ level: String?) -> JSON {
        ["temperament": self.temperament(temperament), "level": self.level(level)]
    }

    private func text(_ key: String) -> JSON { .string(texts.text(key, language)) }

    private func temperament(_ name: String?) -> JSON {
        guard let type = name.flatMap(Customer.Temperament.init(rawValue:)) else { return .null }
        let key = "advice.temperament.\(type.rawValue)"
        return [
            "key": .string(type.rawValue), "name": text("option.customer.temperament.\(type.rawValue)"), "recognise": text(key + ".recognise"),
            "words": text(key + ".words"), "avoid": text(key + ".avoid"), "close": text(key + ".close"), "source": text("advice.temperament.source"),
        ]
    }

    private func level(_ name: String?) -> JSON {
        guard let level = name.flatMap(Customer.RelationLevel.init(rawValue:)) else { return .null }
        let key = "advice.level.\(level.rawValue)"
        return [
            "key": .string(level.rawValue), "name": text("option.customer.relationLevel.\(level.rawValue)"), "meaning": text(key + ".meaning"),
            "next": text(key + ".next"), "source": text("advice.level.source"),
        ]
    }

    private static let shape: JSON = {
        let part: JSON = ["type": ["object", "null"], "additionalProperties": ["type": "string"]]
        return ["type": "object", "required": ["temperament", "level"], "properties": ["temperament": part, "level": part]]
    }()
}
