import HTTPTypes
import Kernel
import Store
import Testing

@Suite struct PreferenceTests {
    @Test("Preferences are merged, kept, and come with the session", arguments: Dialect.allCases)
    func merging(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let address = "/api/v1/session/preferences"
            #expect(try await server.clerk.get(address).json == [:])

            _ = try await server.clerk.patch(address, ["theme": "dark", "widths": ["name": 200, "grade": 80], "pins": [1, 2]])
            let answer = try await server.clerk.patch(address, ["widths": ["grade": nil, "city": 90], "pins": [3]])

            let expected: JSON = ["theme": "dark", "widths": ["name": 200, "city": 90], "pins": [3]]
            #expect(answer.status == 200 && answer.json == expected)
            #expect(try await server.clerk.get(address).json == expected)
            #expect(try await server.clerk.get("/api/v1/session").json["preferences"] == expected)
            // Nobody else has them.
            #expect(try await server.administrator.get("/api/v1/session").json["preferences"] == [:])
        }
    }

    @Test("What two pages change at once is both kept", arguments: Dialect.allCases)
    func concurrency(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<12 {
                    group.addTask { try await server.clerk.patch("/api/v1/session/preferences", ["widths": .object(["c\(number)": 1])]).status }
                }
                for try await status in group { #expect(status == 200) }
            }

            let kept = try await server.clerk.get("/api/v1/session/preferences").json["widths"]?.object
            #expect(kept?.count == 12)
        }
    }

    @Test("Preferences that are no object, too large or too deep are refused, and nothing is lost")
    func refusals() async throws {
        try await withServer { server in
            let address = "/api/v1/session/preferences"
            _ = try await server.clerk.patch(address, ["theme": "dark"])
            let half = JSON.string(String(repeating: "x", count: 40_000))
            _ = try await server.clerk.patch(address, ["a": half])
            let deep = String(repeating: "{\"a\":", count: 65) + "1" + String(repeating: "}", count: 65)

            #expect(try await server.clerk.patch(address, ["b": half]).problems == [":tooLong"])
            #expect(try await server.clerk.patch(address, [1]).problems == [":wrongType"])
            #expect(try await server.clerk.send(.patch, address, bytes: Array(deep.utf8), [.contentType: "application/json"]).code == "jsonTooDeep")
            #expect(try await server.clerk.get(address).json == ["theme": "dark", "a": half])
            #expect(try await server.nobody.patch(address, [:]).status == 401)
        }
    }
}
