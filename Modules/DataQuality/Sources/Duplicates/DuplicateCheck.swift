import Customers
import Engine
import Foundation
import Kernel
import Linkage
import Store

/// Whether somebody who is being entered is there already.
enum DuplicateCheck {
    static let endpoint = Endpoint.working(
        "findCustomerDuplicates", "customers/duplicates", takes: parameters, answers: answer
    ) { call, engine in
        let actor = call.actor
        // Whoever may neither make nor change customers has nobody to ask about.
        if !engine.permissions.may(actor, .edit, customer) { try engine.permissions.check(actor, may: .create, customer) }
        let given = given(call), linker = try await engine.read(as: .system) { try MatchSettings.linker($0) }
        let found = try await candidates(given, besides: RecordID(call["record"].text ?? ""), linker, engine)
        guard !found.isEmpty else { return ["duplicates": [], "elsewhere": []] }
        return try await engine.read(as: actor, on: call.catalogue) { reader in
            // What the caller sees is judged by what they see of it: a pool, too, hides fields.
            let typed = CustomerMatching.record(given, linker.settings), seen = try seen(found.map(\.id), reader)
            let judged = seen.mapValues { linker.judge(typed, CustomerMatching.record($0, linker.settings)) }.filter { $0.value.verdict != .different }
            let shown = try records(Array(judged.keys), reader)
            let duplicates = judged.sorted { ($1.value.probability, $0.key) < ($0.value.probability, $1.key) }.compactMap { id, judgement -> JSON? in
                shown[id].map { json(judgement, $0, actor) }
            }
            // Beyond what the caller sees, only that there is somebody, and where; and only when it is certain.
            let hidden = found.filter { judged[$0.id] == nil && $0.judgement.verdict == .same }
            let units = Set(hidden.map { $0.unit ?? "" }).sorted()
            return ["duplicates": .array(Array(duplicates.prefix(most))), "elsewhere": .array(units.map { ["unit": $0.isEmpty ? .null : .string($0)] })]
        }
    }

    private static let customer = Customer.schema.definition
    private static let most = 10
    private static let mostCompared = 200

    /// What was typed so far need not be right yet: texts of any form.
    private static let parameters: [FieldDefinition] = [
        FieldDefinition("record", TextKind(maximum: 20)),
        FieldDefinition("kind", ChoiceKind(Customer.Kind.options), standard: Customer.Kind.person.value),
        FieldDefinition("name", TextKind(maximum: 200)), FieldDefinition("identityNumber", TextKind(maximum: 40)),
        FieldDefinition("taxNumber", TextKind(maximum: 40)), FieldDefinition("mobile", TextKind(maximum: 40)), FieldDefinition("phone", TextKind(maximum: 40)),
        FieldDefinition("mail", TextKind(maximum: 200)), FieldDefinition("wechat", TextKind(maximum: 80)), FieldDefinition("birthday", TextKind(maximum: 10)),
        FieldDefinition("address", TextKind(maximum: 400)),
    ]

    private static let answer: JSON = [
        "type": "object", "additionalProperties": false, "required": ["duplicates", "elsewhere"],
        "properties": [
            "duplicates": [
                "type": "array", "maxItems": JSON(most),
                "items": [
                    "type": "object", "additionalProperties": false, "required": ["verdict", "probability", "record", "evidence"],
                    "properties": [
                        "verdict": ["enum": ["same", "ask"]], "probability": ["type": "string"], "record": ["type": "object"],
                        "evidence": [
                            "type": "array",
                            "items": [
                                "type": "object", "additionalProperties": false, "required": ["field", "grade", "bits"],
                                "properties": ["field": ["type": "string"], "grade": ["type": "string"], "bits": ["type": "number"]],
                            ],
                        ],
                    ],
                ],
            ],
            "elsewhere": [
                "type": "array",
                "items": [
                    "type": "object", "additionalProperties": false, "required": ["unit"], "properties": ["unit": ["type": ["string", "null"]]],
                ],
            ],
        ],
    ]

    private struct Found: Sendable {
        let id: RecordID
        /// The code of the unit that it belongs to.
        let unit: String?
        let judgement: Judgement
    }

    /// Those that may be the same, the likeliest first. Read without bounds.
    private static func candidates(_ given: Values, besides itself: RecordID?, _ linker: Linker, _ engine: Engine) async throws -> [Found] {
        let keys = keys(given, linker.settings, engine)
        let ids = try await engine.database.read { session in
            try MatchKeys.candidates(keys, largestBlock: linker.settings.largestBlock, most: mostCompared, in: session)
        }.filter { $0 != itself }
        guard !ids.isEmpty else { return [] }
        return try await engine.read(as: .system) { reader in
            let typed = CustomerMatching.record(given, linker.settings)
            var query = ListQuery(customer)
            query.filter = .oneOf([Common.id], ids.map(Value.reference))
            query.fields = CustomerMatching.compared + [Common.unit]
            var found: [(id: RecordID, unit: RecordID?, judgement: Judgement)] = []
            try reader.forEach(query) { values in
                let judgement = linker.judge(typed, CustomerMatching.record(values, linker.settings))
                guard judgement.verdict != .different, let id = values[Common.id]?.reference else { return }
                found.append((id, values[Common.unit]?.reference, judgement))
            }
            let codes = try OrgUnit.codes(Set(found.compactMap(\.unit)), reader)
            return found.sorted { ($1.judgement.probability, $0.id) < ($0.judgement.probability, $1.id) }
                .map { Found(id: $0.id, unit: $0.unit.flatMap { codes[$0] }, judgement: $0.judgement) }
        }
    }

    /// Those of every key that digests are made with: customers from before the newest keep theirs until all keys were made anew.
    static func keys(_ given: Values, _ settings: LinkageSettings, _ engine: Engine) -> [UInt64] {
        let sealed = customer.fields.filter { $0.isSealed && given[$0.key] != nil }
        let digests = sealed.map { engine.digests(of: given[$0.key] ?? .null, $0, customer).count }.max() ?? 1
        return Set((0..<max(digests, 1)).flatMap { CustomerMatching.blindRecord(given, settings, engine, key: $0).keys(settings) }).sorted()
    }

    /// What was typed, as customers hold it; what is not yet right is compared as it stands, or not at all. So is not what the caller may not
    /// read in the clear, nor therefore enter: trying values would tell whose they are.
    private static func given(_ call: EndpointCall) -> Values {
        parameters.reduce(into: Values()) { values, parameter in
            guard parameter.key != "record", let text = call[parameter.key].text, let field = customer[parameter.key], mayRead(field, call.actor) else { return }
            values[field.key] = value(of: text, field.key)
        }
    }

    /// A field of a customer as it is compared.
    static func value(of text: String, _ key: String) -> Value? {
        guard let field = customer[key] else { return nil }
        switch field.kind {
        case is AddressKind: return .address(Address(street: text))
        case let kind as any TextualKind: return .text((try? kind.check(text)) ?? text)
        default: return (try? field.kind.parse(.string(text))) ?? .null
        }
    }

    static func mayRead(_ field: FieldDefinition, _ actor: Actor) -> Bool { actor.rights.right(field, of: customer) >= .read }

    /// What is compared, of those that the reader's actor sees, as far as they see it in the clear.
    private static func seen(_ ids: [RecordID], _ reader: Reader) throws -> [RecordID: Values] {
        guard reader.engine.permissions.may(reader.actor, .read, customer) else { return [:] }
        var query = ListQuery(customer)
        query.filter = .oneOf([Common.id], ids.map(Value.reference))
        query.fields = CustomerMatching.compared.filter { key in customer[key].map { mayRead($0, reader.actor) } ?? false }
        var seen: [RecordID: Values] = [:]
        try reader.forEach(query) { values in if let id = values[Common.id]?.reference { seen[id] = values } }
        return seen
    }

    /// As much of each as the reader's actor may see.
    private static func records(_ ids: [RecordID], _ reader: Reader) throws -> [RecordID: JSON] {
        guard !ids.isEmpty else { return [:] }
        var query = ListQuery(customer)
        query.filter = .oneOf([Common.id], ids.map(Value.reference))
        query.fields = shown
        query.expand = [Common.owner, Common.unit].filter { key in customer[key].map { reader.engine.permissions.right(reader.actor, $0, customer) >= .read } ?? false }
        query.limit = ListQuery.maximumLimit
        let page = try JSON.parse(String(decoding: reader.list(query).json, as: UTF8.self))
        return (page["data"]?.array ?? []).reduce(into: [:]) { records, record in
            if let id = record["id"]?.string.flatMap({ RecordID($0) }) { records[id] = record }
        }
    }

    private static let shown = ["code", "name", "kind", "mobile", "phone", "mail", "birthday", "address", "status", Common.owner, Common.unit]

    /// Only of fields that the actor reads in the clear is it told how they agree.
    private static func json(_ judgement: Judgement, _ record: JSON, _ actor: Actor) -> JSON {
        let evidence = judgement.evidence.compactMap { evidence -> JSON? in
            let key = CustomerMatching.customerField(evidence.field)
            guard let field = customer[key], mayRead(field, actor) else { return nil }
            return Evidence(field: key, grade: evidence.grade, bits: evidence.bits).json
        }
        return [
            "verdict": .string(judgement.verdict.rawValue), "probability": .string(String(format: "%.4f", judgement.probability)), "record": record,
            "evidence": .array(evidence),
        ]
    }
}

extension OrgUnit {
    static func codes(_ units: Set<RecordID>, _ reader: Reader) throws -> [RecordID: String] {
        guard !units.isEmpty else { return [:] }
        var query = ListQuery(schema.definition)
        query.filter = .oneOf([Common.id], units.sorted().map(Value.reference))
        query.fields = ["code"]
        var codes: [RecordID: String] = [:]
        try reader.forEach(query) { values in
            if let id = values[Common.id]?.reference { codes[id] = values["code"]?.text }
        }
        return codes
    }
}
