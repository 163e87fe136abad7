import API
import HTTPTypes
import Kernel
import Testing

@Suite struct MetricTests {
    private static func settings(_ token: String?) -> APISettings {
        var settings = APISettings()
        settings.metricsToken = token
        return settings
    }

    @Test("Requests are counted by route, never by address")
    func routes() async throws {
        try await withServer(settings: Self.settings("0123456789abcdef")) { server in
            let made = try await server.clerk.post("/api/v1/gadgets", ["name": "x"])
            _ = try await server.clerk.get("/api/v1/gadgets/\(made.id)")
            _ = try await server.clerk.get("/api/v1/gadgets/77")
            _ = try await server.clerk.get("/api/v1/no/such/path")
            let text = try await server.nobody.get("/metrics", [.authorization: "Bearer 0123456789abcdef"]).text

            #expect(text.contains("guanxi_http_requests_total{method=\"GET\",route=\"/api/v1/{resource}/{id}\",status=\"2xx\"} 1\n"))
            #expect(text.contains("guanxi_http_requests_total{method=\"GET\",route=\"/api/v1/{resource}/{id}\",status=\"4xx\"} 1\n"))
            #expect(text.contains("guanxi_http_request_seconds_count{method=\"POST\",route=\"/api/v1/{resource}\"} 1\n"))
            #expect(text.contains("guanxi_http_request_seconds_bucket{le=\"+Inf\",method=\"POST\",route=\"/api/v1/{resource}\"} 1\n"))
            #expect(text.contains("guanxi_database_call_seconds_count{purpose=\"write\"}"))
            #expect(text.contains("guanxi_database_connections_busy{pool=\""))
            #expect(text.contains("process_resident_memory_bytes "))
            #expect(!text.contains(made.id) && !text.contains("gadgets") && !text.contains("such"))
        }
    }

    @Test("Every line is one that Prometheus reads")
    func format() async throws {
        try await withServer(settings: Self.settings("0123456789abcdef")) { server in
            _ = try await server.clerk.get("/api/v1/gadgets")
            let answer = try await server.nobody.get("/metrics", [.authorization: "Bearer 0123456789abcdef"])
            #expect(answer.header("Content-Type") == "text/plain; version=0.0.4; charset=utf-8")
            let sample = /[a-z_]+(\{[a-z]+="[^"\n]*"(,[a-z]+="[^"\n]*")*\})? -?[0-9.e+-]+/
            for line in answer.text.split(separator: "\n") where !line.hasPrefix("# ") { #expect(line.wholeMatch(of: sample) != nil, "\(line)") }
            let names = answer.text.split(separator: "\n").filter { $0.hasPrefix("# TYPE") }
            #expect(Set(names).count == names.count)
        }
    }

    @Test("Without the token they are not shown")
    func token() async throws {
        try await withServer(settings: Self.settings("0123456789abcdef"), way: .live) { server in
            let without = try await server.nobody.get("/metrics")
            #expect(without.status == 401)
            for header in ["Bearer 0123456789abcdee", "Bearer", "Bearer ", "0123456789abcdef"] {
                #expect(try await server.nobody.get("/metrics", [.authorization: header]).status == 401)
            }
            #expect(try await server.administrator.get("/metrics").status == 401)
        }
    }

    @Test("Without a token in the settings only this machine sees them, and not through a proxy")
    func local() async throws {
        try await withServer(settings: Self.settings(nil), way: .live) { server in
            let direct = try await server.nobody.get("/metrics")
            #expect(direct.status == 200)
            for name in ["X-Forwarded-For", "Forwarded", "Via"] {
                let answer = try await server.nobody.get("/metrics", [try #require(HTTPField.Name(name)): "127.0.0.1"])
                #expect(answer.status == 403 && answer.code == "metricsClosed")
            }
        }
        try await withServer(settings: Self.settings(nil)) { server in
            let unknown = try await server.nobody.get("/metrics")
            #expect(unknown.status == 403)
        }
    }
}
