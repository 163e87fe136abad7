import Engine
import Foundation
import Kernel

/// What the made-up insurer has arranged: two public pools with customers in them, who may grant how much, and credit of which some waits for
/// release. As much with a million customers as with two thousand: only the first two thousand are looked at.
struct MadeUpArrangements {
    private static let end = 2_000
    /// The fewest customers that leave enough for their owners when some go into pools.
    private static let lain = 12

    private let staff: MadeUpStaff

    init(_ staff: MadeUpStaff) { self.staff = staff }

    /// All in one transaction, once: whoever has pools or authorities keeps their own.
    ///
    /// - Returns: whether it was written.
    func write(through door: Door) throws -> Bool {
        let isNew = try [Pool.schema.definition, ApprovalAuthority.schema.definition].allSatisfy { try door.reader.count($0) == 0 }
        guard isNew else { return false }
        try writeAuthorities(door)
        try writePools(door)
        try MadeUpCredit(staff).write(through: door)
        return true
    }

    // MARK: Authorities

    private func writeAuthorities(_ door: Door) throws {
        let lines: [(grant: ApprovalAuthority.Grant, role: String, unit: String?, most: Int64)] = [
            (.creditRelease, "representative", nil, 10_000), (.creditRelease, "teamLead", nil, 50_000), (.creditRelease, "branchManager", nil, 500_000),
            (.creditRelease, "branchManager", "QH-JS", 1_000_000), (.creditLimit, "teamLead", nil, 200_000), (.creditLimit, "branchManager", nil, 2_000_000),
            (.salesLimit, "branchManager", nil, 1_000_000), (.discount, "representative", nil, 5), (.discount, "teamLead", nil, 10),
            (.discount, "branchManager", nil, 20),
        ]
        let texts = door.catalogue.texts
        for line in lines {
            guard let role = try door.reader.firstID(Role.schema.definition, where: Role.rule { $0.key == line.role }) else { continue }
            let grant = texts.text("option.approvalAuthority.grant.\(line.grant.rawValue)", .chinese), name = texts.text("role.\(line.role)", .chinese)
            let bound: Values = line.grant == .discount ? ["upToPercent": .decimal(.init(line.most))] : ["upToAmount": .money(Money(minorUnits: line.most * 100, currency: .yuan))]
            let place = line.unit.flatMap { code in MadeUp.Insurer.units.first { $0.code == code }?.name }
            let values: Values = [
                "name": .text([place, name, grant].compactMap(\.self).joined(separator: "·")), "grant": line.grant.value, "role": .reference(role),
                "scopeUnit": line.unit.flatMap(staff.unit).map(Value.reference) ?? .null,
            ]
            try door.create(ApprovalAuthority.self, values.merging(bound) { $1 })
        }
    }

    // MARK: Pools

    /// For a year nothing falls back by itself, so that the demo stays as it is.
    private func writePools(_ door: Door) throws {
        let pools: [(name: String, unit: String, more: Values)] = [
            ("南京公海", "QH-JS-NJ", ["hidden": .json(["mobile", "mail"]), "dailyQuota": .integer(5), "totalQuota": .integer(60), "waitDays": .integer(14)]),
            ("杭州公海", "QH-ZJ-HZ", ["hidden": .json(["mobile", "mail"]), "dailyQuota": .integer(8), "capacity": .integer(2_000)]),
        ]
        for pool in pools {
            guard let unit = staff.unit(pool.unit) else { continue }
            let values: Values = [
                "name": .text(pool.name), "entity": .text(Customer.name), "unit": .reference(unit), "description": .text("演示数据：久未联系的个人客户，可认领。"),
                "stewards": .list(staff.people(of: pool.unit).prefix(1).map(Value.reference)), "idleDays": .integer(730), "warningDays": .integer(14),
                "claimProtectionDays": .integer(30),
            ]
            let id = try door.create(Pool.self, values.merging(pool.more) { $1 }).id
            try fill(id, from: staff.units(under: pool.unit), door)
        }
    }

    /// Of the people of a branch those whom nobody has spoken to for longest.
    private func fill(_ pool: RecordID, from units: [RecordID], _ door: Door) throws {
        var query = ListQuery(Customer.schema.definition), found: [(values: Values, contact: Instant)] = []
        query.filter = Self.first && Customer.rule { $0.kind == .person } && .oneOf([Common.unit], units.map(Value.reference))
        query.fields = ["lastContactAt", "externalCode", Common.owner]
        try door.reader.forEach(query) { values in
            if case .instant(let contact)? = values["lastContactAt"] { found.append((values, contact)) }
        }
        let reasons = ["多次致电未接", "暂无投保意向", "已搬离本市", "在别家投保"], now = door.engine.clock.now()
        let few = found.sorted { $0.contact < $1.contact }.prefix(min(Self.lain, found.count / 3))
        for (place, (values, _)) in few.enumerated() {
            guard let id = values[Common.id]?.reference else { continue }
            let day = Int64(place * 3 + 1) * 86_400_000
            let own: Values = [
                Common.owner: .null, Pooled.pool: .reference(pool), Pooled.since: .instant(Instant(milliseconds: now.milliseconds - day)),
                Pooled.reason: .text(reasons[place % reasons.count]), Pooled.formerOwner: values[Common.owner] ?? .null,
            ]
            try door.perform(.edit(id, own), on: Customer.schema.definition)
        }
    }

    /// The demo customers that have all that is made but once.
    static let first = Customer.rule { $0.sourceSystem == MadeUpCustomer.system && $0.externalCode < MadeUpCustomer.code(end) }
}
