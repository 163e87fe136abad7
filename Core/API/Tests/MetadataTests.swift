import HTTPTypes
import Kernel
import Testing

@Suite struct MetadataTests {
    @Test("Metadata speak the language that was asked for, with kinds, options, operators and actions")
    func languages() async throws {
        try await withServer { server in
            let chinese = try await server.clerk.get("/api/v1/metadata", [.acceptLanguage: "zh-CN"])
            let english = try await server.clerk.get("/api/v1/metadata", [.acceptLanguage: "en"])
            func gadget(_ answer: Answer) throws -> JSON {
                try #require(answer.json["entities"]?.array?.first { $0["name"] == "gadget" })
            }
            func field(_ key: String, _ answer: Answer) throws -> JSON {
                try #require(try gadget(answer)["fields"]?.array?.first { $0["key"]?.string == key })
            }

            #expect(try gadget(chinese)["label"] == "小玩意")
            #expect(try gadget(english)["pluralLabel"] == "Gadgets")
            #expect(try gadget(english)["resource"] == "gadgets")
            #expect(try field("grade", chinese)["options"]?.array?.first == ["key": "a", "label": "甲", "colour": "grey"])
            #expect(try field("grade", english)["options"]?.array?.first?["label"] == "First")
            #expect(try field("amount", english)["operators"] == ["eq", "ne", "lt", "lte", "gt", "gte", "in", "between", "empty"])
            #expect(try field("createdAt", chinese)["label"] == "创建时间")
            #expect(try field("name", english)["details"] == ["maximum": 20])
            #expect(try field("double", english)["readOnly"] == true)
            let keys = try gadget(english)["fields"]?.array?.compactMap { $0["key"]?.string } ?? []
            #expect(!keys.contains("key"))
            let actions = try gadget(chinese)["actions"]?.array ?? []
            #expect(actions.map { $0["label"]?.string } == ["停用", "改级"])
            #expect(actions.last?["parameters"]?.array?.first?["label"] == "新等级")
            #expect(chinese.json["operators"]?["contains"] == "包含")
        }
    }

    @Test("Metadata say what the caller may do, and are not sent twice")
    func tags() async throws {
        try await withServer { server in
            let clerk = try await server.clerk.get("/api/v1/metadata"), boss = try await server.administrator.get("/api/v1/metadata")
            func may(_ answer: Answer) -> JSON? { answer.json["entities"]?.array?.first { $0["name"] == "maker" }?["may"] }

            #expect(may(clerk) == ["read", "export", "reveal"])
            #expect(may(boss)?.array?.count == 8)
            let tag = try #require(clerk.header("ETag"))
            #expect(try await server.clerk.get("/api/v1/metadata", [.ifNoneMatch: tag]).status == 304)
            #expect(try await server.clerk.get("/api/v1/metadata", [.ifNoneMatch: tag, .acceptLanguage: "zh"]).status == 200)
        }
    }
}
