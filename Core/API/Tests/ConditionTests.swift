import HTTPTypes
import Kernel
import Testing

/// ETag, If-Match and If-None-Match.
@Suite struct ConditionTests {
    @Test("A change meets the version that it names, any version by a star, and nothing else")
    func ifMatch() async throws {
        try await withServer { server in
            let path = try await "/api/v1/gadgets/" + server.clerk.post("/api/v1/gadgets", ["name": "甲"]).id

            #expect(try await server.clerk.patch(path, ["name": "乙"], [.ifMatch: "*"]).status == 200)
            #expect(try await server.clerk.patch(path, ["name": "丙"], [.ifMatch: "\"2\""]).status == 200)
            for header in ["\"2\"", "W/\"3\"", "\"abc\"", "\"-1\""] {
                #expect(try await server.clerk.patch(path, ["name": "丁"], [.ifMatch: header]).status == 412, "\(header)")
            }
            for header in ["3", "\"3", "\"2\", \"3\"", ""] {
                let answer = try await server.clerk.patch(path, ["name": "丁"], [.ifMatch: header])
                #expect(answer.status == 400, "\(header)")
                #expect(answer.code == "badIfMatch")
            }
            #expect(try await server.clerk.delete(path, [.ifMatch: "\"1\""]).status == 412)
            #expect(try await server.clerk.get(path).json["name"] == "丙")
            #expect(try await server.clerk.delete(path, [.ifMatch: "\"3\""]).status == 204)
        }
    }

    @Test("A client that has the version gets 304, unless the answer can change without one")
    func ifNoneMatch() async throws {
        try await withServer { server in
            let maker = try await server.administrator.post("/api/v1/makers", ["name": "宏途"])
            let path = "/api/v1/makers/\(maker.id)"

            let same = try await server.clerk.get(path, [.ifNoneMatch: "\"0\", \"1\""])
            #expect(same.status == 304)
            #expect(same.bytes.isEmpty)
            #expect(same.header("ETag") == "\"1\"")
            #expect(try await server.clerk.get(path + "?expand=createdBy", [.ifNoneMatch: "\"1\""]).status == 200)
            #expect(try await server.clerk.get(path, [.ifNoneMatch: "\"2\""]).status == 200)

            // A gadget counts its parts, which changes it without a version of its own.
            let gadget = try await "/api/v1/gadgets/" + server.clerk.post("/api/v1/gadgets", ["name": "甲"]).id
            #expect(try await server.clerk.get(gadget, [.ifNoneMatch: "\"1\""]).status == 200)
            #expect(try await server.clerk.get(gadget + "?fields=name", [.ifNoneMatch: "\"1\""]).status == 304)
        }
    }
}
