@testable import Engine
import Kernel
import Store
import TestKit
import Testing

/// The index is made anew behind people's backs, and what had drifted is right again.
@Suite struct SearchRebuildingTests {
    @Test("Lost, wrong and left-over tokens are mended, and nothing is missing meanwhile", arguments: Dialect.allCases)
    func rebuilding(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let (lost, wrong) = try await drift(made)

            let total = try await SearchRebuilding(made.engine).run { done, total in
                #expect(done <= total)
                let meanwhile = try await found("甲一", made)
                #expect(meanwhile == ["甲一"])
            }

            #expect(total >= 3)
            #expect(try await found(lost, made) == [lost])
            #expect(try await found(wrong, made) == [wrong])
            #expect(try await found("nonsense", made) == [])
            #expect(try await Check(made.engine).run(mending: false) == [])
        }
    }

    @Test("Check finds records without tokens and tokens without records, and mends both", arguments: Dialect.allCases)
    func check(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let (lost, _) = try await drift(made)

            let findings = try await Check(made.engine).run(mending: true)

            #expect(Set(findings.map(\.kind)) == [.missingFromSearch, .strayInSearch])
            #expect(try await found(lost, made) == [lost])
            #expect(try await found("nonsense", made) == [])
            #expect(try await Check(made.engine).run(mending: false) == [])
        }
    }

    @Test("What a process that died has left is finished by the next server", arguments: Dialect.allCases)
    func resuming(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let (lost, wrong) = try await drift(made)
            struct Died: Error {}
            await #expect(throws: Died.self) { try await SearchRebuilding(made.engine).run { _, _ in throw Died() } }
            let isDue = try await made.engine.database.read { try Reindexing.isDue($0) }
            #expect(isDue)

            let next = try await made.second(modules: [Workshop()])
            await next.reindexing.finish()

            let isDueStill = try await made.engine.database.read { try Reindexing.isDue($0) }
            #expect(!isDueStill)
            #expect(try await found(lost, made) == [lost])
            #expect(try await found(wrong, made) == [wrong])
            await next.stop()
        }
    }

    /// Two firms that search does not find any more, and tokens of none.
    private func drift(_ made: TestEngine) async throws -> (lost: String, wrong: String) {
        var ids: [RecordID] = []
        for name in ["甲一", "乙二", "丙三"] { ids.append(try await made.create(Firm.self, ["name": .text(name)]).id) }
        let (lost, wrong) = (ids[1].rawValue, ids[2].rawValue)
        try await made.engine.database.write { session in
            let index = SearchTable(name: Firm.definition.searchTable)
            try session.remove(id: lost, from: index)
            try session.put(id: wrong, tokens: ["wrong"], into: index)
            try session.put(id: 7, tokens: ["nonsense"], into: index)
        }
        #expect(try await found("乙二", made) == [])
        #expect(try await found("丙三", made) == [])
        return ("乙二", "丙三")
    }

    private func found(_ query: String, _ made: TestEngine) async throws -> [String] {
        let json = try JSON.parse(try await made.engine.read(as: .system) { try $0.search(query) })
        return json["data"]?.array?.flatMap { ($0["items"]?.array ?? []).compactMap { $0["title"]?.string } } ?? []
    }
}
