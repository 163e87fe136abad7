import Customers
@testable import Engine
import Formats
import Foundation
import Kernel
import Store
import Synchronization
import TestKit
import Testing

/// What goes out in any format comes in again as it was.
@Suite struct ExportRoundTripTests {
    private static let moment = Instant(milliseconds: 1_763_793_000_123)

    /// Two customers with something in every kind of field, and signs that formats have ideas about.
    private static let customers: [Values] = [
        [
            "name": .text("西湖𠮷茶叶 \"有限\", 公司"), "kind": .text("organisation"), "status": .text("active"), "grade": .text("a"),
            "mobile": .text("+8613800138000"), "phone": .text("+8657188000000"), "mail": .text("info@example.com"),
            "address": .address(Address(country: "中国", province: "浙江省", city: "杭州市", street: "示例路 100 号")),
            "doNotCall": .flag(true), "walletShare": .decimal(Decimal(units: 1250, scale: 2)), "employees": .integer(1200),
            "annualRevenue": .money(Money(minorUnits: 123_456_789, currency: .yuan)),
            "creditLimit": .money(Money(minorUnits: 5_000_00, currency: Currency("USD")!)), "foundedOn": .day(Day("2001-02-03")!),
            "lastContactAt": .instant(moment), "externalCode": .text("000123456789012345678"),
            "notes": .text("=1+1\n第二行；_x0041_\t末"), "profile": .text("<p>安徽 <b>茶</b></p>"), "extra": .json(["a": ["b": [1, 2]]]),
        ],
        ["name": .text("=HYPERLINK(\"http://a.cn\")"), "kind": .text("person"), "shortName": .text("@甲"), "wechat": .text("-1+2")],
    ]

    private func administrator(_ made: TestEngine) async throws -> Actor {
        let values: Values = ["login": .text("admin"), "name": .text("admin"), "isAdministrator": .flag(true)]
        let id = try await made.engine.perform(.create(values), on: User.schema.definition, as: .system).id
        return try #require(try await made.engine.actor(of: id))
    }

    private func export(_ made: TestEngine, _ style: [String: String], entity: EntityDefinition = Customer.schema.definition) async throws -> [UInt8] {
        let actor = try await made.engine.actor(of: #require(try await users(made).first))
        let style = try ExportStyle(style, of: entity, language: .chinese)
        let file = Mutex<[UInt8]>([])
        let exporter = try Exporter(engine: made.engine, actor: #require(actor), query: ListQuery(entity), style: style)
        try await exporter.write { piece in file.withLock { $0 += piece } }
        return file.withLock { $0 }
    }

    private func users(_ made: TestEngine) async throws -> [RecordID] {
        try await made.engine.read(as: .system) { try $0.firstIDs(User.schema.definition, where: .always, limit: 1) }
    }

    private func bring(_ bytes: [UInt8], named name: String, _ mapping: JSON, _ made: TestEngine, _ actor: Actor) async throws -> Job {
        let content = try await made.engine.contents.receive(AsyncStream { continuation in
            continuation.yield(bytes)
            continuation.finish()
        })
        let file = try await made.engine.write(as: actor) { try $0.keepImportFile(content, named: name) }
        let job = try await made.engine.jobs.start("import", ["file": .string(file.id.description), "mapping": mapping], as: actor)
        await made.engine.startWorkers(count: 1)
        while true {
            let job = try await made.engine.jobs.find(job.id, as: actor)
            if job.endedAt != nil { return job }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    @Test("All fields come in again as they went out", arguments: Dialect.allCases, ["csv", "csv GB18030", "xlsx", "jsonl"])
    func round(_ dialect: Dialect, _ name: String) async throws {
        let words = name.split(separator: " ").map(String.init)
        var style = ["format": words[0]]
        if words.count > 1 { style["encoding"] = words[1] }
        try await withEngine(dialect, modules: [Customers()]) { first in
            let owner = try await administrator(first)
            for values in Self.customers { _ = try await first.engine.perform(.create(values), on: Customer.schema.definition, as: owner) }
            let file = try await export(first, style), plain = try await export(first, ["format": "csv"])
            try await withEngine(dialect, modules: [Customers()]) { second in
                let actor = try await administrator(second)

                let job = try await bring(file, named: "a.\(words[0])", ["entity": "customer"], second, actor)

                #expect(job.result["created"] == 2 && job.result["refused"] == 0, "\(job)")
                let again = try await export(second, ["format": "csv"])
                #expect(String(decoding: again, as: UTF8.self) == String(decoding: plain, as: UTF8.self))
            }
        }
    }

    @Test("With names for people, options, flags, moments and the columns are in their language", arguments: Dialect.allCases)
    func labels(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            _ = try await administrator(made)
            _ = try await made.engine.perform(.create(Self.customers[0]), on: Customer.schema.definition, as: .system)

            let file = String(decoding: try await export(made, ["labels": "true", "language": "zh-CN"]), as: UTF8.self)

            #expect(file.contains("客户代码,"))
            #expect(file.contains("企业") || file.contains("机构") || file.contains("组织"))
            #expect(file.contains(",是,") && file.contains("2025-11-22 14:30:00.123"), "\(file)")
            #expect(file.contains("'=1+1") && file.contains("地址.市"), "\(file)")
        }
    }

    @Test("A workbook holds numbers, amounts and moments as such, and codes and phones as text", arguments: Dialect.allCases)
    func cells(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            _ = try await administrator(made)
            _ = try await made.engine.perform(.create(Self.customers[0]), on: Customer.schema.definition, as: .system)

            let bytes = try await export(made, ["format": "xlsx", "labels": "true"])

            let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).xlsx")
            defer { try? FileManager.default.removeItem(at: url) }
            try Data(bytes).write(to: url)
            let rows = try Workbook(file: url.path).sheets[0].rows()
            let header = try #require(try rows.next()), row = try #require(try rows.next())
            func cell(_ key: String) -> SheetValue? {
                let names = ["field.customer.\(key)", "field.common.\(key)"].map { made.engine.catalogue.texts.text($0, .chinese) }
                return header.cells.first { cell in names.contains { cell.value == .text($0) } }.flatMap { row[$0.column] }
            }
            #expect(cell("externalCode") == .text("000123456789012345678") && cell("mobile") == .text("+8613800138000"))
            #expect(cell("foundedOn") == .date(Day("2001-02-03")!))
            #expect(cell("lastContactAt") == .dateTime(LocalDateTime(day: Day("2025-11-22")!, milliseconds: 52_200_123)))
            if case .number(let number)? = cell("annualRevenue") { #expect(number.digits == "1234567.89") } else { Issue.record("no number") }
        }
    }

    @Test("Contacts go into an address book as cards, and come in again", arguments: Dialect.allCases)
    func cards(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let actor = try await administrator(made)
            let firm = try await made.engine.perform(.create(["name": .text("西湖茶叶"), "kind": .text("organisation")]), on: Customer.schema.definition, as: .system)
            let person: Values = [
                "name": .text("李敏"), "customer": .reference(firm.id), "position": .text("经理"), "mobile": .text("13800138000"),
                "mail": .text("li@example.com"), "notes": .text("第一行\n第二行"),
            ]
            let old = try await made.engine.perform(.create(person), on: Contact.schema.definition, as: .system)

            let file = try await export(made, ["format": "vcard"], entity: Contact.schema.definition)
            try await made.engine.perform(.delete(old.id), on: Contact.schema.definition, as: .system)
            var columns: [String: JSON] = [
                "name": "name", "organisation": ["field": "customer", "by": "name"], "jobTitle": "position", "mobile": "mobile", "email": "mail",
                "notes": "notes",
            ]
            for other in ["familyName", "givenName", "phone", "address.country", "address.province", "address.city", "address.street"] + [
                "address.postcode", "birthDate", "website", "externalCode",
            ] { columns[other] = .null }
            let job = try await bring(file, named: "a.vcf", ["entity": "contact", "columns": .object(columns)], made, actor)

            #expect(job.result["created"] == 1, "\(job) \(String(decoding: file, as: UTF8.self))")
            let saved = String(decoding: try await export(made, [:], entity: Contact.schema.definition), as: UTF8.self)
            #expect(saved.contains("李敏") && saved.contains("+8613800138000") && saved.contains("li@example.com") && saved.contains("经理"))
            #expect(saved.contains("第一行\n第二行"))
        }
    }

    @Test("The security log tells of an export without the words that were looked for", arguments: Dialect.allCases)
    func trace(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let parameters = [("filter", #"{"grade":"a","mobile":"+8613800138000","name":{"contains":"茶"}}"#), ("fields", "name,grade")]
            let entity = Customer.schema.definition
            let query = try ListQuery(parameters.map { (name: $0.0, value: $0.1) }, on: entity, made.engine.catalogue, for: .system)
            let style = try ExportStyle(["format": "xlsx"], of: entity, language: .english)

            try await Exporter(engine: made.engine, actor: .system, query: query, style: style).write { _ in }

            let written = try await made.engine.database.read { try $0.rows("SELECT details FROM security_log WHERE kind = 'export'") }
            let text = try #require(written.first?[0].text)
            let details = try JSON.parse(text)
            #expect(details["format"] == "xlsx" && details["records"] == 0 && details["fields"] == ["name", "grade"])
            #expect(details["filter"] == ["and": [["grade": ["eq": "a"]], ["mobile": ["eq": "…"]], ["name": ["contains": "…"]]]], "\(text)")
        }
    }

    @Test("A style that makes no sense is refused by name")
    func styles() throws {
        func problems(_ given: [String: String], _ entity: EntityDefinition = Customer.schema.definition) -> [String] {
            do {
                _ = try ExportStyle(given, of: entity, language: .english)
                return []
            } catch { return error.problems.map { "\($0.field): \($0.problem.code.rawValue)" } }
        }

        #expect(problems(["format": "pdf"]) == ["format: unknownOption"])
        #expect(problems(["encoding": "Big5"]) == ["encoding: unknownOption"])
        #expect(problems(["format": "xlsx", "encoding": "GB18030"]) == ["encoding: notTogether"])
        #expect(problems(["labels": "ja"]) == ["labels: badFlag"])
        #expect(problems(["format": "vcard"], Tag.schema.definition) == ["format: unknownOption"])
    }
}
