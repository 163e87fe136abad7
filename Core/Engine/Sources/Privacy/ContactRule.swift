public import Kernel

/// Why somebody is contacted.
public enum ContactPurpose: String, Choice {
    /// What they have asked for, or what a contract needs.
    case service
    case marketing, research
}

/// By which way; the keys of what records say about it.
public enum ContactChannel: String, Sendable, Hashable, CaseIterable {
    case phone, text, mail, wechat, visit, letter

    /// The flags by which a record says that it wants none of this, in entities made at run time too.
    public var flags: [String] {
        let own = switch self {
        case .phone: ["doNotCall", "x_do_not_call"]
        case .text: ["doNotText", "x_do_not_text"]
        case .mail: ["doNotMail", "x_do_not_mail"]
        case .wechat: ["doNotWechat", "x_do_not_wechat"]
        case .visit: ["doNotVisit", "x_do_not_visit"]
        case .letter: ["doNotWrite", "x_do_not_write"]
        }
        return own + ["doNotContact", "x_do_not_contact"]
    }
}

/// What a module knows beyond flags about whether records of an entity may be contacted, such as consents that were withdrawn.
public struct ContactRule: Sendable {
    public let entity: String
    /// Of these records those that must not be, each with the name of what says so.
    let refused: @Sendable (_ records: [RecordID], _ channel: ContactChannel, _ purpose: ContactPurpose, _ reader: Reader) throws -> [RecordID: String]

    public init<E: Entity>(
        _ type: E.Type,
        refused: @escaping @Sendable (_ records: [RecordID], _ channel: ContactChannel, _ purpose: ContactPurpose, _ reader: Reader) throws -> [RecordID: String]
    ) {
        (entity, self.refused) = (E.name, refused)
    }
}

extension Reader {
    /// The one place that tells whether we may use a way to somebody for a purpose. Of these records those that must not be contacted, each
    /// with the flag or the rule that says so; what belongs to a record, as a contact does to a customer, goes with it. Ask a reader that
    /// sees everything: who has declined, has declined towards everybody.
    public func refusals(
        _ entity: EntityDefinition, _ records: [RecordID], by channel: ContactChannel, for purpose: ContactPurpose
    ) throws -> [RecordID: String] {
        guard !records.isEmpty else { return [:] }
        let flags = channel.flags.filter { key in entity[key].map { $0.kind is FlagKind && !$0.isRetired } ?? false }
        let parentKey = entity.parent, parent = parentKey.flatMap { entity[$0]?.target }.flatMap { catalogue[$0] }
        var query = ListQuery(entity)
        query.filter = .oneOf([Common.id], records.map(Value.reference))
        query.fields = [Common.id] + flags + [parentKey].compactMap(\.self)
        var refused: [RecordID: String] = [:], parents: [RecordID: [RecordID]] = [:]
        try forEach(query) { values in
            guard let id = values[Common.id]?.reference else { return }
            refused[id] = flags.first { values[$0] == .flag(true) }
            if let above = parentKey.flatMap({ values[$0]?.reference }) { parents[above, default: []].append(id) }
        }
        for rule in engine.modules.flatMap(\.contactRules) where rule.entity == entity.name {
            refused.merge(try rule.refused(records, channel, purpose, self)) { first, _ in first }
        }
        if let parent, !parents.isEmpty {
            for (above, reason) in try refusals(parent, parents.keys.sorted(), by: channel, for: purpose) {
                for id in parents[above] ?? [] { refused[id] = refused[id] ?? reason }
            }
        }
        return refused
    }
}
