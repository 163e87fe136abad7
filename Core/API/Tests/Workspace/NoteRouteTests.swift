import HTTPTypes
import Kernel
import Testing

@Suite struct NoteRouteTests {
    @Test("A note is written, changed and taken away at its record, and stands on the time line")
    func life() async throws {
        try await withServer { server in
            let gadget = try await server.clerk.post("/api/v1/gadgets", ["name": "g"]).id, other = try await server.clerk.post("/api/v1/gadgets", ["name": "h"]).id
            let address = "/api/v1/gadgets/\(gadget)/notes"
            let made = try await server.clerk.post(address, ["text": .string("第一行\n@[\(server.clerkID)]"), "mentions": [.string(server.clerkID.description)]])

            #expect(made.status == 201 && made.json["kind"] == "note")
            #expect(made.json["note"] == [
                "id": .string(made.id), "text": .string("第一行\n@[\(server.clerkID)]"), "edited": false,
                "mentions": [["id": .string(server.clerkID.description), "title": "clerk"]],
            ])
            #expect(try await server.clerk.patch(address + "/" + made.id, ["text": "新", "mentions": []]).json["note"]?["edited"] == true)
            #expect(try await server.clerk.patch("/api/v1/gadgets/\(other)/notes/\(made.id)", ["text": "x"]).status == 404)
            #expect(try await server.clerk.delete("/api/v1/gadgets/\(other)/notes/\(made.id)").status == 404)
            let timeline = try await server.clerk.get("/api/v1/gadgets/\(gadget)/timeline?kinds=note")
            #expect(timeline.data.map { $0["note"]?["text"] } == ["新"])
            #expect(try await server.clerk.get("/api/v1/gadgets/\(gadget)/timeline").data.map { $0["kind"] } == ["note", "create"])
            #expect(try await server.clerk.get("/api/v1/gadgets/\(gadget)/timeline?kinds=x").problems == ["kinds:unknownOption"])
            #expect(try await server.clerk.post("/api/v1/notes/\(made.id)/notes", ["text": "x"]).status == 404)
            #expect(try await server.clerk.post("/api/v1/gadgets/1/notes", ["text": "x"]).status == 404)
            #expect(try await server.clerk.delete(address + "/" + made.id).status == 204)
            #expect(try await server.clerk.get("/api/v1/gadgets/\(gadget)/timeline?kinds=note").data == [])
        }
    }

    @Test("A note that is sent twice with one key is written once")
    func repetition() async throws {
        try await withServer { server in
            let gadget = try await server.clerk.post("/api/v1/gadgets", ["name": "g"]).id, key = try #require(HTTPField.Name("Idempotency-Key"))
            for _ in 0..<2 { #expect(try await server.clerk.post("/api/v1/gadgets/\(gadget)/notes", ["text": "x"], [key: "k"]).status == 201) }
            #expect(try await server.clerk.get("/api/v1/gadgets/\(gadget)/timeline?kinds=note").data.count == 1)
        }
    }
}
