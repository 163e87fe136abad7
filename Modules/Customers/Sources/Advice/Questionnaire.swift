import Engine
import Kernel

/// Eight questions about what one has seen of a person; the answers propose a temperament.
enum Questionnaire {
    /// The order of the answers of each question: nobody ticks one column.
    private static let orders: [[Customer.Temperament]] = [
        [.sanguine, .choleric, .melancholic, .phlegmatic], [.phlegmatic, .melancholic, .sanguine, .choleric],
        [.choleric, .phlegmatic, .sanguine, .melancholic], [.melancholic, .sanguine, .phlegmatic, .choleric],
        [.sanguine, .phlegmatic, .choleric, .melancholic], [.choleric, .melancholic, .phlegmatic, .sanguine],
        [.melancholic, .choleric, .sanguine, .phlegmatic], [.phlegmatic, .sanguine, .choleric, .melancholic],
    ]

    static let endpoints = [
        Endpoint.reading(
            "temperamentQuestions", "temperament/questions",
            answers: [
                "type": "object", "required": ["data"],
                "properties": [
                    "data": [
                        "type": "array",
                        "items": [
                            "type": "object", "required": ["text", "answers"],
                            "properties": ["text": ["type": "string"], "answers": ["type": "array", "items": ["type": "string"]]],
                        ],
                    ]
                ],
            ]
        ) { call, _ in
            func text(_ key: String) -> JSON { .string(call.catalogue.texts.text(key, call.language)) }
            return ["data": .array(orders.enumerated().map { index, order in
                let key = "advice.question.\(index + 1)"
                return ["text": text(key), "answers": .array(order.map { text("\(key).\($0.rawValue)") })]
            })]
        },
        Endpoint.reading(
            "temperamentProposal", "temperament/proposal", takes: [FieldDefinition("answers", TextKind(maximum: 8), isRequired: true)],
            answers: [
                "type": "object", "required": ["temperament", "points", "isClear"],
                "properties": [
                    "temperament": ["type": ["string", "null"]], "points": ["type": "object", "additionalProperties": ["type": "integer"]],
                    "isClear": ["type": "boolean"],
                ],
            ]
        ) { call, _ in try proposal(call["answers"].text ?? "") },
    ]

    /// - Parameter answers: a digit for each question, from 1 to 4, or `-` where nothing was answered: `1243-112`.
    static func proposal(_ answers: String) throws(Invalid) -> JSON {
        let signs = Array(answers)
        guard signs.count == orders.count, signs.allSatisfy({ "1234-".contains($0) }) else { throw Invalid("answers", .unknownOption, ["option": answers]) }
        var points: [Customer.Temperament: Int] = [:]
        for (order, sign) in zip(orders, signs) {
            if let number = sign.wholeNumberValue { points[order[number - 1], default: 0] += 1 }
        }
        let ranked = Customer.Temperament.allCases.sorted { (points[$0] ?? 0) > (points[$1] ?? 0) }
        let first = points[ranked[0]] ?? 0, second = points[ranked[1]] ?? 0
        return [
            "temperament": first > second ? .string(ranked[0].rawValue) : .null,
            "points": .object(Dictionary(uniqueKeysWithValues: ranked.map { ($0.rawValue, JSON(points[$0] ?? 0)) })),
            "isClear": .flag(first >= second + 2),
        ]
    }
}
