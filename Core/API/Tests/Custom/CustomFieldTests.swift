import HTTPTypes
import Kernel
import Store
import TestKit
import Testing

@Suite struct CustomFieldTests {
    @Test("A field of every kind takes its values and gives them back", arguments: Dialect.allCases)
    func kinds(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let boss = server.administrator
            let maker = try await boss.post("/api/v1/makers", ["name": "厂"]).id
            let values: [String: JSON] = [
                "text": "短", "longText": "一\n二", "richText": "<b>粗</b>", "phone": "+8613812345678", "mail": "a@example.com",
                "url": "https://example.com", "integer": 7, "decimal": "1.50", "percent": "12.50",
                "money": ["amount": "3.20", "currency": "CNY"], "flag": true, "date": "2026-11-22", "dateTime": "2026-11-22T01:02:03.000Z",
                "choice": "one", "choices": ["one", "two"], "reference": .string(maker), "references": [.string(maker)], "json": ["a": [1]],
            ]
            var record: [String: JSON] = ["name": "全"]
            for (kind, value) in values {
                let key = "x_" + kind.lowercased()
                try await boss.define(field: key, of: "gadget", kind, kind.hasPrefix("reference") ? ["target": "maker"] : [:])
                if kind.hasPrefix("choice") { for option in ["one", "two"] { try await boss.define(option: option, of: key, "gadget") } }
                record[key] = value
            }

            let made = try await server.clerk.post("/api/v1/gadgets", .object(record))

            #expect(made.status == 201, "\(made.text)")
            for (kind, value) in values { #expect(made.json["x_" + kind.lowercased()] == value, "\(kind)") }
            let empty = try await server.clerk.post("/api/v1/gadgets", ["name": "空"])
            #expect(empty.status == 201 && empty.json["x_text"] == .null)
        }
    }

    @Test("A new field is at once in lists, filters, sorts, search, counts, files, bulk calls and the time line", arguments: Dialect.allCases)
    func everywhere(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let boss = server.administrator, clerk = server.clerk
            let maker = try await boss.post("/api/v1/makers", ["name": "厂", "city": "杭州"]).id
            try await boss.define(field: "x_colour", of: "gadget", "text", ["isSearched": true, "isListed": true, "name": "颜色"])
            try await boss.define(field: "x_score", of: "gadget", "integer", ["minimum": "0", "maximum": "100", "isIndexed": true])
            try await boss.define(field: "x_level", of: "gadget", "choice")
            try await boss.define(field: "x_boss", of: "gadget", "reference", ["target": "maker"])
            try await boss.define(field: "x_size", of: "maker", "integer")
            try await boss.define(option: "high", of: "x_level", "gadget", ["name": "高级"])
            _ = try await boss.patch("/api/v1/makers/\(maker)", ["x_size": 12])

            let imported = try await clerk.importFile("gadget", "name,颜色,x_score,x_level,x_boss", "甲,孔雀蓝,30,高级,厂", "乙,红,101,高级,厂", "丙,红,10,,")
            #expect(imported.json["created"] == 2 && imported.json["refused"] == 1)
            let bulk = try await clerk.post("/api/v1/gadgets/bulk", ["items": [["op": "create", "values": ["name": "丁", "x_score": 20, "x_level": "high"]]]])
            #expect(bulk.json["succeeded"] == 1)

            #expect(try await clerk.names("/api/v1/gadgets?sort=-x_score") == ["甲", "丁", "丙"])
            #expect(try await clerk.names("/api/v1/gadgets?x_level=high&sort=x_score") == ["丁", "甲"])
            #expect(try await clerk.names("/api/v1/gadgets?filter=" + encoded(#"{"x_score":{"gt":10},"x_boss.x_size":{"gte":12}}"#)) == ["甲"])
            #expect(try await clerk.names("/api/v1/gadgets?x_boss.city=" + encoded("杭州")) == ["甲"])
            #expect(try await clerk.names("/api/v1/gadgets?q=kongque") == ["甲"])
            #expect(try await clerk.get("/api/v1/search?q=kql").data.first?["items"]?.array?.first?["title"] == "甲")
            let expanded = try await clerk.get("/api/v1/gadgets?expand=x_boss&fields=x_boss&sort=-x_score").data.first
            #expect(expanded?["expanded"]?["x_boss"]?["title"] == "厂")
            let sums = try await clerk.get("/api/v1/gadgets/aggregate?group=x_level&measure=sum:x_score").data
            #expect(sums.first { $0["group"]?["x_level"] == "high" }?["measures"]?["sum:x_score"] == 50)
            let file = try await clerk.get("/api/v1/gadgets/export?fields=name,x_colour,x_level,x_boss&x_score=30").text
            #expect(file.contains("name,x_boss,x_colour,x_level") && file.contains("甲,厂,孔雀蓝,high"))
            let id = try #require(try await clerk.get("/api/v1/gadgets?x_score=10").data.first?["id"]?.string)
            _ = try await clerk.patch("/api/v1/gadgets/\(id)", ["x_colour": "绿"])
            let change = try await clerk.get("/api/v1/gadgets/\(id)/timeline").data.first?["changes"]?.array?.first
            #expect(change == ["field": "x_colour", "old": "红", "new": "绿"])
        }
    }

    @Test("Metadata, OpenAPI and the documentation show it in both languages, and its label is text and nothing else")
    func descriptions() async throws {
        try await withServer { server in
            let before = try await server.clerk.get("/api/v1/metadata")
            let tag = try #require(before.header("ETag")), pageTag = try #require(try await server.nobody.get("/docs").header("ETag"))
            let label: [String: JSON] = ["name": "<颜色>{name}", "nameEnglish": "<b>Colour</b>", "isRequired": true, "maximumLength": 9, "isListed": true]
            try await server.administrator.define(field: "x_colour", of: "gadget", "text", label)

            #expect(try await server.clerk.get("/api/v1/metadata", [.ifNoneMatch: tag]).status == 200)
            let chinese = try await server.administrator.metadata("gadget", field: "x_colour"), english = try await server.clerk.metadata("gadget", field: "x_colour")
            #expect(chinese["label"] == "<颜色>{name}" && english["label"] == "<b>Colour</b>")
            #expect(english["required"] == true && english["details"] == ["maximum": 9] && english["traits"] == ["custom", "listed"])
            let schemas = try await server.nobody.get("/openapi.json", [.acceptLanguage: "en"]).json["components"]?["schemas"]
            #expect(schemas?["Gadget"]?["properties"]?["x_colour"]?["description"] == "<b>Colour</b>")
            #expect(schemas?["GadgetCreate"]?["required"] == ["name", "x_colour"])
            let page = try await server.nobody.get("/docs", [.acceptLanguage: "en", .ifNoneMatch: pageTag])
            #expect(page.status == 200 && page.text.contains("x_colour") && page.text.contains("&lt;b&gt;Colour") && !page.text.contains("<b>Colour"))
            let refused = try await server.clerk.post("/api/v1/gadgets", ["name": "无"])
            #expect(refused.problems == ["x_colour:required"])
        }
    }

    @Test("A retired field is hidden and takes nothing, keeps what it has, and comes back with all of it", arguments: Dialect.allCases)
    func retiring(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let boss = server.administrator, clerk = server.clerk
            let field = try await boss.define(field: "x_colour", of: "gadget", "text", ["isRequired": true, "standard": "灰"])
            let id = try await clerk.post("/api/v1/gadgets", ["name": "甲", "x_colour": "蓝"]).id

            #expect(try await boss.delete("/api/v1/custom-fields/\(field)").status == 204)

            #expect(try await clerk.get("/api/v1/gadgets/\(id)").json["x_colour"] == nil)
            #expect(try await clerk.metadata("gadget", field: "x_colour")["retired"] == true)
            #expect(try await server.nobody.get("/openapi.json").json["components"]?["schemas"]?["Gadget"]?["properties"]?["x_colour"] == nil)
            #expect(!(try await clerk.get("/api/v1/gadgets/export").text.contains("x_colour")))
            let refused = try await clerk.patch("/api/v1/gadgets/\(id)", ["x_colour": "红"])
            #expect(refused.status == 422 && refused.problems == ["x_colour:retired"])
            #expect(try await clerk.importFile("gadget", "name,x_colour", "乙,红").problems == ["x_colour:retired"])
            #expect(try await clerk.post("/api/v1/gadgets", ["name": "丙"]).status == 201)
            #expect(try await clerk.patch("/api/v1/gadgets/\(id)", ["name": "甲二"]).status == 200)
            #expect(try await clerk.get("/api/v1/gadgets?x_colour=" + encoded("蓝")).data.count == 1)

            #expect(try await boss.post("/api/v1/custom-fields/\(field)/restore").status == 200)
            // A browser asks with the tag of the answer that lacked the field.
            #expect(try await clerk.get("/api/v1/gadgets/\(id)", [.ifNoneMatch: "\"2\""]).json["x_colour"] == "蓝")
            #expect(try await clerk.post("/api/v1/gadgets", ["name": "丁"]).json["x_colour"] == "灰")
        }
    }

    @Test("Many definitions come in one call or one file, each standing or falling alone", arguments: Dialect.allCases)
    func many(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            func item(_ key: String, _ name: String) -> JSON {
                ["op": "create", "values": ["entity": "gadget", "key": .string(key), "name": .string(name), "kind": "text"]]
            }
            let bulk = try await server.administrator.post(
                "/api/v1/custom-fields/bulk", ["items": [item("x_a", "一"), item("x_a", "二"), item("bad", "三"), item("x_b", "四")]])
            #expect(bulk.json["results"]?.array?.compactMap { $0["status"]?.integer } == [201, 422, 422, 201])
            let file = try await server.administrator.importFile("customField", "所属对象,标识,名称,类型", "gadget,x_c,五,金额", "gadget,x_a,六,金额")
            #expect(file.json["created"] == 1 && file.json["refused"] == 1)

            let made = try await server.clerk.post("/api/v1/gadgets", ["name": "甲", "x_a": "1", "x_b": "2", "x_c": "3.00"])
            #expect(made.status == 201 && made.json["x_c"] == ["amount": "3.00", "currency": "CNY"])
        }
    }

    @Test("Definitions are administrators' work, and a bad one is explained in the reader's language")
    func rights() async throws {
        try await withServer { server in
            let field: JSON = ["entity": "gadget", "key": "colour", "name": "颜色", "kind": "text", "places": 3]
            #expect(try await server.clerk.post("/api/v1/custom-fields", field).status == 403)

            let chinese = try await server.administrator.post("/api/v1/custom-fields", field)
            let english = try await server.administrator.post("/api/v1/custom-fields", field, [.acceptLanguage: "en"])

            #expect(chinese.status == 422 && chinese.problems == ["places:unfit", "key:badKey"])
            #expect(chinese.text.contains("单行文本") || chinese.text.contains("小写字母"))
            #expect(english.text.contains("A key is written like x_colour"))
            #expect(try await server.clerk.get("/api/v1/custom-fields").status == 200)
            // Definitions cannot be defined further, and are records with a time line like all others.
            let made = try await server.administrator.define(field: "x_colour", of: "gadget", "text")
            _ = try await server.administrator.patch("/api/v1/custom-fields/\(made)", ["name": "色"])
            #expect(try await server.administrator.get("/api/v1/custom-fields/\(made)/timeline").data.first?["changes"]?.array?.first?["new"] == "色")
        }
    }
}
