import Customers
import Engine
import Foundation
import Inspection
import Kernel
import Store
import Synchronization
import TestKit
import Testing

@testable import DataQuality

@Suite struct FileCheckTests {
    private static let text = """
        客户名称,手机,邮箱,城市,备注
        张伟,13800138000,,深圳,
        李娜,139123456,,广州,测试
        赵敏,13712984650,min.zhao@guanxi.cn,杭州,
        赵敏,13712984650,min.zhao@guanxi.cn,杭州,
        孙悦,13712984999,,,
        ,,,,
        """
    private static let columns: JSON = ["客户名称": "name", "手机": "mobile", "邮箱": "mail", "城市": "address.city", "备注": nil]

    @Test(arguments: Dialect.allCases)
    func `A file is looked at beside the customers, and nothing is taken in`(_ dialect: Dialect) async throws {
        try await Branches.run(dialect) { branches in
            let id = try await branches.customer(Branches.wei)
            let code = try #require(try await branches.code(of: id))
            let check = try await branches.checked(Self.text, Self.columns, as: branches.manager)

            let summary = try await branches.ask("summaryOfFileCheck", check, as: branches.manager)
            #expect(summary["totals"]?["rows"] == 6 && summary["totals"]?["surplus"] == 1 && summary["totals"]?["known"] == 1)
            // A number of tests, one that is too short, and nothing at all.
            #expect(summary["totals"]?["unusable"] == 3)
            let mobile = try #require(summary["columns"]?.array?.first { $0["name"] == "手机" })
            #expect(mobile["role"] == "mobile" && mobile["filled"] == 5)
            #expect(mobile["invalid"]?.array?.map { $0["kind"] } == ["number.wrongLength"])
            #expect(mobile["invalid"]?.array?.first?["label"]?.string?.isEmpty == false)

            let findings = try await branches.ask("findingsOfFileCheck", check, ["kind": "number.wrongLength"], as: branches.manager)
            #expect(findings["data"]?.array?.map { [$0["row"], $0["column"], $0["value"]] } == [[2, "手机", "139123456"]])
            let pairs = try await branches.ask("pairsOfFileCheck", check, as: branches.manager)
            #expect(pairs["data"]?.array?.compactMap { $0["left"]?["row"]?.integer } == [3, 1])
            #expect(pairs["data"]?.array?.first?["right"]?["row"] == 4 && pairs["data"]?.array?.first?["right"]?["name"] == "赵敏")
            #expect(pairs["data"]?.array?.last?["right"]?["code"]?.string == code)
            #expect(try await branches.ask("pairsOfFileCheck", check, ["with": "customers", "verdict": "same"], as: branches.manager)["data"]?.array?.count == 1)
            let csv = try await branches.file("pairs", of: check, as: branches.manager)
            #expect(csv.contains("3,4,") && csv.contains("1,code:\(code),") && csv.contains("same,张伟,张伟"))
            #expect(try await branches.file("report", of: check, as: branches.manager).contains("139123456"))
            #expect(try await branches.file("findings", of: check, as: branches.manager).contains("2,手机,number.wrongLength,"))
            #expect(try await branches.engine.read(as: .system) { try $0.count(Customer.schema.definition) } == 1)
        }
    }

    @Test(arguments: Dialect.allCases)
    func `Of a customer of another branch only the branch is told, and only to whoever asked`(_ dialect: Dialect) async throws {
        try await Branches.run(dialect) { branches in
            let id = try await branches.customer(Branches.wei, in: branches.south)
            let code = try #require(try await branches.code(of: id))
            let text = "姓名,手机,生日\n张伟,13800138000,1980-05-17\n张伟,,\n"
            let check = try await branches.checked(text, ["姓名": "name", "手机": "mobile", "生日": "birthday"], as: branches.manager)

            let pairs = try await branches.ask("pairsOfFileCheck", check, ["with": "customers"], as: branches.manager)
            #expect(pairs["data"]?.array?.count == 1)
            #expect(pairs["data"]?.array?.first?["right"] == ["kind": "elsewhere", "row": nil, "name": nil, "record": nil, "code": nil, "unit": "south"])
            for part in ["pairs", "report"] { #expect(try await !branches.file(part, of: check, as: branches.manager).contains(code)) }
            #expect(try await branches.file("pairs", of: check, as: branches.manager).contains("unit:south"))
            for path in ["summaryOfFileCheck", "findingsOfFileCheck", "pairsOfFileCheck"] {
                await #expect(throws: Refusal.notFound(entity: "fileCheck", id: check.description)) { try await branches.ask(path, check, as: branches.everybody) }
            }
        }
    }

    @Test(arguments: Dialect.allCases)
    func `What was found lies sealed, and goes after some days`(_ dialect: Dialect) async throws {
        try await Branches.run(dialect) { branches in
            let check = try await branches.checked(Self.text, Self.columns, as: branches.manager)
            let kept = try await branches.kept()
            #expect(kept.count > 3 && !"\(kept)".contains("139123456") && !"\(kept)".contains("赵敏"))

            _ = try await branches.ended(branches.engine.write(as: .system) { try $0.enqueue("purgeFileChecks") })
            #expect(try await branches.kept().count == kept.count)
            branches.made.clock.step(milliseconds: FileCheckTables.days * 86_400_000)
            _ = try await branches.ended(branches.engine.write(as: .system) { try $0.enqueue("purgeFileChecks") })

            #expect(try await branches.kept().isEmpty)
            await #expect(throws: Refusal.notFound(entity: "fileCheck", id: check.description)) { try await branches.ask("summaryOfFileCheck", check, as: branches.manager) }
        }
    }

    @Test func `Whoever may not import customers may not have a file checked`() async throws {
        try await Branches.run(.sqlite) { branches in
            let reader = try await branches.reader()
            let file = try await branches.bring(Self.text, as: reader)
            await #expect(throws: Refusal.forbidden(verb: .create, entity: "customer")) {
                try await branches.engine.jobs.start("checkFile", ["file": .string(file.description), "mapping": ["entity": "customer", "columns": Self.columns]], as: reader)
            }
            await #expect(throws: Invalid.self) {
                try await branches.engine.jobs.start("checkFile", ["file": .string(file.description), "mapping": ["entity": "contact", "columns": ["客户名称": "name"]]], as: branches.everybody)
            }
        }
    }

    @Test(arguments: Dialect.allCases)
    func `Many rows are asked for together, and what many share is no reason`(_ dialect: Dialect) async throws {
        try await Branches.run(dialect) { branches in
            for number in 0..<3 { try await branches.customer(["name": .text("公用\(["甲", "乙", "丙"][number])"), "mobile": "+8613912345678", "kind": "person"]) }
            let wei = try await branches.customer(Branches.wei)
            let rows = (1...450).map { InspectedRow(number: $0, values: [.name: ["生人\($0)"], .mobile: ["137\(10_000_000 + $0 * 7_919)"]]) }
            let known = InspectedRow(number: 451, values: [.name: ["张伟"], .mobile: ["13800138000"], .birthday: ["1980/5/17"]])

            let found = try await KnownCustomers(branches.engine, for: .system).matches(of: rows + [known])
            #expect(found.map(\.row) == [451] && found.allSatisfy { $0.isSame })
            let keys = DuplicateCheck.keys(RowOfCustomer(known, on: Day("2026-01-01")!).values, CustomerMatching.settings(), branches.engine)
            let shared = DuplicateCheck.keys(["name": "公用甲", "mobile": "+8613912345678", "kind": "person"], CustomerMatching.settings(), branches.engine)
            let candidates = try await branches.engine.database.read { try MatchKeys.candidates(ofEach: [keys, shared, []], largestBlock: 2, most: 5, in: $0) }
            // Three share the phone, which is more than two; one has the name.
            #expect(candidates[0] == [wei] && candidates[1].count == 1 && candidates[2].isEmpty)
        }
    }
}

extension Branches {
    func code(of id: RecordID) async throws -> String? {
        try await engine.read(as: .system) { try $0.find(Customer.self, id)?[\.code] }
    }

    func reader() async throws -> Actor {
        let role = try await engine.makeRole("reader", grants: ["customer": ["read": "all"]])
        let values: Values = ["login": "r", "name": "r", "unit": .reference(north), "roles": .list([.reference(role)])]
        return try #require(try await engine.actor(of: engine.perform(.create(values), on: User.schema.definition, as: .system).id))
    }

    func bring(_ text: String, as actor: Actor) async throws -> RecordID {
        let content = try await engine.contents.receive(AsyncStream { continuation in
            continuation.yield(Array(text.utf8))
            continuation.finish()
        })
        return try await engine.write(as: actor) { try $0.keepImportFile(content, named: "customers.csv").id }
    }

    /// Has a file checked; gives the id of the check-up.
    func checked(_ text: String, _ columns: JSON, as actor: Actor) async throws -> RecordID {
        let file = try await bring(text, as: actor)
        let job = try await engine.jobs.start("checkFile", ["file": .string(file.description), "mapping": ["entity": "customer", "columns": columns]], as: actor)
        _ = try await ended(job.id)
        return job.id
    }

    private func call(_ endpoint: Endpoint, _ check: RecordID, _ given: JSON, _ actor: Actor) throws -> EndpointCall {
        EndpointCall(actor: actor, language: .english, catalogue: engine.catalogue, values: try endpoint.given(given, by: actor), places: ["check": check.description])
    }

    func ask(_ name: String, _ check: RecordID, _ given: JSON = [:], as actor: Actor) async throws -> JSON {
        let endpoint = try #require(FileCheckAnswers.endpoints.first { $0.name == name })
        guard case .working(let ask) = endpoint.work else { return .null }
        return try await ask(call(endpoint, check, given, actor), engine)
    }

    func file(_ part: String, of check: RecordID, as actor: Actor) async throws -> String {
        guard case .writing(let write) = FileCheckAnswers.file.work else { return "" }
        let bytes = Mutex<[UInt8]>([])
        try await write(call(FileCheckAnswers.file, check, ["part": .string(part)], actor), engine).write { piece in bytes.withLock { $0 += piece } }
        return String(decoding: bytes.withLock { $0 }, as: UTF8.self)
    }

    /// Whatever check-ups have written.
    func kept() async throws -> [[String]] {
        try await engine.database.read { session in
            try session.rows("SELECT value FROM file_check_finding UNION ALL SELECT names FROM file_check_pair UNION ALL SELECT report FROM file_check").map { [$0[0].text ?? ""] }
        }
    }
}
