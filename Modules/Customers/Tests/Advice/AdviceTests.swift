import Engine
import Kernel
import Store
import TestKit
import Testing

@testable import Customers

@Suite struct AdviceTests {
    @Test("Answers of one kind propose that temperament, a tie proposes none", arguments: Customer.Temperament.allCases)
    func proposals(_ temperament: Customer.Temperament) async throws {
        try await withEngine(.sqlite, modules: [Customers()]) { made in
            let questions = try await made.call("temperamentQuestions", as: .system)["data"]?.array ?? []
            #expect(questions.count == 8)
            let texts = made.engine.catalogue.texts
            let answers = try questions.enumerated().map { index, question in
                let own = texts.text("advice.question.\(index + 1).\(temperament.rawValue)", .chinese)
                return String(try #require(question["answers"]?.array?.firstIndex(of: .string(own))) + 1)
            }

            let whole = try await made.call("temperamentProposal", ["answers": .text(answers.joined())], as: .system)
            #expect(whole["temperament"]?.string == temperament.rawValue && whole["isClear"] == true && whole["points"]?[temperament.rawValue] == 8)
            #expect(try await made.call("temperamentProposal", ["answers": .text("--------")], as: .system)["temperament"] == .null)
        }
    }

    @Test("Wrong answers are refused", arguments: ["", "1234", "12341235", "123412341"])
    func mistakes(_ answers: String) {
        #expect(throws: Invalid("answers", .unknownOption, ["option": answers])) { try Questionnaire.proposal(answers) }
    }

    @Test("Advice speaks of the customer's temperament and level, and of a contact by the level of its customer", arguments: Dialect.allCases)
    func advice(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let held = try await Held.make(made)
            #expect(try await held.call("customerAdvice") == ["temperament": .null, "level": .null])
            try await made.engine.perform(
                .edit(held.customer, ["temperament": .text("choleric"), "relationLevel": .text("partner")]), on: Customer.schema.definition, as: .system)
            try await made.engine.perform(.edit(held.contact, ["temperament": .text("phlegmatic")]), on: Contact.schema.definition, as: .system)

            let own = try await held.call("customerAdvice"), other = try await made.call("contactAdvice", record: held.contact, as: held.officer)

            #expect(own["temperament"]?["name"] == "力量型" && own["level"]?["key"] == "partner")
            #expect(other["temperament"]?["key"] == "phlegmatic" && other["level"]?["key"] == "partner")
            for part in ["temperament", "level"] {
                for (key, text) in own[part]?.object ?? [:] { #expect(text.string?.hasPrefix("advice.") == false, "\(key)") }
            }
        }
    }

    @Test("Every type, level and question has its words in both languages", arguments: Language.allCases)
    func words(_ language: Language) throws {
        let texts = try Catalogue(modules: Engine.ownModules + [Customers()]).texts
        let keys = Customer.Temperament.allCases.flatMap { type in
            ["recognise", "words", "avoid", "close"].map { "advice.temperament.\(type.rawValue).\($0)" } + (1...8).map { "advice.question.\($0).\(type.rawValue)" }
        } + Customer.RelationLevel.allCases.flatMap { level in ["meaning", "next"].map { "advice.level.\(level.rawValue).\($0)" } }
            + (1...8).map { "advice.question.\($0)" } + ["advice.temperament.source", "advice.level.source"]
        #expect(keys.filter { !texts.has($0, language) } == [])
    }
}
