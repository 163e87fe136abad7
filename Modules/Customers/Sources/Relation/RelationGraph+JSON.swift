import Engine
import Kernel

extension RelationGraph {
    /// `{"nodes": […], "edges": […], "isCut": false, "offers": […]}`. A node without a name has a mark in place of its id.
    func json(_ texts: Texts, _ language: Language) -> JSON {
        var names: [RecordID: String] = [:]
        for node in nodes { names[node.id] = node.values == nil ? "hidden-\(names.count)" : node.id.description }
        return [
            "nodes": .array(nodes.map { node in
                let values = node.values ?? [:]
                var members = Dictionary(Self.shown.map { ($0, values[$0]?.text.map(JSON.string) ?? .null) }) { first, _ in first }
                members["id"] = .string(names[node.id] ?? "")
                members["level"] = JSON(node.level)
                members["isHidden"] = .flag(node.values == nil)
                return .object(members)
            }),
            "edges": .array(ordered.map { json($0, names, texts, language) }), "isCut": .flag(isCut),
            "offers": .array(offers(texts, language)),
        ]
    }

    /// By the order of the ties, the newest last.
    private var ordered: [Edge] {
        let places = Dictionary(CustomerRelation.Tie.allCases.enumerated().map { ($1.rawValue, $0) }) { first, _ in first }
        func place(_ edge: Edge) -> Int { edge.values["type"]?.text.flatMap { places[$0] } ?? places.count }
        return edges.sorted { (place($0), $0.id) < (place($1), $1.id) }
    }

    /// What another can be to the customer in the middle, and at which end of the tie the other then stands.
    private func offers(_ texts: Texts, _ language: Language) -> [JSON] {
        guard let kind = nodes.first?.values?["kind"]?.text.flatMap(Customer.Kind.init(rawValue:)) else { return [] }
        return CustomerRelation.Tie.allCases.flatMap { tie -> [JSON] in
            func offer(_ end: String, _ key: String) -> JSON {
                ["type": .string(tie.rawValue), "end": .string(end), "label": .string(texts.text(key + tie.rawValue, language))]
            }
            let asFrom = tie.ends.to.contains(kind) ? [offer("from", "option.customerRelation.type.")] : []
            let asTo = !tie.isSymmetric && tie.ends.from.contains(kind) ? [offer("to", "inverse.customerRelation.type.")] : []
            return asFrom + asTo
        }
    }

    private func json(_ edge: Edge, _ names: [RecordID: String], _ texts: Texts, _ language: Language) -> JSON {
        let values = edge.values, type = values["type"]?.text ?? ""
        func end(_ key: String) -> JSON { .string(values[key]?.reference.flatMap { names[$0] } ?? "") }
        func day(_ key: String) -> JSON { if case .day(let day)? = values[key] { .string(day.description) } else { .null } }
        return [
            "id": .string(edge.id.description), "from": end("from"), "to": end("to"), "type": .string(type),
            "label": .string(texts.text("option.customerRelation.type.\(type)", language)),
            "inverse": .string(texts.text("inverse.customerRelation.type.\(type)", language)), "since": day("since"), "until": day("until"),
            "strength": values["strength"]?.text.map(JSON.string) ?? .null, "notes": values["notes"]?.text.map(JSON.string) ?? .null,
            "mayChange": .flag(edge.mayChange),
        ]
    }

    static let schema: JSON = {
        let text: JSON = ["type": "string"], perhaps: JSON = ["type": ["string", "null"]], flag: JSON = ["type": "boolean"]
        let members = Dictionary(Self.shown.map { ($0, perhaps) }) { first, _ in first }
        return [
            "type": "object", "required": ["nodes", "edges", "isCut", "offers"],
            "properties": [
                "nodes": ["type": "array", "items": ["type": "object", "properties": .object(members.merging(["id": text, "level": ["type": "integer"], "isHidden": flag]) { $1 })]],
                "edges": [
                    "type": "array",
                    "items": [
                        "type": "object",
                        "properties": [
                            "id": text, "from": text, "to": text, "type": text, "label": text, "inverse": text, "since": perhaps, "until": perhaps,
                            "strength": perhaps, "notes": perhaps, "mayChange": flag,
                        ],
                    ],
                ],
                "isCut": flag,
                "offers": ["type": "array", "items": ["type": "object", "properties": ["type": text, "end": text, "label": text]]],
            ],
        ]
    }()
}
