import Engine
import Kernel

/// A key-account project of a made-up company with those who work on it, a plan and a log: one proposed, two under way and one closed, by turns.
struct MadeUpProject {
    private struct Plan {
        let name, goal: String
        let level: KeyProject.Level
        let state: KeyProject.State
        let steps: [String]
        let entries: [String]
    }

    private static let plans = [
        Plan(
            name: "企业团险整体方案", goal: "员工福利、财产与雇主责任一揽子承保。", level: .branch, state: .running, steps: ["需求调研", "方案与报价", "高层拜访", "签约承保"],
            entries: ["客户同意提供近三年保单清单。", "人力资源部希望增加家属医疗。"]),
        Plan(
            name: "集团财产险统保", goal: "把各子公司分散的财产险合为一张统保单。", level: .headquarters, state: .proposed, steps: ["收集各子公司保单", "风险查勘", "统保方案评审"],
            entries: ["客户财务部表示愿意统一安排。"]),
        Plan(
            name: "供应链信用保险合作", goal: "为上下游赊销提供信用保险，带动货运险。", level: .department, state: .running, steps: ["买方名单筛选", "限额测算", "试点投保"],
            entries: ["第一批买方名单已收到，共四十家。", "限额测算与客户财务总监核对。"]),
        Plan(
            name: "雇主责任险续约攻坚", goal: "在同业报价下保住续约，并扩展到外包员工。", level: .branch, state: .closed, steps: ["赔付分析", "续约方案", "续约签署"],
            entries: ["同业报价低一成，客户看重理赔速度。", "客户确认续约两年。"]),
    ]

    private let plan: Plan
    private let customer: RecordID
    private let adviser: MadeUp.Colleague
    private let staff: MadeUpStaff

    init(_ number: Int, for customer: RecordID, _ adviser: MadeUp.Colleague, _ staff: MadeUpStaff) {
        plan = Self.plans[number % Self.plans.count]
        (self.customer, self.adviser, self.staff) = (customer, adviser, staff)
    }

    func write(through door: Door, _ dice: inout MadeUp.Dice) throws {
        let today = door.reader.moment.today
        let start = plan.state == .proposed ? today + 14 : plan.state == .closed ? today - dice.within(200...300) : today - dice.within(20...120)
        let colleagues = staff.people(of: adviser.unit), leader = staff.user(adviser.login), sponsor = colleagues.first
        let project = try door.create(KeyProject.self, values(start, leader, sponsor, &dice)).id
        for (user, part) in zip(members(leader, sponsor), ["项目负责人", "方案与报价", "客户服务"]) {
            try door.create(KeyProjectMember.self, ["name": .text(part), "project": .reference(project), "user": .reference(user)])
        }
        let by = leader.map(Value.reference) ?? .null
        for (place, step) in plan.steps.enumerated() {
            let due = start + 30 * (place + 1)
            let done: Values = due < today ? ["doneOn": .day(due - 2), "result": .text("按期完成")] : [:]
            try door.create(KeyProjectStep.self, done.merging(["name": .text(step), "project": .reference(project), "due": .day(due), "user": by]) { $1 })
        }
        for (place, entry) in plan.entries.enumerated() {
            let day = min(start + 6 + 20 * place, today - 1)
            try door.create(KeyProjectEntry.self, ["what": .text(entry), "project": .reference(project), "day": .day(day), "user": by])
        }
    }

    /// Who leads comes first.
    private func members(_ leader: RecordID?, _ sponsor: RecordID?) -> [RecordID] {
        let others = staff.people(of: adviser.unit).filter { $0 != leader && $0 != sponsor } + staff.people(of: "QH-KF")
        return ([leader].compactMap(\.self) + others).prefix(3).map(\.self)
    }

    private func values(_ start: Day, _ leader: RecordID?, _ sponsor: RecordID?, _ dice: inout MadeUp.Dice) -> Values {
        func yuan(_ amount: Int) -> Value { .money(Money(minorUnits: Int64(amount) * 100, currency: .yuan)) }
        let end = start + (plan.state == .closed ? 150 : 240), expected = dice.within(40...400) * 10_000
        var values: Values = [
            "name": .text(plan.name), "customer": .reference(customer), "goal": .text(plan.goal), "level": plan.level.value, "state": plan.state.value,
            "leader": leader.map(Value.reference) ?? .null, "sponsor": sponsor.map(Value.reference) ?? .null, "startsOn": .day(start), "endsOn": .day(end),
            "budget": yuan(dice.within(2...20) * 10_000), "expectedRevenue": yuan(expected),
        ]
        if plan.state != .proposed {
            values["approvedBy"] = values["sponsor"]
            values["approvedAt"] = Self.morning(start - 3)
        }
        if plan.state == .closed {
            values.merge(["closedAt": Self.morning(end), "actualRevenue": yuan(expected / 10 * 11), "result": .text("续约两年，扩展到外包员工，保费略增。")]) { $1 }
        }
        return values.merging(staff.owning(adviser)) { own, _ in own }
    }

    /// Nine o'clock in China.
    private static func morning(_ day: Day) -> Value { .instant(Instant(milliseconds: Int64(day.number) * 86_400_000 + 3_600_000)) }
}
