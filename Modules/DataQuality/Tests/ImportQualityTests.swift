import Engine
import Kernel
import Store
import TestKit
import Testing

@testable import DataQuality

@Suite struct ImportQualityTests {
    @Test(arguments: Dialect.allCases)
    func `Of the customers that an import made it is told how good they are, and why not better`(_ dialect: Dialect) async throws {
        try await Branches.run(dialect) { branches in
            try await branches.customer(["name": "别人", "kind": "person"])
            let columns: JSON = ["名称": "name", "手机": "mobile", "邮箱": "mail"]
            let text = "名称,手机,邮箱\n张伟,13712984650,wang@guanxi.cn\n测试,13800138000,\n李娜,+12025550123,\n"
            let file = try await branches.bring(text, as: branches.manager)
            let mapping: JSON = ["entity": "customer", "columns": columns, "defaults": ["kind": "person"]]
            let job = try await branches.engine.jobs.start("import", ["file": .string(file.description), "mapping": mapping], as: branches.manager)
            #expect(try await branches.ended(job.id)["created"] == 3)

            let told = try await branches.quality(of: job.id, as: branches.manager)
            let scores = try await branches.engine.read(as: .system) { reader in
                var query = ListQuery(reader.catalogue["customer"]!)
                query.fields = ["name", "dataQuality"]
                var scores: [Int64] = []
                try reader.forEach(query) { values in
                    if values["name"]?.text != "别人", case .integer(let score)? = values["dataQuality"] { scores.append(score) }
                }
                return scores
            }

            #expect(told["customers"] == 3 && told["isCut"] == false)
            let tenths = scores.reduce(0, +) * 10 / 3
            #expect(told["mean"] == .number("\(tenths / 10).\(tenths % 10)"))
            #expect(told["bands"]?.array?.reduce(0) { $0 + ($1["customers"]?.integer ?? 0) } == 3)
            let reasons = told["reasons"]?.array ?? []
            #expect(reasons.contains { $0["reason"] == "suspicious" && $0["field"] == "name" && $0["customers"] == 1 })
            #expect(reasons.contains { $0["reason"] == "invalid" && $0["field"] == "mobile" && $0["customers"] == 1 } && told["invalid"] == 1)
            // Nobody else's import is told of.
            await #expect(throws: Refusal.self) { try await branches.quality(of: job.id, as: branches.neighbour) }
        }
    }
}

extension Branches {
    func quality(of job: RecordID, as actor: Actor) async throws -> JSON {
        guard case .working(let ask) = ImportQuality.endpoint.work else { return .null }
        return try await ask(EndpointCall(actor: actor, language: .english, catalogue: engine.catalogue, places: ["import": job.description]), engine)
    }
}
