import Engine
import Kernel

/// What a group of customers comes to: a company with all below it, a household or a group with its members and all below them.
///
/// Every field of money counts, also those made at run time, by currency, and the whole numbers that are declared here. Only what the asker may
/// see is added up and named; how many more there are is told, and nothing else of them.
struct GroupTotals {
    static let maximumMembers = 5_000, maximumDepth = 10, maximumListed = 200
    private static let numbers = ["employees", "contactCount"]
    /// So many at a time are asked for by their ids.
    private static let batch = 500

    private(set) var members: [Member] = []
    private(set) var hidden = 0
    private(set) var isCut = false
    private(set) var totals: [Total: (sum: Int64, count: Int)] = [:]
    /// Sums that no number of 64 bits holds are left out and named.
    private(set) var overflown: Set<Total> = []
    private(set) var root: Member?

    struct Member {
        let id: RecordID
        let parent: RecordID?
        let depth: Int
        let values: Values
    }

    struct Total: Hashable {
        let field: String
        /// Nil for a number without one.
        let currency: String?
    }

    init(of id: RecordID, _ reader: Reader) throws {
        let customer = reader.catalogue.definition(Customer.self)
        guard try reader.visible(customer, [id]).contains(id), try reader.find(Customer.self, id) != nil else {
            throw Refusal.notFound(entity: Customer.name, id: id.description)
        }
        let found = try Self.tree(of: id, customer, reader)
        isCut = found.count > Self.maximumMembers
        let fields = Self.summed(customer).filter { reader.actor.rights.right($0, of: customer) >= .read }
        let all = found.prefix(Self.maximumMembers)
        for start in stride(from: 0, to: all.count, by: Self.batch) {
            let some = all[start..<min(start + Self.batch, all.count)]
            try add(Array(some), fields, customer, reader)
        }
        hidden = all.count - members.count
        root = try Self.root(of: id, customer, reader)
    }

    private static func summed(_ entity: EntityDefinition) -> [FieldDefinition] {
        entity.fields.filter { field in
            let kind = (field.kind as? any ComputedKind)?.result ?? field.kind
            return !field.isRetired && (kind is MoneyKind || numbers.contains(field.key))
        }
    }

    /// The customer, its members of today, and all below them.
    private static func tree(of id: RecordID, _ entity: EntityDefinition, _ reader: Reader) throws -> [(id: RecordID, parent: RecordID?, depth: Int)] {
        var query = ListQuery(reader.catalogue.definition(CustomerRelation.self))
        query.filter = CustomerRelation.rule { $0.to == Reference(id) && $0.type.isOne(of: [.groupMember, .householdMember]) }
            && CustomerRelation.holding(on: reader.moment.today)
        query.fields = ["from"]
        let tied = Set(try reader.unbounded.some(query, atMost: batch).rows.compactMap { $0["from"]?.reference })
        let found = try reader.tree(below: [id] + tied.sorted(), entity, by: "parent", depth: maximumDepth, limit: maximumMembers + 1)
        // A member stands below the group, whatever else it stands below.
        var depths: [RecordID: Int] = [:]
        return found.map { found in
            let parent = found.id == id ? nil : tied.contains(found.id) ? id : found.parent
            let depth = parent.map { (depths[$0] ?? 0) + 1 } ?? 0
            depths[found.id] = depth
            return (found.id, parent, depth)
        }
    }

    private mutating func add(
        _ some: [(id: RecordID, parent: RecordID?, depth: Int)], _ fields: [FieldDefinition], _ entity: EntityDefinition, _ reader: Reader
    ) throws {
        var query = ListQuery(entity)
        query.filter = .oneOf([Common.id], some.map { .reference($0.id) })
        query.fields = RelationGraph.shown.filter { entity[$0].map { reader.actor.rights.right($0, of: entity) >= .read } ?? false } + fields.map(\.key)
        let rows = try reader.some(query, atMost: some.count).rows
        let byID = Dictionary(rows.map { ($0[Common.id]?.reference ?? RecordID(rawValue: 0), $0) }) { first, _ in first }
        for found in some {
            guard let values = byID[found.id] else { continue }
            members.append(Member(id: found.id, parent: found.parent, depth: found.depth, values: values))
            for field in fields {
                switch values[field.key] {
                case .money(let money)?: add(money.minorUnits, to: Total(field: field.key, currency: money.currency.code))
                case .integer(let number)?: add(number, to: Total(field: field.key, currency: nil))
                default: break
                }
            }
        }
    }

    private mutating func add(_ number: Int64, to total: Total) {
        let before = totals[total] ?? (0, 0)
        let (sum, overflow) = before.sum.addingReportingOverflow(number)
        if overflow { overflown.insert(total) }
        totals[total] = (sum, before.count + 1)
    }

    /// The highest that the customer stands below, where the asker may see it.
    private static func root(of id: RecordID, _ entity: EntityDefinition, _ reader: Reader) throws -> Member? {
        guard let top = try reader.ancestors(of: id, entity, by: "parent", limit: Door.maximumDepth).last else { return nil }
        return try reader.find(Customer.self, top).map { Member(id: top, parent: nil, depth: 0, values: $0.values) }
    }
}

extension GroupTotals {
    func json(_ texts: Texts, _ language: Language) -> JSON {
        let seen = Set(members.map(\.id))
        func shown(_ member: Member) -> JSON {
            [
                "id": .string(member.id.description), "name": member.values["name"]?.text.map(JSON.string) ?? .null,
                "kind": member.values["kind"]?.text.map(JSON.string) ?? .null, "depth": JSON(member.depth),
                "parent": member.parent.flatMap { seen.contains($0) ? .string($0.description) : nil } ?? .null,
            ]
        }
        let kinds = Dictionary(grouping: members) { $0.values["kind"]?.text ?? "" }.mapValues { JSON($0.count) }
        let sums = totals.sorted { ($0.key.field, $0.key.currency ?? "") < ($1.key.field, $1.key.currency ?? "") }
        return [
            "members": JSON(members.count), "hidden": JSON(hidden), "isCut": .flag(isCut), "kinds": .object(kinds),
            "root": root.map(shown) ?? .null, "list": .array(members.prefix(Self.maximumListed).map(shown)),
            "totals": .array(sums.filter { !overflown.contains($0.key) }.map { key, value in
                let money = key.currency.flatMap(Currency.init).map { Money(minorUnits: value.sum, currency: $0) }
                return [
                    "field": .string(key.field), "label": .string(texts.text("field.customer.\(key.field)", language)), "count": JSON(value.count),
                    "sum": money.map { ["amount": .string($0.digits), "currency": .string($0.currency.code)] } ?? .string(String(value.sum)),
                ]
            }),
        ]
    }

    static let schema: JSON = {
        let text: JSON = ["type": "string"], count: JSON = ["type": "integer", "minimum": 0], perhaps: JSON = ["type": ["string", "null"]]
        let member: JSON = ["type": "object", "properties": ["id": text, "name": perhaps, "kind": perhaps, "depth": count, "parent": perhaps]]
        return [
            "type": "object", "required": ["members", "hidden", "isCut", "kinds", "root", "list", "totals"],
            "properties": [
                "members": count, "hidden": count, "isCut": ["type": "boolean"], "kinds": ["type": "object", "additionalProperties": count],
                "root": ["anyOf": [member, ["type": "null"]]], "list": ["type": "array", "items": member],
                "totals": [
                    "type": "array",
                    "items": [
                        "type": "object",
                        "properties": [
                            "field": text, "label": text, "count": count,
                            "sum": ["anyOf": [text, ["type": "object", "properties": ["amount": text, "currency": text]]]],
                        ],
                    ],
                ],
            ],
        ]
    }()
}
