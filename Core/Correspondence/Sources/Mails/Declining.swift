import Engine
import Kernel

/// Finds out who wants no mail: a record with such a flag, and what belongs to it, as a contact does to a customer.
///
/// What machines write, such as mailings, goes to none of these. A person may still answer what somebody has asked.
enum Declining {
    /// The flags by which records say so; in entities made at run time, too.
    private static let flags = ["doNotMail", "doNotContact", "x_do_not_mail", "x_do_not_contact"]

    /// - Parameter reader: one that sees everything: what somebody may not see has declined all the same.
    static func find(
        _ addresses: [String], about: (entity: EntityDefinition, id: RecordID)?, for purpose: ContactPurpose = .service, _ reader: Reader
    ) throws -> [MailDecline] {
        let flagged = try flagged(addresses, about: about, reader)
        guard purpose != .service else { return flagged }
        return try flagged + lapsed(addresses, about: about, for: purpose, reader)
    }

    private static func flagged(_ addresses: [String], about: (entity: EntityDefinition, id: RecordID)?, _ reader: Reader) throws -> [MailDecline] {
        var found: [MailDecline] = []
        let written = Set(addresses.flatMap(Addressed.variants))
        if !written.isEmpty {
            for (entity, fields) in Addressed.entities(reader.catalogue) {
                let rule = Rule.any(fields.map { .oneOf([$0.key], written.sorted().map(Value.text)) })
                found += try declines(rule, entity, reader, fields: fields.map(\.key)) { row in
                    fields.lazy.compactMap { row[$0.key]?.string }.first(where: written.contains)
                }
            }
        }
        guard let about else { return found }
        let own = try declines(.compare([Common.id], .equal, .reference(about.id)), about.entity, reader, fields: []) { _ in nil }
        return found + own.filter { one in !found.contains { $0.record == one.record } }
    }

    /// Those who had agreed to hear of us for this purpose and do not any more.
    private static func lapsed(
        _ addresses: [String], about: (entity: EntityDefinition, id: RecordID)?, for purpose: ContactPurpose, _ reader: Reader
    ) throws -> [MailDecline] {
        let written = Set(addresses.flatMap(Addressed.variants))
        func lapsed(_ rule: Rule, _ entity: EntityDefinition, _ fields: [String]) throws -> [MailDecline] {
            var query = ListQuery(entity)
            (query.filter, query.fields, query.limit) = (rule, [Common.id, entity.title] + fields, ListQuery.maximumLimit)
            let rows = try JSON.parse(reader.list(query).json)["data"]?.array ?? []
            let refused = try reader.refusals(entity, rows.compactMap { $0[Common.id]?.string.flatMap { RecordID($0) } }, by: .mail, for: purpose)
            return rows.compactMap { row in
                guard let id = row[Common.id]?.string.flatMap({ RecordID($0) }), let reason = refused[id], !ContactChannel.mail.flags.contains(reason) else { return nil }
                let address = fields.lazy.compactMap { row[$0]?.string }.first(where: written.contains)
                return MailDecline(address: address, entity: entity.name, record: id, field: reason, title: row[entity.title]?.string)
            }
        }
        var found: [MailDecline] = []
        if !written.isEmpty {
            for (entity, fields) in Addressed.entities(reader.catalogue) {
                found += try lapsed(.any(fields.map { .oneOf([$0.key], written.sorted().map(Value.text)) }), entity, fields.map(\.key))
            }
        }
        guard let about else { return found }
        return try found + lapsed(.compare([Common.id], .equal, .reference(about.id)), about.entity, []).filter { one in !found.contains { $0.record == one.record } }
    }

    /// Of the records that a rule finds, those that have declined, or belong to one that has.
    private static func declines(
        _ rule: Rule, _ entity: EntityDefinition, _ reader: Reader, fields: [String], address: (JSON) -> String?
    ) throws -> [MailDecline] {
        let own = flags(of: entity)
        let parentKey = entity.parent, parent = parentKey.flatMap { entity[$0]?.target }.flatMap { reader.catalogue[$0] }
        let inherited = parent.map { flags(of: $0) } ?? []
        let paths = own.map { [$0] } + inherited.map { [parentKey ?? "", $0] }
        guard !paths.isEmpty else { return [] }
        var query = ListQuery(entity)
        query.filter = rule && .any(paths.map { .compare($0, .equal, .flag(true)) })
        query.fields = [Common.id, entity.title] + fields + own + (inherited.isEmpty ? [] : [parentKey].compactMap(\.self))
        query.expand = inherited.isEmpty ? [] : [parentKey].compactMap(\.self)
        query.limit = ListQuery.maximumLimit
        return try (JSON.parse(reader.list(query).json)["data"]?.array ?? []).compactMap { row in
            if let flag = own.first(where: { row[$0] == .flag(true) }), let id = row[Common.id]?.string.flatMap({ RecordID($0) }) {
                return MailDecline(address: address(row), entity: entity.name, record: id, field: flag, title: row[entity.title]?.string)
            }
            guard let parent, let parentKey, let flag = inherited.first, let id = row[parentKey]?.string.flatMap({ RecordID($0) }) else { return nil }
            return MailDecline(address: address(row), entity: parent.name, record: id, field: flag, title: row["expanded"]?[parentKey]?["title"]?.string)
        }
    }

    private static func flags(of entity: EntityDefinition) -> [String] {
        flags.filter { key in entity[key].map { $0.kind is FlagKind && !$0.isRetired } ?? false }
    }
}

extension Declining {
    /// Lets a mail into the queue unless it goes to somebody who wants none and nobody has confirmed just that. What was confirmed stays in its
    /// history.
    static func check(_ mail: inout Record<StoredMail>, _ door: Door) throws {
        let people = try [mail[\.recipients], mail[\.copies], mail[\.hiddenCopies]].flatMap(Recipients.parse).map(\.address)
        let declines = try find(people, about: door.catalogue[mail[\.entity]].map { ($0, mail[\.record]) }, for: mail[\.purpose], door.reader)
        let confirmed = mail[\.sentDespite]?.json.array
        guard !declines.isEmpty else { return mail[\.sentDespite] = nil }
        let told = declines.map(\.json)
        // No person can confirm what a withdrawn consent forbids.
        let isForbidden = declines.contains { !ContactChannel.mail.flags.contains($0.field) }
        guard !isForbidden, let confirmed, confirmed.isEmpty || told.allSatisfy(confirmed.contains) else {
            throw Invalid("recipients", .declined, ["names": declines.map { $0.address ?? $0.title ?? "" }.joined(separator: ", ")])
        }
        mail[\.sentDespite] = Document(.array(told))
    }
}

extension Declining {
    /// Whom a mail that waits must not reach any more, of those that are no service of ours: consents end between the queue and the server.
    static func lapsed(since mail: Record<StoredMail>, _ reader: Reader) throws -> [MailDecline] {
        guard mail[\.purpose] != .service else { return [] }
        let people = try [mail[\.recipients], mail[\.copies], mail[\.hiddenCopies]].flatMap(Recipients.parse).map(\.address)
        let confirmed = mail[\.sentDespite]?.json.array ?? []
        return try find(people, about: reader.catalogue[mail[\.entity]].map { ($0, mail[\.record]) }, for: mail[\.purpose], reader)
            .filter { !confirmed.contains($0.json) }
    }
}

extension MailDecline {
    /// As a mail keeps it: without names, which change.
    fileprivate var json: JSON {
        ["address": address.map(JSON.string) ?? .null, "entity": .string(entity), "record": .string(record.description), "field": .string(field)]
    }
}

/// Records that have mail addresses.
enum Addressed {
    /// Entities that people deal with, with their fields of mail addresses.
    static func entities(_ catalogue: Catalogue) -> [(entity: EntityDefinition, fields: [FieldDefinition])] {
        catalogue.entities.compactMap { entity in
            guard !entity.isOpen, !entity.isLine, !entity.isRetired, !entity.traits.contains(.administered) else { return nil }
            let fields = entity.fields.filter { $0.kind is MailKind && !$0.isSecret && !$0.isRetired }
            return fields.isEmpty ? nil : (entity, fields)
        }
    }

    /// An address as fields may hold it. Only the domain is the same in any letters; most people write the rest small.
    static func variants(_ address: String) -> [String] {
        guard let written = try? MailKind().check(address) else { return [] }
        return Set([written, written.lowercased()]).sorted()
    }
}
