@testable import Engine
import HTTPTypes
import Kernel
import TestKit
import Testing

/// Files that the clerk brings, and the jobs that take them in.
enum Importing {
    /// Ids of one millisecond have no order: what is undone must have happened at moments of its own.
    static var clock: Clock {
        let clock = TestClock()
        return Clock {
            clock.step(milliseconds: 1)
            return clock.now
        }
    }

    static func bring(_ bytes: [UInt8], named name: String, _ server: TestServer) async throws -> String {
        let answer = try await server.clerk.send(.post, "/api/v1/import-files?name=\(encoded(name))", bytes: bytes)
        #expect(answer.status == 201)
        return answer.id
    }

    static func bring(_ text: String, named name: String = "a.csv", _ server: TestServer) async throws -> String {
        try await bring(Array(text.utf8), named: name, server)
    }

    static func begin(_ payload: JSON, _ server: TestServer, kind: String = "import") async throws -> RecordID {
        let made = try await server.clerk.post("/api/v1/jobs", ["kind": .string(kind), "payload": payload])
        #expect(made.status == 201, "\(made.text)")
        return try #require(RecordID(made.id))
    }

    static func run(_ payload: JSON, _ server: TestServer, kind: String = "import") async throws -> Job {
        try await finished(try await begin(payload, server, kind: kind), server)
    }

    static func finished(_ id: RecordID, _ server: TestServer) async throws -> Job {
        await server.engine.startWorkers(count: 1)
        while true {
            let job = try await server.engine.jobs.find(id, as: .system)
            if job.endedAt != nil { return job }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    static func count(_ server: TestServer, of resource: String = "gadgets") async throws -> Int {
        try await server.clerk.get("/api/v1/\(resource)?count=true&limit=1").json["page"]?["total"]?.integer.map(Int.init) ?? -1
    }
}
