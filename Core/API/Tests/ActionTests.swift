import HTTPTypes
import Kernel
import Testing

@Suite struct ActionTests {
    @Test("An action changes its record, only where its condition holds")
    func condition() async throws {
        try await withServer { server in
            let path = try await "/api/v1/gadgets/" + server.clerk.post("/api/v1/gadgets", ["name": "甲"]).id

            let done = try await server.clerk.post(path + "/actions/retire")
            #expect(done.status == 200)
            #expect(done.json["isActive"] == false)
            let again = try await server.clerk.post(path + "/actions/retire", nil, [.acceptLanguage: "zh"])
            #expect(again.status == 409)
            #expect(again.code == "notPossible")
            #expect(again.json["detail"]?.string?.contains("停用") == true)
        }
    }

    @Test("A record tells which actions can be done with it now, and by whom")
    func possible() async throws {
        try await withServer { server in
            let path = try await "/api/v1/gadgets/" + server.clerk.post("/api/v1/gadgets", ["name": "g"]).id

            #expect(try await server.clerk.get(path + "?actions=true").json["_actions"] == ["retire", "regrade"])
            _ = try await server.clerk.post(path + "/actions/retire")
            #expect(try await server.clerk.get(path + "?actions=true&fields=name").json["_actions"] == ["regrade"])
            #expect(try await server.clerk.get(path).json["_actions"] == nil)
            #expect(try await server.clerk.get(path + "?actions=maybe").problems == ["actions:badFlag"])
            _ = try await server.clerk.delete(path)
            #expect(try await server.clerk.get(path + "?actions=true&deleted=true").json["_actions"] == [])
        }
    }

    @Test("Parameters are read like fields, and none may be made up")
    func parameters() async throws {
        try await withServer { server in
            let path = try await "/api/v1/gadgets/" + server.clerk.post("/api/v1/gadgets", ["name": "甲"]).id

            #expect(try await server.clerk.post(path + "/actions/regrade", ["grade": "c"]).json["grade"] == "c")
            #expect(try await server.clerk.post(path + "/actions/regrade").problems == ["grade:required"])
            #expect(try await server.clerk.post(path + "/actions/regrade", ["grade": "z"]).problems == ["grade:unknownOption"])
            #expect(try await server.clerk.post(path + "/actions/regrade", ["grade": "a", "x": 1]).problems == ["x:unknownField"])
            #expect(try await server.clerk.post(path + "/actions/regrade", [1]).status == 422)
            #expect(try await server.clerk.post(path + "/actions/fly").code == "unknownAction")
            #expect(try await server.clerk.post("/api/v1/gadgets/1/actions/retire").code == "notFound")
        }
    }

    @Test("The time line tells who changed what, newest first, in pages")
    func timeline() async throws {
        try await withServer { server in
            let path = try await "/api/v1/gadgets/" + server.clerk.post("/api/v1/gadgets", ["name": "甲", "grade": "a"]).id
            _ = try await server.administrator.patch(path, ["name": "乙", "amount": 7])
            _ = try await server.clerk.post(path + "/actions/regrade", ["grade": "b"])
            _ = try await server.clerk.delete(path)

            let whole = try await server.clerk.get(path + "/timeline")
            #expect(whole.data.compactMap { $0["kind"]?.string } == ["delete", "edit", "edit", "create"])
            #expect(whole.data[2]["actor"]?["title"] == "boss")
            let changes = (whole.data[2]["changes"]?.array ?? []).sorted { ($0["field"]?.string ?? "") < ($1["field"]?.string ?? "") }
            #expect(changes.contains(["field": "name", "old": "甲", "new": "乙"]))
            #expect(changes.contains(["field": "amount", "old": nil, "new": 7]))

            let first = try await server.clerk.get(path + "/timeline?limit=3")
            let next = try #require(first.json["page"]?["next"]?.string)
            let second = try await server.clerk.get(path + "/timeline?limit=3&before=\(next)")
            #expect(first.data + second.data == whole.data)
            #expect(second.json["page"]?["next"] == .null)
            #expect(try await server.clerk.get(path + "/timeline?before=x").status == 400)
            #expect(try await server.clerk.get(path + "/timeline?limit=0").status == 400)
            #expect(try await server.clerk.get("/api/v1/gadgets/5/timeline").status == 404)
        }
    }

    @Test("One box finds characters, pinyin, initials and digits")
    func search() async throws {
        try await withServer { server in
            let made = try await server.clerk.post("/api/v1/gadgets", ["name": "张三", "phone": "13812345678"])
            #expect(made.status == 201)

            for word in ["张三", "zhangsan", "zs", "5678"] {
                let found = try await server.clerk.get("/api/v1/search?q=\(encoded(word))")
                #expect(found.data.first?["items"]?.array?.first?["title"] == "张三", "\(word)")
                #expect(found.data.first?["resource"] == "gadgets")
            }
            #expect(try await server.clerk.get("/api/v1/search").problems == ["q:required"])
            #expect(try await server.clerk.get("/api/v1/search?q=x&limit=51").problems == ["limit:outOfRange"])
        }
    }
}
