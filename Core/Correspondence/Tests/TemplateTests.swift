@testable import Engine
import Kernel
import Mail
import Store
import TestKit
import Testing

@testable import Correspondence

@Suite struct TemplateTests {
    private static let passport = Value.text("110101199003078515")

    private func template(_ office: Office, _ values: Values, as actor: Actor? = nil) async throws -> RecordID {
        try await office.engine.perform(.create(["name": "续保"].merging(values) { $1 }), on: MailTemplate.schema.definition, as: actor ?? office.boss).id
    }

    private func filled(_ office: Office, _ template: RecordID, _ firm: RecordID?, _ language: Language? = nil, as actor: Actor? = nil) async throws -> FilledMail {
        let order = MailTemplateOrder(template: template, entity: firm.map { _ in Firm.schema.definition }, record: firm, language: language)
        return try await office.module.filled(order, on: office.engine, as: actor ?? office.seller)
    }

    @Test("A template is filled with the record as whoever writes sees it: masked, and without what is hidden", arguments: Dialect.allCases)
    func rights(_ dialect: Dialect) async throws {
        try await Office.run(dialect, works: false) { office in
            let values: Values = ["name": "甲公司", "passport": Self.passport, "secret": "hush", "capital": .money(Money(minorUnits: 123_450, currency: .yuan))]
            let firm = try await office.engine.perform(.create(values), on: Firm.schema.definition, as: office.seller.user.map { Actor(user: $0, rights: .unlimited) } ?? .system).id
            let template = try await template(office, [
                "entity": "firm", "subjectChinese": "{{name}}：续保", "textChinese": "{{name}} {{capital | money}} [{{passport}}] [{{secret}}] {{me.name}}",
            ])

            let whole = try await filled(office, template, firm, as: office.boss)
            let part = try await filled(office, template, firm)

            #expect(whole.subject == "甲公司：续保")
            #expect(whole.text.contains("1,234.50") && whole.text.contains("[110101199003078515] [hush] boss"))
            #expect(whole.missing == [])
            #expect(part.text.contains("*") && !part.text.contains("19900307") && !part.text.contains("hush"))
            #expect(part.missing == ["secret"])
            await #expect(throws: Refusal.self) { _ = try await filled(office, template, firm, as: office.other) }
        }
    }

    @Test("The language is the chosen one, else the record's, else the writer's, and what there is where it is missing", arguments: Dialect.allCases)
    func languages(_ dialect: Dialect) async throws {
        try await Office.run(dialect, works: false) { office in
            let plain = try await office.firm()
            let english = try await office.engine.perform(.create(["name": "Tea", "language": "en"]), on: Firm.schema.definition, as: office.seller).id
            let both = try await template(office, ["entity": "firm", "subjectChinese": "你好", "textChinese": "中", "subjectEnglish": "Hello", "textEnglish": "en"])
            let chinese = try await template(office, ["subjectChinese": "通知", "textChinese": "{{today | date}}"])

            #expect(try await filled(office, both, plain).subject == "你好")
            #expect(try await filled(office, both, english).subject == "Hello")
            #expect(try await filled(office, both, english, .chinese).subject == "你好")
            // Of no entity: it is for a mail about anything, and for one about nothing.
            #expect(try await filled(office, chinese, english).subject == "通知")
            #expect(try await filled(office, chinese, nil).text.contains("年"))
        }
    }

    @Test(
        "What cannot be filled in is refused when it is saved, with its field and place",
        arguments: [
            ("{{nobody}}", "textChinese"), ("{{owner.nobody}}", "textChinese"), ("{{name.first}}", "textChinese"), ("{{capital}}", "textChinese"), ("{{#persons}}{{/persons}}", "textChinese"),
            ("{{name", "textChinese"), ("{{@number}}", "textChinese"), ("", "textChinese"),
        ])
    func mistakes(_ text: String, _ field: String) async throws {
        try await Office.run(.sqlite, works: false) { office in
            let error = await #expect(throws: Invalid.self) {
                _ = try await template(office, ["entity": "firm", "subjectChinese": "x", "textChinese": text.isEmpty ? .null : .text(text)])
            }

            #expect(error?.problems.map(\.field) == [field])
            if text == "{{nobody}}" { #expect(error?.problems.first?.problem.values["mistake"]?.contains("nobody") == true) }
        }
    }

    @Test("What the fields, their parts and formats give is taken; a template of no entity names no fields", arguments: Dialect.allCases)
    func names(_ dialect: Dialect) async throws {
        try await Office.run(dialect, works: false) { office in
            let text = "{{name}} {{owner.name}} {{owner}} {{capital | money}} {{capital.amount}} {{createdAt | date}} {{#secret}}{{secret}}{{/secret}} {{today | date}} {{me.name}}"
            _ = try await template(office, ["entity": "firm", "key": "renewal", "subjectEnglish": "{{name}}", "textEnglish": .text(text)])

            let errors = [
                await #expect(throws: Invalid.self) { _ = try await template(office, ["subjectEnglish": "x", "textEnglish": "{{name}}"]) },
                await #expect(throws: Invalid.self) { _ = try await template(office, ["entity": "nothing", "subjectEnglish": "x", "textEnglish": "y"]) },
                await #expect(throws: Invalid.self) { _ = try await template(office, ["key": "renewal", "subjectEnglish": "x", "textEnglish": "y"]) },
                await #expect(throws: Invalid.self) { _ = try await template(office, ["key": "Two words", "subjectEnglish": "x", "textEnglish": "y"]) },
                await #expect(throws: Invalid.self) { _ = try await template(office, [:]) },
            ]
            #expect(errors.map { $0?.problems.map(\.field) ?? [] } == [["textEnglish"], ["entity"], ["key"], ["key"], ["subjectChinese", "textChinese"]])
            await #expect(throws: Refusal.self) { _ = try await template(office, ["subjectEnglish": "x", "textEnglish": "y"], as: office.seller) }
        }
    }

    @Test("A template that is off or for another entity is not found; words that are not saved are looked at by who may change templates", arguments: Dialect.allCases)
    func unfit(_ dialect: Dialect) async throws {
        try await Office.run(dialect, works: false) { office in
            let firm = try await office.firm()
            let off = try await template(office, ["isActive": false, "subjectEnglish": "x", "textEnglish": "y"])
            let other = try await template(office, ["entity": "person", "subjectEnglish": "x", "textEnglish": "y"])
            for id in [off, other] { await #expect(throws: Refusal.notFound(entity: "mailTemplate", id: id.description)) { _ = try await filled(office, id, firm) } }

            let words = MailWords(subject: "To {{name}}", text: "{{nobody}}"), good = MailWords(subject: "To {{name}}", text: "x")
            let order = MailTemplateOrder(template: nil, entity: Firm.schema.definition, record: nil, language: .english)
            #expect(try await office.module.preview(good, order, on: office.engine, as: office.boss).subject == "To 甲公司")
            let error = await #expect(throws: Invalid.self) { _ = try await office.module.preview(words, order, on: office.engine, as: office.boss) }
            #expect(error?.problems.map(\.field) == ["text"])
            await #expect(throws: Refusal.self) { _ = try await office.module.preview(good, order, on: office.engine, as: office.seller) }
        }
    }
}
