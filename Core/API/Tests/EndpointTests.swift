import Engine
import HTTPTypes
import Kernel
import Testing

@Suite struct EndpointTests {
    @Test("An endpoint below a resource reads its place, decoded, with the rights of who asks")
    func place() async throws {
        try await withServer { server in
            let made = try await server.clerk.post("/api/v1/gadgets", ["name": "甲", "code": "A/1 号"])

            let found = try await server.clerk.get("/api/v1/gadgets/by-code/A%2F1%20%E5%8F%B7")
            #expect(found.status == 200)
            #expect(found.json["id"]?.string == made.id)
            #expect(try await server.clerk.get("/api/v1/gadgets/by-code/B").code == "notFound")
            #expect(try await server.nobody.get("/api/v1/gadgets/by-code/B").status == 401)
            #expect(try await server.clerk.get("/api/v1/makers/by-code/B").code == "unknownAction")
            #expect(try await server.clerk.get("/api/v1/gadgets/by-code/B?x=1").problems == ["x:unknownField"])
            // What stands beside it is still there.
            #expect(try await server.clerk.get("/api/v1/gadgets/\(made.id)").status == 200)
        }
    }

    @Test("Parameters of an address are read by their kinds, with standards where nothing is said")
    func parameters() async throws {
        try await withServer { server in
            let path = "/api/v1/gadgets/7/neighbours"

            #expect(try await server.clerk.get(path).json == ["of": "7", "limit": 3])
            #expect(try await server.clerk.get(path + "?limit=9").json["limit"] == 9)
            let tooMany = try await server.clerk.get(path + "?limit=11")
            #expect(tooMany.status == 400)
            #expect(tooMany.problems == ["limit:outOfRange"])
            #expect(try await server.clerk.get(path + "?limit=").problems == ["limit:required"])
            #expect(try await server.clerk.get("/api/v1/gadgets/x/neighbours").code == "notFound")
        }
    }

    @Test("A change is one transaction, and is made once for each key")
    func changing() async throws {
        try await withServer { server in
            let path = try await "/api/v1/gadgets/" + server.clerk.post("/api/v1/gadgets", ["name": "甲", "amount": 1]).id

            let key = try #require(HTTPField.Name("Idempotency-Key"))
            #expect(try await server.clerk.post(path + "/raise", ["by": 2], [key: "once"]).json["amount"] == 3)
            #expect(try await server.clerk.post(path + "/raise", ["by": 2], [key: "once"]).json["amount"] == 3)
            #expect(try await server.clerk.get(path).json["amount"] == 3)
            #expect(try await server.clerk.post(path + "/raise").problems == ["by:required"])
            #expect(try await server.clerk.post(path + "/raise", ["by": "x", "to": 1]).problems.sorted() == ["by:wrongType", "to:unknownField"])
            #expect(try await server.clerk.get(path + "/raise").status == 405)
        }
    }

    @Test("An endpoint of its own word stands beside the resources")
    func word() async throws {
        try await withServer { server in
            let answer = try await server.clerk.post("/api/v1/workshop-echo", ["words": "你好"], [.acceptLanguage: "en"])

            #expect(answer.json == ["words": "你好", "language": "en"])
            #expect(try await server.clerk.post("/api/v1/workshop-echo").json["words"] == .null)
        }
    }

    @Test("Endpoints that could never be reached are found when the catalogue is made")
    func mistakes() {
        struct Broken: Module {
            let name = "Broken"
            let entities = [Maker.schema.definition]
            let endpoints: [Endpoint] = [
                .reading("one", "makers/{name}", answers: [:]) { _, _ in .null }, .reading("one", "{id}/x", answers: [:]) { _, _ in .null },
                .reading("two", "makers", answers: [:]) { _, _ in .null },
            ]
        }

        let error = #expect(throws: Catalogue.Contradiction.self) { try Catalogue(modules: [Broken()]) }
        #expect(error?.mistakes.filter { $0.contains("cannot be at") }.count == 3)
        #expect(error?.mistakes.contains("two endpoints are called one") == true)
    }
}
