import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

@Suite struct SearchThroughEngineTests {
    private func found(_ made: TestEngine, _ text: String) async throws -> [String] {
        let bytes = try await made.engine.read(as: .system) { try $0.search(text) }
        let listed = try await made.list(ListQuery([("q", text)], on: Firm.definition, made.engine.catalogue, for: .system)).compactMap { $0["name"]?.string }
        let searched = try JSON.parse(bytes)["data"]?.array?.first { $0["entity"] == "firm" }?["items"]?.array?.compactMap { $0["title"]?.string } ?? []
        #expect(listed == searched)
        return listed
    }

    @Test("张三 is found by characters, pinyin, initials and the last digits of the phone, as long as he is there", arguments: Dialect.allCases)
    func zhangSan(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let id = try await made.create(Firm.self, ["name": "张三", "phone": "+8613812349876"]).id
            try await made.create(Firm.self, ["name": "李四", "phone": "+8613800000000"])
            let ways = ["张三", "张", "zhangsan", "zs", "9876", "13812349876", "ZhangSan", "F2600001"]

            for way in ways { #expect(try await found(made, way) == ["张三"], "\(way)") }
            try await made.engine.perform(.delete(id), on: Firm.definition, as: .system)
            for way in ways { #expect(try await found(made, way) == [], "\(way)") }
            #expect(try await made.number("SELECT COUNT(*) FROM search_firm") == 1)
            try await made.engine.perform(.restore(id), on: Firm.definition, as: .system)
            for way in ways { #expect(try await found(made, way) == ["张三"], "\(way)") }
            try await made.edit(Firm.self, id, ["name": "王五", "memo": "张三"])
            #expect(try await found(made, "张三") == [])
            #expect(try await found(made, "wangwu") == ["王五"])
            #expect(try await found(made, "9876") == ["王五"])
            try await made.edit(Firm.self, id, ["phone": .null])
            #expect(try await found(made, "9876") == [])
            try await made.engine.perform(.delete(id), on: Firm.definition, as: .system)
            try await made.engine.perform(.purge(id), on: Firm.definition, as: .system)
            #expect(try await found(made, "wangwu") == [])
            #expect(try await made.number("SELECT COUNT(*) FROM search_firm") == 1)
        }
    }

    @Test("No query, however hostile, is more than a search", arguments: Dialect.allCases)
    func hostile(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            try await made.create(Firm.self, ["name": "O'Brien \"& Söhne\" 100% (NEAR)"])

            for query in [
                "'", "\"", "''; DROP TABLE firm; --", "\" OR \"\"=\"", "*", "a*b", "NEAR(x, y)", "AND", "NOT", "x:*", "a & b | !c <-> d", "%", "_", "\\", "\0", "😀", "\u{202E}", "()", "^a", "-a", "name:x",
                "{firm}", String(repeating: "张", count: 130), String(repeating: "a ", count: 200), "ﬁ", "\u{FFFD}", "𠮷", " ",
            ] {
                _ = try await found(made, query)
            }

            #expect(try await found(made, "o'brien") == ["O'Brien \"& Söhne\" 100% (NEAR)"])
            #expect(try await found(made, "brien sohne").count == 1)
            #expect(try await made.list(ListQuery([("q", "!!!")], on: Firm.definition, made.engine.catalogue, for: .system)).isEmpty)
        }
    }

    @Test("A search and a filter meet, and a list without searched fields finds nothing", arguments: Dialect.allCases)
    func withFilters(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            for (name, stage) in [("远洋物流", "won"), ("远东物流", "lost"), ("近海", "won")] { try await made.create(Firm.self, ["name": .text(name), "stage": .text(stage)]) }

            let both = try await made.list(ListQuery([("q", "物流"), ("stage", "won"), ("count", "true")], on: Firm.definition, made.engine.catalogue, for: .system))
            let sorted = try await made.list(ListQuery([("q", "yuan"), ("sort", "name")], on: Firm.definition, made.engine.catalogue, for: .system))

            #expect(both.map { $0["name"] } == ["远洋物流"])
            #expect(sorted.map { $0["name"] } == ["远东物流", "远洋物流"])
        }
    }
}
