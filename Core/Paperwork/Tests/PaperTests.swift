@testable import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

@testable import Paperwork

/// Documents of one record, as whoever makes them may see it.
@Suite struct PaperTests {
    private static let passport = Value.text("110101199003078515")

    @Test("A document has the record's fields, its lines, labels of options and the records that it leads to", arguments: Dialect.allCases)
    func whole(_ dialect: Dialect) async throws {
        try await Office.run(dialect) { office in
            let parent = try await office.deal("母单", ["stage": .text("won")])
            let deal = try await office.deal("茶叶 & <b>", [
                "stage": .text("open"), "total": .money(Money(minorUnits: 123_450, currency: .yuan)), "parent": .reference(parent),
                "address": .address(Address(province: "浙江省", city: "杭州市", street: "示例路 1 号")),
            ])
            for (name, price) in [("龙井", 1_000), ("普洱", 2_050)] {
                let values: Values = ["name": .text(name), "deal": .reference(deal), "price": .money(Money(minorUnits: Int64(price), currency: .yuan))]
                _ = try await office.engine.perform(.create(values), on: DealLine.schema.definition, as: office.administrator)
            }
            let template = try await office.template("""
                <p>{{name}} {{stage}} {{address.line}} {{parent.name}} {{me.name}} {{unknown}}</p>
                <table columns="* 40mm">{{#dealLines}}<tr><td>{{@number}} {{name}}</td><td>{{price | money}}</td></tr>{{/dealLines}}</table>
                <p>{{total | capitals}}</p>
                """)

            let file = try await office.document(template, of: deal)

            let text = try words(file.bytes)
            #expect(text.contains("茶叶 & <b> open 浙江省杭州市示例路 1 号 母单 boss"), "\(text)")
            #expect(text.contains("1 龙井") && text.contains("2 普洱") && text.contains("20.50") && text.contains("壹仟贰佰叁拾肆元伍角"), "\(text)")
            #expect(file.missing == ["unknown"] && file.pages == 1 && file.name == "Letter 茶叶 & <b>.pdf")
        }
    }

    @Test("What somebody sees masked or not at all is so in the document, and records they may not see have none", arguments: Dialect.allCases)
    func rights(_ dialect: Dialect) async throws {
        try await Office.run(dialect) { office in
            let deal = try await office.deal("甲", ["passport": Self.passport, "secret": .text("hush")])
            let template = try await office.template("<p>[{{passport}}] [{{secret}}]</p>")

            let own = try await words(office.document(template, of: deal).bytes)
            let other = try await office.document(template, of: deal, as: office.clerk)

            #expect(own.contains("[110101199003078515] [hush]"))
            let text = try words(other.bytes)
            #expect(text.contains("*") && !text.contains("19900307") && !text.contains("hush") && other.missing == ["secret"], "\(text)")
            let stranger = Actor(user: office.clerk.user, rights: .none)
            #expect(await refusal { _ = try await office.document(template, of: deal, as: stranger) } != [])
        }
    }

    @Test("A template that is out of use, or for another entity, makes nothing", arguments: Dialect.allCases)
    func unfit(_ dialect: Dialect) async throws {
        try await Office.run(dialect) { office in
            let deal = try await office.deal("甲")
            let off = try await office.template("<p>x</p>", ["isActive": .flag(false)])
            let other = try await office.template("<p>x</p>", ["entity": .text("user")])

            #expect(await refusal { _ = try await office.document(off, of: deal) } == ["notFound"])
            #expect(await refusal { _ = try await office.document(other, of: deal) } == ["notFound"])
            #expect(await refusal { _ = try await office.template("<p>x</p>", ["entity": .text("nothing")]) } == ["entity: unknownOption"])
        }
    }

    @Test("A mistake is told with its line and column, in the language of whoever makes it", arguments: Dialect.allCases)
    func mistakes(_ dialect: Dialect) async throws {
        try await Office.run(dialect) { office in
            do {
                _ = try await office.template("\n<p><blink>x</blink></p>")
                Issue.record("it was taken")
            } catch let invalid as Invalid {
                #expect(invalid.problems.map(\.field) == ["markup"])
                #expect(invalid.problems[0].problem.values["mistake"] == "Line 2, column 4: There is no tag <blink>.", "\(invalid)")
            }
            #expect(await refusal { _ = try await office.template("<p>{{#a}}</p>{{/a}}") } == ["markup: badTemplate"])
        }
    }

    @Test("Only who may change templates changes them or their pictures", arguments: Dialect.allCases)
    func pictures(_ dialect: Dialect) async throws {
        try await Office.run(dialect) { office in
            let template = try await office.template("<img name=\"logo\" height=\"10mm\"><p>x</p>")
            let deal = try await office.deal("甲")
            let picture = try #require(Data(base64Encoded: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYGAAAAAEAAH2FzhVAAAAAElFTkSuQmCC"))
            func attach(as actor: Actor) async throws {
                let content = try await office.engine.contents.receive(AsyncStream { continuation in
                    continuation.yield(Array(picture))
                    continuation.finish()
                })
                _ = try await office.engine.write(as: actor) {
                    try $0.attach(content, named: "logo.png", to: template, of: DocumentTemplate.schema.definition)
                }
            }

            let before = try await office.document(template, of: deal).bytes.count
            #expect(await refusal { try await attach(as: office.clerk) } == ["forbidden"])
            try await attach(as: office.administrator)

            #expect(try await office.document(template, of: deal).bytes.count > before)
            let change: Change = .edit(template, ["name": .text("x")])
            #expect(await refusal { _ = try await office.engine.perform(change, on: DocumentTemplate.schema.definition, as: office.clerk) } == ["forbidden"])
            let wish = try DocumentPreview(
                ["markup": "<document><p>{{name}}</p></document>", "language": "en", "entity": "deal"], office.engine.catalogue, speech: .english)
            #expect(await refusal { _ = try await office.paperwork.preview(wish, on: office.engine, as: office.clerk) } == ["forbidden"])
            let looked = try await office.paperwork.preview(wish, on: office.engine, as: office.administrator)
            #expect(try words(looked.bytes) == "甲")
        }
    }
}
