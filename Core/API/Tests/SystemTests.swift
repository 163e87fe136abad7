import Engine
import Foundation
import HTTPTypes
import Kernel
import Store
import TestKit
import Testing

@Suite struct SystemTests {
    @Test("Administrators see how the whole is; nobody else does", arguments: Dialect.allCases)
    func state(_ dialect: Dialect) async throws {
        let clock = TestClock()
        try await withServer(dialect, clock: clock.clock) { server in
            #expect(try await server.administrator.post("/api/v1/gadgets", ["name": "x"]).status == 201)
            #expect(try await server.administrator.post("/api/v1/jobs", ["kind": "check"]).status == 201)

            let state = try await server.administrator.get("/api/v1/system")

            #expect(state.status == 200)
            let json = state.json
            #expect(json["database"]?["engine"]?.string == dialect.rawValue && (json["database"]?["bytes"]?.integer ?? 0) > 10_000)
            #expect(json["database"]?["version"]?.string?.first?.isNumber == true)
            #expect(json["jobs"]?["waiting"] == 1 && json["jobs"]?["failed"] == 0)
            #expect((json["events"]?["unplaced"]?.integer ?? 0) > 0)
            #expect(json["uptimeSeconds"] == 0 && json["startedAt"]?.string == TestClock.start.description)
            // A new token counts as used.
            #expect(json["activeUsers"] == 2)
            #expect((json["requests"]?["perMinute"]?.integer ?? 0) >= 2)
            #expect((json["disk"]?["freeBytes"]?.integer ?? 0) > 0)
            #expect(json["backup"] == ["lastBackupAt": .null, "madeBy": .null, "bytes": .null, "isOverdue": true, "warningDays": 2])
            #expect(try await server.clerk.get("/api/v1/system").status == 403)
            #expect(try await server.nobody.get("/api/v1/system").status == 401)
            clock.step(milliseconds: SystemState.activeMilliseconds + 60_000)
            let later = try await server.engine.systemState(as: .system)
            #expect(later.activeUsers == 0 && later.lagMilliseconds == SystemState.activeMilliseconds + 60_000)
        }
    }
}

@Suite struct DivisionTests {
    private static let table = "50\t重庆市\n5001\t市辖区\n500103\t渝中区\n500103001\t七星岗街道\n11\t北京市\n"

    private func withTable(_ text: String?, _ test: @escaping @Sendable (TestServer) async throws -> Void) async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "guanxi-divisions-\(UUID().uuidString).tsv")
        try Data((text ?? "").utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        try await withServer(divisions: text == nil ? nil : file, test)
    }

    @Test("An address is chosen level by level, and browsers keep the lists")
    func levels() async throws {
        try await withTable(Self.table) { server in
            func names(_ parent: String) async throws -> [String] {
                try await server.clerk.get("/api/v1/divisions" + parent).data.map { "\($0["code"]?.string ?? "") \($0["name"]?.string ?? "") \($0["hasChildren"]?.flag ?? false)" }
            }

            #expect(try await names("") == ["11 北京市 false", "50 重庆市 true"])
            #expect(try await names("?parent=50") == ["5001 市辖区 true"])
            #expect(try await names("?parent=500103") == ["500103001 七星岗街道 false"])
            #expect(try await names("?parent=11") == [])
            let answer = try await server.clerk.get("/api/v1/divisions")
            let tag = try #require(answer.header("ETag"))
            #expect(answer.header("Cache-Control") == "public, max-age=86400")
            #expect(try await server.clerk.get("/api/v1/divisions", [.ifNoneMatch: tag]).status == 304)
            #expect(try await server.clerk.get("/api/v1/gadgets").header("Cache-Control") == "no-store")
            #expect(try await server.clerk.get("/api/v1/divisions?parent=99").problems == ["parent:unknownOption"])
            #expect(try await server.nobody.get("/api/v1/divisions").status == 401)
        }
    }

    @Test("Names that were chosen are an address")
    func address() async throws {
        try await withTable(Self.table) { server in
            let address: JSON = ["province": "重庆市", "city": "市辖区", "district": "渝中区", "street": "七星岗街道1号"]
            let gadget = try await server.clerk.post("/api/v1/gadgets", ["name": "x", "address": address])
            #expect(gadget.status == 201 && gadget.json["address"] == address)
        }
    }

    @Test("Without a table there is nothing to choose from, and a bad one is told")
    func others() async throws {
        try await withTable(nil) { server in
            let answer = try await server.clerk.get("/api/v1/divisions")
            #expect(answer.json == ["data": []])
        }
        for bad in ["50 重庆市", "5\tx", "50\t", "50\ta\n50\tb", "500103\t渝中区"] {
            try await withTable(bad) { server in
                let answer = try await server.clerk.get("/api/v1/divisions")
                #expect(answer.status == 503, "\(bad)")
            }
        }
    }
}
