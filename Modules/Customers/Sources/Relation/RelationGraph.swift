import Engine
import Kernel

/// Customers around one, with the ties between them, level by level: one look for the ties of a whole level and one for the names at their ends.
///
/// Who may see a customer sees with whom it is tied. A customer at the other end that is beyond the rights of the asker stays without a name, and
/// nothing is looked for behind it.
struct RelationGraph {
    static let maximumNodes = 500, maximumEdges = 2_000, depths: ClosedRange<Int64> = 1...3

    let reader: Reader
    let ties: [CustomerRelation.Tie]
    let day: Day
    let includesPast: Bool
    private(set) var nodes: [Node] = []
    private(set) var edges: [Edge] = []
    private(set) var isCut = false
    private var known: [RecordID: Int] = [:]

    struct Node {
        let id: RecordID
        let level: Int
        /// Nil beyond the rights of the asker.
        var values: Values?
    }

    struct Edge {
        let id: RecordID
        let values: Values
        let mayChange: Bool
    }

    init(around id: RecordID, _ reader: Reader, depth: Int, ties: [CustomerRelation.Tie], day: Day, includesPast: Bool) throws {
        (self.reader, self.ties, self.day, self.includesPast) = (reader, ties, day, includesPast)
        try add([id], level: 0)
        guard nodes[0].values != nil else { throw Refusal.notFound(entity: Customer.name, id: id.description) }
        try reader.engine.permissions.check(reader.actor, may: .read, relation)
        for level in 1...depth where !isCut {
            let frontier = nodes.filter { $0.level == level - 1 && $0.values != nil }.map(\.id)
            if frontier.isEmpty { break }
            let found = try relations(at: frontier)
            let room = Self.maximumNodes - nodes.count
            let others = Set(found.flatMap { [$0["from"]?.reference, $0["to"]?.reference].compactMap(\.self) }.filter { known[$0] == nil }).sorted()
            if others.count > room { isCut = true }
            try add(Array(others.prefix(room)), level: level)
            try addEdges(found)
        }
    }

    private var relation: EntityDefinition { reader.catalogue.definition(CustomerRelation.self) }

    /// The ties of a level, by the indexes on both ends.
    private mutating func relations(at ids: [RecordID]) throws -> [Values] {
        let ends = ids.map { Reference<Customer>($0) }.map(\.value)
        var query = ListQuery(relation)
        query.filter = .oneOf(["from"], ends) || .oneOf(["to"], ends)
        if !ties.isEmpty { query.filter = query.filter && CustomerRelation.rule { $0.type.isOne(of: ties) } }
        if !includesPast { query.filter = query.filter && CustomerRelation.holding(on: day) }
        let told = ["since", "until", "strength", "notes"].filter { relation[$0].map { reader.actor.rights.right($0, of: relation) >= .read } ?? false }
        query.fields = ["from", "to", "type"] + told
        let (found, isWhole) = try reader.unbounded.some(query, atMost: Self.maximumEdges - edges.count)
        if !isWhole { isCut = true }
        return found
    }

    private mutating func add(_ ids: [RecordID], level: Int) throws {
        var query = ListQuery(reader.catalogue.definition(Customer.self))
        query.filter = .oneOf([Common.id], ids.map(Value.reference))
        query.fields = Self.shown.filter { query.entity[$0].map { reader.actor.rights.right($0, of: query.entity) >= .read } ?? false }
        let found = try reader.some(query, atMost: ids.count).rows
        let seen = Dictionary(found.map { ($0[Common.id]?.reference ?? RecordID(rawValue: 0), $0) }) { first, _ in first }
        for id in ids {
            known[id] = nodes.count
            nodes.append(Node(id: id, level: level, values: seen[id]))
        }
    }

    static let shown = ["name", "kind", "code", "grade", "status"]

    private mutating func addEdges(_ found: [Values]) throws {
        let present = Set(edges.map(\.id))
        let new = found.filter { values in
            guard let id = values[Common.id]?.reference, !present.contains(id) else { return false }
            return [values["from"], values["to"]].allSatisfy { $0?.reference.map { known[$0] != nil } ?? false }
        }
        let mine = try reader.visible(relation, Set(new.compactMap { $0[Common.id]?.reference }))
        let mayEdit = reader.engine.permissions.may(reader.actor, .edit, relation)
        edges += new.compactMap { values in
            values[Common.id]?.reference.map { Edge(id: $0, values: values, mayChange: mayEdit && mine.contains($0)) }
        }
    }
}
