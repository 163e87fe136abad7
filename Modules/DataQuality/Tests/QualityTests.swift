@testable import Engine
import Customers
import Foundation
import Kernel
import Store
import TestKit
import Testing

@testable import DataQuality

@Suite struct QualityTests {
    private static let modules: [any Module] = [Customers(), DataQuality()]

    private func create(_ values: JSON, _ test: TestEngine) async throws -> RecordID {
        let entity = Customer.schema.definition
        return try await test.engine.perform(.create(Input.values(values, for: entity, as: .system)), on: entity, as: .system).id
    }

    private func found(_ id: RecordID, _ test: TestEngine) async throws -> (score: Int64?, findings: Set<String>) {
        let customer = try #require(try await test.engine.read(as: .system) { try $0.find(Customer.self, id) })
        let findings = Quality.findings(in: customer[\.qualityReasons]?.json ?? [])
        return (customer[\.dataQuality], Set(findings.map { "\($0.field): \($0.reason.rawValue)" }))
    }

    private func run(_ kind: String, _ payload: JSON = [:], _ test: TestEngine, as actor: Actor = .system) async throws -> Job {
        // Ids of one millisecond have no order: a job takes what is older than itself.
        test.clock.set(test.clock.now + 1_000)
        let id = try await test.engine.write(as: actor) { try $0.enqueue(kind, payload) }
        await test.engine.startWorkers(count: 1)
        while true {
            let job = try await test.engine.jobs.find(id, as: .system)
            if job.endedAt != nil { return job }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    @Test(arguments: Dialect.allCases)
    func `A record says why it is not as good as it could be`(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: Self.modules) { test in
            let whole = try await create(
                [
                    "name": "王小明", "mobile": "13712984650", "mail": "wang@guanxi.cn", "identityType": "identityCard", "identityNumber": "440301198507152232",
                    "address": ["province": "广东省", "city": "深圳市", "street": "科技路1号"], "source": "branch",
                ], test)
            let poor = try await create(["name": "测试", "mobile": "13800138000", "mail": "a@example.com"], test)
            let company = try await create(["name": "深圳市宏途科技有限公司", "kind": "organisation", "phone": "0755-26584930"], test)

            #expect(try await found(whole, test) == (90, ["realName: unverified"]))
            #expect(
                try await found(poor, test).findings == [
                    "name: suspicious", "mobile: suspicious", "mail: suspicious", "identityNumber: missing", "birthday: missing", "gender: missing", "address: missing",
                    "source: missing",
                ])
            #expect(try await found(poor, test).score == 15)
            #expect(
                try await found(company, test).findings == [
                    "mail: missing", "identityNumber: missing", "address: missing", "industry: missing", "legalRepresentative: missing", "source: missing",
                ])
            try await test.engine.perform(.edit(poor, ["name": .text("李娜")]), on: Customer.schema.definition, as: .system)
            #expect(try await found(poor, test).score == 45)
        }
    }

    @Test(arguments: Dialect.allCases)
    func `Every night each unit gets its figures, and phones of many are found`(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: Self.modules) { test in
            let unit = try await test.engine.perform(.create(["code": .text("B1"), "name": .text("深圳分行")]), on: OrgUnit.schema.definition, as: .system).id
            var ids: [RecordID] = []
            for number in 0..<5 { ids.append(try await create(["name": .string("客人\(["甲", "乙", "丙", "丁", "戊"][number])"), "mobile": "13712984650", "unit": .string(unit.description)], test)) }
            let before = try await found(ids[0], test)

            let job = try await run("measureQuality", [:], test)
            let again = try await run("measureQuality", [:], test)

            #expect(job.state == .done && job.result["customers"] == 5 && job.result["changed"] == 5, "\(job)")
            #expect(again.result["changed"] == 0)
            #expect(try await found(ids[0], test).findings == before.findings.union(["mobile: shared"]))
            let rows = try await test.engine.read(as: .system) { reader in
                try reader.firstIDs(UnitQuality.schema.definition, where: .always, limit: 10).compactMap { try reader.find(UnitQuality.self, $0) }
            }
            #expect(rows.map(\.unit) == [unit] && rows.first?[\.customers] == 5 && rows.first?[\.realNameRate] == 0)
            let figures = try await test.engine.read(as: .system) { try UnitFigures.all($0) }
            #expect(figures.map(\.name) == ["深圳分行"] && figures.first?.customers == 5)
        }
    }

    @Test(arguments: Dialect.allCases)
    func `Tasks are made once for what is not good enough, and end when it is`(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: Self.modules) { test in
            let role = try await test.engine.makeMemberRole()
            let person = try await test.engine.perform(
                .create(["login": .text("li"), "name": .text("李敏"), "roles": .list([.reference(role)])]), on: User.schema.definition, as: .system).id
            let clerk = try #require(try await test.engine.actor(of: person))
            let poor = try await create(["name": "测试", "owner": .string(person.description)], test)
            _ = try await create(["name": "王小明", "mobile": "13712984650", "mail": "wang@guanxi.cn", "source": "branch", "address": ["province": "广东省", "city": "深圳市"]], test)

            let first = try await run("makeCleansingTasks", ["below": 60, "wanted": 60, "targetOn": "2030-01-01"], test, as: clerk)
            let second = try await run("makeCleansingTasks", ["below": 60, "wanted": 60, "unit": .null, "targetOn": .null], test, as: clerk)

            #expect(first.result["tasks"] == 1 && second.result["tasks"] == 0, "\(first)")
            func task() async throws -> Record<CleansingTask> {
                try #require(try await test.engine.read(as: .system) { try $0.first(CleansingTask.self, where: .always) })
            }
            let open = try await task()
            #expect(open[\.customer].id == poor && open.owner == person && open[\.state] == .open)
            let good: JSON = [
                "name": "赵强", "mobile": "13712984651", "mail": "zhao@guanxi.cn", "source": "branch", "address": ["province": "广东省", "city": "深圳市"], "gender": "male", "birthday": "1980-05-17",
            ]
            try await test.engine.perform(.edit(poor, Input.values(good, for: Customer.schema.definition, as: .system)), on: Customer.schema.definition, as: clerk)
            let closed = try await task()
            #expect(closed[\.state] == .done && closed[\.doneAt] == test.clock.now)
            await #expect(throws: Invalid("below", .outOfRange, ["min": "1", "max": "100"])) { try await test.engine.jobs.start("makeCleansingTasks", ["below": 0], as: clerk) }
        }
    }

    @Test(arguments: Dialect.allCases)
    func `Two who have tasks made at once make one for each customer`(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: Self.modules, readers: 4) { test in
            try await test.engine.write(as: .system) { door in
                for number in 0..<60 { try door.create(Customer.self, ["name": .text("测试\(number)")]) }
            }
            test.clock.set(test.clock.now + 1_000)
            let person = try await test.engine.perform(
                .create(["login": .text("li"), "name": .text("李敏"), "roles": .list([.reference(test.engine.makeMemberRole())])]), on: User.schema.definition, as: .system).id
            let clerk = try #require(try await test.engine.actor(of: person))
            let jobs = try await test.engine.write(as: clerk) { door in
                try [60, 70].map { try door.enqueue("makeCleansingTasks", ["below": JSON($0), "wanted": 80]) }
            }

            await test.engine.startWorkers(count: 2)
            for id in jobs {
                while try await test.engine.jobs.find(id, as: .system).endedAt == nil { try await Task.sleep(for: .milliseconds(20)) }
                #expect(try await test.engine.jobs.find(id, as: .system).state == .done)
            }

            #expect(try await test.engine.read(as: .system) { try $0.count(CleansingTask.schema.definition) } == 60)
        }
    }
}
