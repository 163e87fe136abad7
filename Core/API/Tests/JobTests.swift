import Engine
import HTTPTypes
import Kernel
import Store
import TestKit
import Testing

@Suite struct JobTests {
    @Test("An administrator starts a job, sees it end, and others see nothing of it", arguments: [Dialect.sqlite, .postgres])
    func check(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let made = try await server.administrator.post("/api/v1/jobs", ["kind": "check", "payload": ["mend": true]], [.acceptLanguage: "en"])
            #expect(made.status == 201)
            #expect(made.header("Location") == "/api/v1/jobs/\(made.id)")
            #expect(made.json["state"] == "waiting")
            #expect(made.json["label"] == "Check search and roll-ups")

            await server.engine.startWorkers(count: 1)
            try await eventually { try await server.administrator.get("/api/v1/jobs/\(made.id)").json["state"] == "done" }
            let done = try await server.administrator.get("/api/v1/jobs/\(made.id)").json
            #expect(done["result"] == ["findings": []])
            #expect(done["attempts"] == 1)
            #expect(done["error"] == .null)
            #expect(try await server.administrator.get("/api/v1/jobs?state=done&kind=check").data.count == 1)
            #expect(try await server.administrator.get("/api/v1/jobs?state=failed").data.isEmpty)
            #expect(try await server.clerk.get("/api/v1/jobs").data.isEmpty)
            #expect(try await server.clerk.get("/api/v1/jobs/\(made.id)").status == 404)
            #expect(try await server.administrator.post("/api/v1/jobs/\(made.id)/cancel").code == "notPossible")
            #expect(try await server.administrator.post("/api/v1/jobs/\(made.id)/retry").status == 409)
        }
    }

    @Test("People cancel their own jobs, and are told of a failure without its inside")
    func own() async throws {
        try await withServer { server in
            let clerk = Actor(user: server.clerkID)
            let ids = try await server.engine.write(as: clerk) { door in try (0..<3).map { _ in try door.enqueue("deliver") } }
            let address = "/api/v1/jobs/\(ids[0])"

            #expect(try await server.clerk.post(address + "/cancel").json["state"] == "cancelled")
            let page = try await server.clerk.get("/api/v1/jobs?limit=2")
            let next = try #require(page.json["page"]?["next"]?.string)
            let rest = try await server.clerk.get("/api/v1/jobs?limit=2&before=\(next)")
            #expect(Set((page.data + rest.data).compactMap { $0["id"]?.string }) == Set(ids.map(\.description)))
            await server.engine.startWorkers(count: 1)
            try await eventually { try await server.clerk.get("/api/v1/jobs/\(ids[1])").json["state"] == "failed" }
            #expect(try await server.clerk.get("/api/v1/jobs/\(ids[1])").json["error"] == ["code": "unknownSubscriber"])
            #expect(try await server.administrator.get("/api/v1/jobs/\(ids[1])").json["error"]?["detail"] != nil)

            // The course of each: what happened and who did it.
            let course = try await server.clerk.get(address + "/log", [.acceptLanguage: "zh-CN"]).data
            #expect(course.map { $0["step"] } == ["cancelAsked"] && course.first?["user"] == .string(server.clerkID.description))
            #expect(course.first?["stepLabel"] == "有人要求取消")
            let failure = try await server.clerk.get("/api/v1/jobs/\(ids[1])/log").data.first
            #expect(failure?["step"] == "failed" && failure?["error"] == ["code": "unknownSubscriber"])
            let check = try await server.administrator.post("/api/v1/jobs", ["kind": "check"]).id
            #expect(try await server.clerk.get("/api/v1/jobs/\(check)/log").status == 404)
        }
    }

    @Test("Administrators see what the system does by itself: when next, and how the last time ended")
    func timetable() async throws {
        try await withServer { server in
            await server.engine.startWorkers(count: 1)
            func purge() async throws -> JSON? {
                try await server.administrator.get("/api/v1/job-timetable", [.acceptLanguage: "zh-CN"]).data.first { $0["kind"] == "purgeAccesses" }
            }
            try await eventually { try await purge()?["nextAt"]?.string != nil }
            let first = try #require(try await purge())
            #expect(first["rhythm"] == "0 */1 * * *" && first["zone"] == "GMT" && first["label"] == "清理已失效的登录" && first["last"] == .null)
            // As if the hour had come: sessions would not outlast it.
            _ = try await server.engine.database.write { try $0.execute("UPDATE job_schedule SET due = 1 WHERE kind = 'purgeAccesses'") }
            try await eventually { try await purge()?["last"]?["state"] == "done" }
            #expect(try await purge()?["nextAt"] == first["nextAt"])
            #expect(try await server.clerk.get("/api/v1/job-timetable").status == 403)
        }
    }

    @Test("A hand-over is asked for, switches the account off, and is followed as a job")
    func handOver() async throws {
        try await withServer { server in
            let path = "/api/v1/user-accounts/\(server.clerkID)/hand-over"
            let heir = try await server.administrator.post("/api/v1/users", ["login": "heir", "name": "Heir"]).id
            #expect(try await server.clerk.post("/api/v1/gadgets", ["name": "x"]).status == 201)

            #expect(try await server.administrator.post(path, [:]).problems == ["to:required"])
            #expect(try await server.administrator.post(path, ["to": "7"]).problems == ["to:notFound"])
            #expect(try await server.administrator.post(path, ["to": .string(heir), "entities": "x"]).problems == ["entities:wrongType"])
            #expect(try await server.administrator.post(path, ["to": .string(heir), "x": 1]).problems == ["x:unknownField"])
            let begun = try await server.administrator.post(path, ["to": .string(heir), "switchesOff": true])
            #expect(begun.status == 202 && begun.header("Location") == "/api/v1/jobs/\(begun.id)")
            #expect(try await server.clerk.get("/api/v1/gadgets").status == 401)

            await server.engine.startWorkers(count: 1)
            try await eventually { try await server.administrator.get("/api/v1/jobs/\(begun.id)").json["state"] == "done" }
            let owners = try await server.administrator.get("/api/v1/gadgets?fields=owner").data.map { $0["owner"] }
            #expect(owners == [.string(heir)])
        }
    }

    @Test("What is wrong with a request is told by its name")
    func refused() async throws {
        try await withServer { server in
            let clerk = server.clerk, administrator = server.administrator
            let forbidden = try await clerk.post("/api/v1/jobs", ["kind": "check"])
            #expect(forbidden.status == 403)
            #expect(try await administrator.post("/api/v1/jobs", ["kind": "purgeJobs"]).problems == ["kind:unknownOption"])
            #expect(try await administrator.post("/api/v1/jobs", [:]).problems == ["kind:required"])
            #expect(try await administrator.post("/api/v1/jobs", ["kind": "check", "x": 1]).problems == ["x:unknownField"])
            #expect(try await administrator.post("/api/v1/jobs", ["kind": "check", "payload": 1]).problems == ["payload:wrongType"])
            #expect(try await clerk.get("/api/v1/jobs?state=x").problems == ["state:unknownOption"])
            #expect(try await clerk.get("/api/v1/jobs?before=x").problems == ["before:badCursor"])
            #expect(try await clerk.get("/api/v1/jobs?limit=999").problems == ["limit:outOfRange"])
            #expect(try await clerk.get("/api/v1/jobs/x").status == 404)
            #expect(try await clerk.patch("/api/v1/jobs/1", [:]).status == 405)
            #expect(try await server.nobody.get("/api/v1/jobs").status == 401)
        }
    }
}
