import Kernel
import Store

/// Numbers that a record keeps about the records that refer to it.
extension Door {
    /// Counts anew what other records say of this one's kind: for the record that it refers to, and the one it referred to.
    func rollUp(_ before: Values?, _ after: Values, _ entity: EntityDefinition) throws {
        // What moves with many others is counted once, when they have moved.
        if isMoving(before, entity) { return }
        try rollUp(before, after, entity, steps: 0)
    }

    /// A sum of sums goes up step by step, and ends where nothing changed.
    private static let maximumSteps = 16

    private func rollUp(_ before: Values?, _ after: Values, _ entity: EntityDefinition, steps: Int) throws {
        guard steps < Self.maximumSteps else { return }
        var stale: [String: [RecordID: [Catalogue.RollUp]]] = [:]
        for rollUp in catalogue.rollUps(over: entity.name) where rollUp.concerns(before, after) {
            let reference = rollUp.kind.reference
            for parent in Set([before?[reference]?.reference, after[reference]?.reference].compactMap(\.self)) {
                stale[rollUp.parent.name, default: [:]][parent, default: []].append(rollUp)
            }
        }
        // In one order in every transaction, so that two do not wait for each other.
        for (_, parents) in stale.sorted(by: { $0.key < $1.key }) {
            for (parent, rollUps) in parents.sorted(by: { $0.key < $1.key }) {
                try refresh(rollUps, of: parent, over: entity, steps: steps)
            }
        }
    }

    /// Writes a parent's roll-ups, and what in turn follows from them: its formulas, and the roll-ups over it.
    private func refresh(_ rollUps: [Catalogue.RollUp], of id: RecordID, over child: EntityDefinition, steps: Int) throws {
        guard let parent = rollUps.first?.parent else { return }
        let touched = Self.touched(by: rollUps, in: parent)
        let goesOn = touched.count > rollUps.count || catalogue.rollUps(over: parent.name).contains { !$0.read.isDisjoint(with: touched) }
        let before = goesOn ? try whole(parent, id) : nil
        for rollUp in rollUps { try write(rollUp, of: id, over: child) }
        guard let before, var after = try whole(parent, id) else { return }
        compute(&after, parent)
        let fields = parent.computed.filter { after[$0.key] ?? .null != before[$0.key] ?? .null }
        if !fields.isEmpty {
            let assignments = fields.flatMap { field in
                zip(field.columns, field.kind.store(after[field.key] ?? .null)).map { "\(name: $0) = \($1)" as SQL }
            }
            try session.execute("UPDATE \(name: parent.table) SET \(assignments.joined(by: ", ")) WHERE id = \(id.rawValue)")
            if after[Common.deletedAt]?.isNull ?? true { try writeSearchTokens(.edit(id, [:]), before, after, parent) }
        }
        try rollUp(before, after, parent, steps: steps + 1)
    }

    /// The keys of the roll-ups, and of the formulas that follow from them.
    private static func touched(by rollUps: [Catalogue.RollUp], in parent: EntityDefinition) -> Set<String> {
        var touched = Set(rollUps.map(\.field.key))
        for field in parent.computed {
            if let formula = (field.kind as? FormulaKind)?.formula, !formula.fields.isDisjoint(with: touched) { touched.insert(field.key) }
        }
        return touched
    }

    /// A record as it stands, deleted or not, whoever may see it.
    func whole(_ entity: EntityDefinition, _ id: RecordID) throws -> Values? {
        let all = Reader(engine: engine, catalogue: catalogue, actor: .system, session: session)
        return try all.values(of: entity, id) ?? all.values(of: entity, id, deleted: true)
    }

    private func write(_ rollUp: Catalogue.RollUp, of parent: RecordID, over child: EntityDefinition) throws {
        // The parent is locked first: two children that come at once would else each count without the other.
        let lock: SQL = "SELECT id FROM \(name: rollUp.parent.table) AS t0 WHERE id = \(parent.rawValue)"
        _ = try session.first(lock + Reader.lock)
        let cells = try computed(rollUp, of: parent, over: child)
        let assignments = zip(rollUp.field.columns, cells).map { "\(name: $0) = \($1)" as SQL }
        try session.execute(
            "UPDATE \(name: rollUp.parent.table) SET \(assignments.joined(by: ", ")) WHERE id = \(parent.rawValue)")
    }

    /// What a roll-up must be, counted now; one cell per column.
    private func computed(_ rollUp: Catalogue.RollUp, of parent: RecordID, over child: EntityDefinition) throws -> [Stored] {
        var select = reader.select(child)
        let link = FieldPath([rollUp.kind.reference])
        let rule = Rule.compare(link, .equal, .reference(parent)) && rollUp.kind.condition && .empty([Common.deletedAt])
        let condition = try select.condition(rule)
        let columns = (rollUp.kind.field.flatMap { child[$0] }?.columns ?? []).map { "t0.\(name: $0)" as SQL }
        let number = columns.first ?? "t0.id"
        let function: SQL = switch rollUp.kind.function {
        case .count: "COUNT(*)"
        case .sum: "CAST(SUM(\(number)) AS BIGINT)"
        case .minimum: "MIN(\(number))"
        case .maximum: "MAX(\(number))"
        }
        // The second column of money is the currency. Amounts of two currencies have no sum and no order.
        var cells = [function]
        if rollUp.kind.function != .count, let currency = columns.dropFirst().first {
            let isOne: SQL = "MIN(\(currency)) = MAX(\(currency))"
            cells = [function, "MIN(\(currency))"].map { "CASE WHEN \(isOne) THEN \($0) END" as SQL }
        }
        let sql: SQL = "SELECT \(cells.joined(by: ", ")) FROM \(select.tables) WHERE \(condition)"
        do {
            return try session.first(sql)?.cells ?? []
        } catch let error as StoreError where error.isOverflow {
            throw Invalid(rollUp.kind.field ?? rollUp.kind.reference, .outOfRange, ["min": String(Int64.min), "max": String(Int64.max)])
        }
    }

    /// The next records of the parent's entity that hold another number than they must, and the last one looked at, if there are
    /// more; with `mending`, they get the right number.
    func wrongRollUps(
        _ rollUp: Catalogue.RollUp, over child: EntityDefinition, after start: Int64, mending: Bool
    ) throws -> (wrong: [Int64], last: Int64?) {
        let columns = rollUp.field.columns.map { "\(name: $0)" as SQL }
        let rows = try session.rows(
            """
            SELECT id, \(columns.joined(by: ", "))
            FROM \(name: rollUp.parent.table)
            WHERE id > \(start)
            ORDER BY id
            LIMIT 200
            """)
        let wrong = try rows.filter { row in
            try computed(rollUp, of: RecordID(rawValue: row[0].integer ?? 0), over: child) != Array(row.cells.dropFirst())
        }.compactMap(\.[0].integer)
        if mending {
            for id in wrong { try refresh([rollUp], of: RecordID(rawValue: id), over: child, steps: 0) }
        }
        return (wrong, rows.last?[0].integer)
    }
}

extension Catalogue.RollUp {
    /// Whether a change of a child can change the number: what it reads differs.
    fileprivate func concerns(_ before: Values?, _ after: Values) -> Bool {
        guard let before else { return true }
        return read.contains { before[$0] ?? .null != after[$0] ?? .null }
    }

    /// The keys of the child that the number follows from.
    var read: Set<String> {
        Set([kind.reference, Common.deletedAt] + [kind.field].compactMap(\.self) + kind.condition.paths.compactMap(\.first))
    }
}

extension StoreError {
    /// A sum that 64 bits do not hold.
    var isOverflow: Bool {
        guard case .failed(let code, let message) = self else { return false }
        return code == "22003" || message.contains("integer overflow")
    }
}
