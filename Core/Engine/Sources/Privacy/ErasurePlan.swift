import Kernel
import Store

/// What becomes of everything that we hold about somebody when they are erased.
struct ErasurePlan {
    enum Fate: String {
        /// Its personal fields are emptied, and it is put away.
        case erase
        /// It goes for good.
        case remove
        /// A law wants it kept: it stays as it is, put away.
        case block
        /// It only refers to a record that then says nothing any more.
        case keep
    }

    struct Item {
        let entity: EntityDefinition
        let id: RecordID
        let fate: Fate
        var until: Day?
        var basis: String?
    }

    private(set) var items: [Item] = []
    private var known: Set<RecordID> = []
    /// What names one of them without belonging to it; it may turn out to belong to another.
    private var mentions: [Item] = []
    private let door: Door
    private let rules: [String: Record<RetentionRule>]
    private static let most = 20_000

    /// Read without bounds: what somebody may not see is about the person all the same.
    init(of id: RecordID, _ entity: EntityDefinition, _ door: Door) throws {
        self.door = door
        let definition = door.catalogue.definition(RetentionRule.self)
        let found = try door.reader.firstIDs(definition, where: .always, limit: 1_000).compactMap { try door.reader.find(RetentionRule.self, $0) }
        // The longest holds.
        rules = Dictionary(found.map { ($0[\.entity], $0) }) { $0[\.years] >= $1[\.years] ? $0 : $1 }
        try add(id, entity, .erase)
        try addMerged(into: id, entity)
        items += mentions.filter { known.insert($0.id).inserted }
    }

    /// Who turned out to be the same lies in the bin and is erased as well, last of all: until then the survivor has values that are unique.
    private mutating func addMerged(into survivor: RecordID, _ entity: EntityDefinition) throws {
        guard entity.survivorship != nil else { return }
        for loser in try door.reader.absorbed(by: survivor) {
            let others = items
            items = []
            try add(loser, entity, .erase)
            items += others
        }
    }

    private mutating func add(_ id: RecordID, _ entity: EntityDefinition, _ fate: Fate) throws {
        guard items.count < Self.most else { throw Invalid(Common.id, .tooMany, ["max": String(Self.most)]) }
        guard known.insert(id).inserted, try !door.isErased(id) else { return }
        items.append(try item(id, entity, fate))
        for part in door.catalogue.entities where !part.isRetired {
            if let (record, name) = part.attachment {
                guard entity.carries(part) else { continue }
                let hanging = Rule.compare([record], .equal, .reference(id)) && .compare([name], .equal, .text(entity.name))
                // What only the program writes, such as the way through pools, is a history without a name.
                for found in try ids(part, hanging) { try add(found, part, part.traits.contains(.administered) ? .erase : .remove) }
            } else {
                for field in part.fields where field.target == entity.name && !field.isSystem {
                    let isPart = part.parent == field.key && part.name != entity.name
                    let refers: Rule = field.isLinked ? .anyOf([field.key], [.reference(id)]) : .compare([field.key], .equal, .reference(id))
                    for found in try ids(part, refers) {
                        if isPart { try add(found, part, .erase) } else { mentions.append(Item(entity: part, id: found, fate: .keep)) }
                    }
                }
            }
        }
    }

    private func ids(_ entity: EntityDefinition, _ rule: Rule) throws -> [RecordID] {
        var select = door.reader.select(entity)
        let condition = try select.condition(rule)
        // Put away or not: what lies in the bin is held too.
        return try door.session.rows("SELECT t0.id FROM \(select.tables) WHERE \(condition) ORDER BY t0.id LIMIT \(Self.most + 1)")
            .compactMap { $0[0].integer.map(RecordID.init(rawValue:)) }
    }

    private func item(_ id: RecordID, _ entity: EntityDefinition, _ fate: Fate) throws -> Item {
        guard let rule = rules[entity.name], let row = try door.session.first("SELECT modified_at FROM \(name: entity.table) WHERE id = \(id.rawValue)"),
            let changed = row[0].integer
        else { return Item(entity: entity, id: id, fate: fate) }
        let until = Instant(milliseconds: changed).day(in: door.actor.zone).firstOfMonth(adding: Int(rule[\.years]) * 12 + 1)
        guard until > door.reader.moment.today else { return Item(entity: entity, id: id, fate: fate) }
        return Item(entity: entity, id: id, fate: .block, until: until, basis: rule[\.basis])
    }

    /// `{"parts": [{"entity", "label", "fate", "count", "until"?, "basis"?, "fields"?: […]}]}` in the language of the reader.
    func json(_ language: Language) -> JSON {
        struct Part: Hashable {
            let entity: String
            let fate: String
        }
        let texts = door.catalogue.texts
        var order: [Part] = []
        let groups = Dictionary(grouping: items) { Part(entity: $0.entity.name, fate: $0.fate.rawValue) }
        for item in items {
            let part = Part(entity: item.entity.name, fate: item.fate.rawValue)
            if !order.contains(part) { order.append(part) }
        }
        return [
            "parts": .array(order.map { part in
                let group = groups[part] ?? [], entity = group.first?.entity
                let fields = part.fate == Fate.erase.rawValue ? (entity?.fields ?? []).filter { field in entity.map { field.isErased(in: $0) } ?? false }.map { texts.text("field.\(part.entity).\($0.key)", language) } : []
                return [
                    "entity": .string(part.entity), "label": .string(texts.text("entity.\(part.entity)", language)), "fate": .string(part.fate),
                    "count": JSON(group.count), "fields": .array(fields.map(JSON.string)),
                    "until": group.compactMap(\.until).max().map { .string($0.description) } ?? .null,
                    "basis": group.compactMap(\.basis).first.map(JSON.string) ?? .null,
                ]
            })
        ]
    }
}
