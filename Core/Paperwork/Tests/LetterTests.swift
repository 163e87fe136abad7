@testable import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

@testable import Paperwork

/// Documents of all records that match, as a job.
@Suite struct LetterTests {
    private func run(_ payload: JSON, _ office: Office, as actor: Actor) async throws -> Job {
        let job = try await office.engine.jobs.start("letters", payload, as: actor)
        await office.engine.startWorkers(count: 1)
        while true {
            let job = try await office.engine.jobs.find(job.id, as: actor)
            if job.endedAt != nil { return job }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    @Test("All records that match come one after the other, each with pages of its own, for whoever asked", arguments: Dialect.allCases)
    func letters(_ dialect: Dialect) async throws {
        try await Office.run(dialect) { office in
            for name in ["甲", "乙", "丙"] { _ = try await office.deal(name, ["stage": .text(name == "丙" ? "won" : "open"), "secret": .text("hush")]) }
            let template = try await office.template("<footer><p><page>/<pages></p></footer><p>{{name}}{{secret}}</p><page-break><p>Ende</p>")
            let payload: JSON = ["entity": "deal", "template": .string(template.description), "filter": ["stage": "open"], "sort": "name"]

            let job = try await run(payload, office, as: office.clerk)

            #expect(job.state == .done && job.result["records"] == 2 && job.result["pages"] == 4 && job.result["type"] == "application/pdf", "\(job)")
            let file = try await office.engine.jobs.file(of: job.id, as: office.clerk)
            let text = try words(Array(try Data(contentsOf: file.url)))
            #expect(text == "乙 1/2 Ende 2/2 甲 1/2 Ende 2/2" && file.name == "deals.pdf", "\(text)")
            #expect(await refusal { _ = try await office.engine.jobs.file(of: job.id, as: office.administrator) } == ["notFound"])
            let log = try await office.engine.database.read { try $0.rows("SELECT details FROM security_log WHERE kind = 'export'") }
            #expect(try JSON.parse(try #require(log.first?[0].text))["format"] == "pdf")
        }
    }

    @Test("What cannot be made is refused before it begins", arguments: Dialect.allCases)
    func refused(_ dialect: Dialect) async throws {
        try await Office.run(dialect) { office in
            let template = try await office.template("<p>x</p>")
            let id = JSON.string(template.description)
            func told(_ payload: JSON, as actor: Actor? = nil) async -> [String] {
                await refusal { _ = try await office.engine.jobs.start("letters", payload, as: actor ?? office.clerk) }
            }

            #expect(await told(["entity": "deal", "template": id]) == ["filter: notMatched"])
            _ = try await office.deal("甲")
            #expect(await told(["entity": "deal"]) == ["template: required"])
            #expect(await told(["entity": "deal", "template": "7"]) == ["notFound"])
            #expect(await told(["entity": "nothing", "template": id]) == ["entity: unknownOption"])
            #expect(await told(["entity": "deal", "template": id, "fields": []]) == ["fields: unknownField"])
            let reader = try await office.engine.makeRole("reader", grants: ["*": ["read": "all"]])
            let person = try await office.engine.perform(
                .create(["login": .text("r"), "name": .text("r"), "roles": .list([.reference(reader)])]), on: User.schema.definition, as: .system).id
            let actor = try #require(try await office.engine.actor(of: person))
            #expect(await told(["entity": "deal", "template": id], as: actor) == ["forbidden"])
        }
    }
}
