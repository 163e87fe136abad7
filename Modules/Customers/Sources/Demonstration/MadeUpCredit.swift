import Engine
import Kernel

/// Credit of a few made-up companies, those of the adviser that can log in first: one hold that she may release herself, one that needs her
/// manager, one that was released, one that was turned down, and a customer that gets nothing any more.
struct MadeUpCredit {
    private struct Case {
        let limit, used: Int64
        var overdue: Int64 = 0
        var asked: Int64?
        var decision: (state: CreditHold.State, note: String)?
        var isBlocked = false
    }

    private static let cases = [
        Case(limit: 200_000, used: 195_000, asked: 8_000),
        Case(limit: 500_000, used: 460_000, asked: 80_000),
        Case(limit: 1_000_000, used: 990_000, asked: 60_000, decision: (.released, "客户本周回款，同意放行。")),
        Case(limit: 300_000, used: 180_000, overdue: 45_000, asked: 50_000, decision: (.rejected, "先结清逾期保费。")),
        Case(limit: 100_000, used: 90_000, overdue: 90_000, isBlocked: true),
    ]

    private let staff: MadeUpStaff

    init(_ staff: MadeUpStaff) { self.staff = staff }

    func write(through door: Door) throws {
        for (company, own) in zip(try companies(door.reader), Self.cases) {
            let terms: Values = ["creditLimit": Self.yuan(own.limit).value, "creditBlocked": .flag(own.isBlocked), "salesLimit": .null]
            try door.perform(.edit(company, terms), on: Customer.schema.definition)
            try Credit.keep(used: Self.yuan(own.used), overdue: own.overdue > 0 ? Self.yuan(own.overdue) : nil, of: company, through: door)
            guard let asked = own.asked, case .held(let hold, _) = try Credit.check(company, Self.yuan(asked), through: door), let decision = own.decision else { continue }
            let head = staff.people(of: "QH-JS").first
            let values: Values = [
                "state": decision.state.value, "note": .text(decision.note), "decidedBy": head.map(Value.reference) ?? .null, "decidedAt": .instant(door.engine.clock.now()),
            ]
            try door.perform(.edit(hold, values), on: CreditHold.schema.definition)
        }
    }

    private func companies(_ reader: Reader) throws -> [RecordID] {
        var query = ListQuery(Customer.schema.definition), found: [(id: RecordID, isOwn: Bool)] = []
        query.filter = MadeUpArrangements.first && Customer.rule { $0.kind == .organisation }
        query.sort = [ListQuery.SortKey(["externalCode"])]
        query.fields = [Common.owner]
        let adviser = staff.user(MadeUp.Colleague.adviser)
        try reader.forEach(query) { values in
            if let id = values[Common.id]?.reference { found.append((id, values[Common.owner]?.reference == adviser)) }
        }
        return (found.filter(\.isOwn) + found.filter { !$0.isOwn }).prefix(Self.cases.count).map(\.id)
    }

    private static func yuan(_ amount: Int64) -> Money { Money(minorUnits: amount * 100, currency: .yuan) }
}
