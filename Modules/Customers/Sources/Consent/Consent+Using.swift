import Engine
import Kernel

/// What a consent allows, as long as it lasts.
extension Consent {
    /// For the customer itself, and for its contacts one by one.
    static let contactRules = [
        ContactRule(Customer.self) { records, channel, purpose, reader in
            try lapsed("customer", records, channel, purpose, reader, where: .empty(["contact"]))
        },
        ContactRule(Contact.self) { records, channel, purpose, reader in try lapsed("contact", records, channel, purpose, reader) },
    ]

    /// Those who had agreed and whose consents have all been withdrawn or have ended. Who was never asked is a matter of flags.
    private static func lapsed(
        _ key: String, _ records: [RecordID], _ channel: ContactChannel, _ purpose: ContactPurpose, _ reader: Reader, where rule: Rule = .always
    ) throws -> [RecordID: String] {
        guard purpose != .service else { return [:] }
        var query = ListQuery(reader.catalogue.definition(Consent.self))
        query.filter = .oneOf([key], records.map(Value.reference)) && .compare(["purpose"], .equal, .text(purpose.rawValue)) && rule
        query.fields = [key, "channels", "expiresOn", "withdrawnAt"]
        var lapsed: [RecordID: String] = [:], valid: Set<RecordID> = []
        try reader.forEach(query) { values in
            guard let id = values[key]?.reference else { return }
            let channels = (values["channels"] ?? .null).list
            guard channels.isEmpty || channels.contains(.text(channel.rawValue)) else { return }
            if !(values["withdrawnAt"] ?? .null).isNull {
                lapsed[id] = "consentWithdrawn"
            } else if case .day(let end)? = values["expiresOn"], end < reader.moment.today {
                lapsed[id] = lapsed[id] ?? "consentExpired"
            } else {
                valid.insert(id)
            }
        }
        return lapsed.filter { !valid.contains($0.key) }
    }

    /// By every channel and for every purpose, what stands against it.
    static let permissions = Endpoint.reading(
        "contactPermissions", "customers/{id}/contact-permissions",
        answers: [
            "type": "object", "required": ["data"],
            "properties": [
                "data": [
                    "type": "array",
                    "items": [
                        "type": "object", "required": ["channel", "purpose", "allowed"],
                        "properties": [
                            "channel": ["type": "string"], "purpose": ["type": "string"], "allowed": ["type": "boolean"],
                            "reason": ["type": ["string", "null"]],
                        ],
                    ],
                ]
            ],
        ]
    ) { call, reader in
        guard let id = call.record, let customer = call.catalogue[Customer.name], try reader.find(Customer.self, id) != nil else {
            throw Refusal.notFound(entity: Customer.name, id: call.record?.description ?? "")
        }
        // Who has declined, has declined towards everybody, also by a field or a consent that the asker does not see.
        let all = reader.unbounded
        let data = try ContactPurpose.allCases.flatMap { purpose in
            try ContactChannel.allCases.map { channel -> JSON in
                let reason = try all.refusals(customer, [id], by: channel, for: purpose)[id]
                let isTold = reason.flatMap { customer[$0] }.map { reader.actor.rights.may(see: $0, of: customer) } ?? true
                return [
                    "channel": .string(channel.rawValue), "purpose": .string(purpose.rawValue), "allowed": .flag(reason == nil),
                    "reason": reason.flatMap { isTold ? .string($0) : nil } ?? .null,
                ]
            }
        }
        return ["data": .array(data)]
    }
}
