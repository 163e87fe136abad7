import Engine
import Kernel
import Mail

/// Where a mail belongs that came: with the mail that it answers, else with the one customer whose address its sender has, else in the inbox.
struct Origin {
    let entity: String
    let record: RecordID
    /// The mail that it answers.
    let parent: Record<StoredMail>?

    init(of mail: Incoming, to account: Record<MailAccount>, _ door: Door) throws {
        parent = try Self.parent(mail, door)
        // A bounce belongs with the mail that came back, even if it does not say that it answers it.
        if let parent, parent[\.entity] != MailAccount.name {
            (entity, record) = (parent[\.entity], parent[\.record])
        } else if let found = try Self.owner(of: mail.senderAddress, door) {
            (entity, record) = (found.entity.name, found.id)
        } else {
            (entity, record) = (MailAccount.name, account.id)
        }
    }

    /// Whoever owns the record.
    func owner(_ door: Door) throws -> RecordID? {
        guard entity != MailAccount.name, let definition = door.catalogue[entity] else { return nil }
        return try door.reader.owner(of: record, definition)
    }

    /// By the address that it was sent back to, else by the names of the mails before it; the latest that is known.
    private static func parent(_ mail: Incoming, _ door: Door) throws -> Record<StoredMail>? {
        if let token = mail.bounceToken, let sent = try Bounce.sent(with: token, door) { return sent }
        let names = (mail.report?.originalID.map { [$0.description] } ?? []) + mail.earlier
        guard !names.isEmpty else { return nil }
        // By the index on messageID.
        let known = try door.reader.firstIDs(
            StoredMail.schema.definition, where: .oneOf(["messageID"], names.map(Value.text)), limit: 200
        ).compactMap { try door.reader.find(StoredMail.self, $0) }
        return names.lazy.compactMap { name in known.first { $0[\.messageID] == name } }.first
    }

    /// The one record, of whatever entity, that has this address in a field of mail addresses. What belongs to a record, as a contact does
    /// to a customer, stands for that. Several say nothing.
    private static func owner(of address: String?, _ door: Door) throws -> (entity: EntityDefinition, id: RecordID)? {
        let values = address.map(Addressed.variants)?.map(Value.text) ?? []
        guard !values.isEmpty else { return nil }
        var found: [RecordID: EntityDefinition] = [:]
        for (entity, fields) in Addressed.entities(door.catalogue) {
            for id in try door.reader.firstIDs(entity, where: .any(fields.map { .oneOf([$0.key], values) }), limit: 20) {
                let root = try door.reader.parent(of: id, entity) ?? (entity, id)
                found[root.id] = root.entity
            }
        }
        guard found.count == 1, let (id, entity) = found.first else { return nil }
        return (entity, id)
    }
}
