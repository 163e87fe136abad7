@testable import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

@Suite struct ReindexingTests {
    @Test("Old records are found by a field as soon as it is searched, and no more when it is not or retired", arguments: Dialect.allCases)
    func searching(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let engine = made.engine
            let field = try await engine.makeField("firm", "x_colour", "text")
            // More than one portion.
            try await engine.write(as: .system) { door in
                for index in 0..<230 { try door.perform(.create(["name": .text("甲\(index)"), "x_colour": "孔雀蓝"]), on: Firm.definition) }
            }
            func found() async throws -> Int {
                await engine.reindexing.finish()
                return try await engine.list("firm", [("q", "kongque"), ("limit", "200")]).count
            }

            #expect(try await found() == 0)
            try await made.edit(CustomField.self, field, ["isSearched": .flag(true)])
            #expect(try await found() == 200)
            try await engine.perform(.delete(field), on: CustomField.definition, as: .system)
            #expect(try await found() == 0)
            try await engine.perform(.restore(field), on: CustomField.definition, as: .system)
            #expect(try await found() == 200)
            #expect(try await made.number("SELECT COUNT(*) FROM search_debt") == 0)
        }
    }

    @Test("What a server left undone the next start does", arguments: Dialect.allCases)
    func goingOn(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            try await made.engine.makeField("firm", "x_colour", "text", ["isSearched": .flag(true)])
            let id = try await made.create(Firm.self, ["name": "甲", "x_colour": "孔雀蓝"]).id
            try await made.database.database.write { session in
                try session.put(id: id.rawValue, tokens: ["x"], into: SearchTable(name: "search_firm"))
                try session.execute("INSERT INTO search_debt (entity, after) VALUES ('firm', 0), ('gone', 5)")
            }

            let next = try await made.second(modules: [Workshop()])
            await next.reindexing.finish()

            #expect(try await next.list("firm", [("q", "kongque")]).count == 1)
            #expect(try await made.number("SELECT COUNT(*) FROM search_debt") == 0)
            await next.stop()
        }
    }
}
