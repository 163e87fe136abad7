import HTTPTypes
import Kernel
import Store
import TestKit
import Testing

@Suite struct RequestMutationTests {
    @Test("A thousand damaged requests are answered or refused, and none is a server error", arguments: [Dialect.sqlite, .postgres])
    func mutations(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            for number in 0..<4 { _ = try await server.clerk.post("/api/v1/gadgets", ["name": .string("n\(number)"), "amount": JSON(number)]) }
            let page = try await server.clerk.get("/api/v1/gadgets?sort=amount&limit=2")
            let cursor = try #require(page.json["page"]?["next"]?.string)
            var random = SeededRandom(20_261_122), statuses: [Int: Int] = [:]
            for number in 0..<1_000 {
                let request = Self.request(&random, cursor)
                let answer = try await server.clerk.send(request.method, request.uri, bytes: request.body, request.headers)
                statuses[answer.status, default: 0] += 1

                #expect(answer.status < 500, "\(number): \(request) → \(answer.text)")
                if answer.status >= 400 { #expect(answer.code != nil, "\(request)") }
            }
            #expect(statuses[200, default: 0] + statuses[201, default: 0] > 50 && statuses[400, default: 0] > 50, "\(statuses)")
        }
    }

    @Test("No change of a letter makes another cursor")
    func cursors() async throws {
        try await withServer { server in
            for number in 0..<4 { _ = try await server.clerk.post("/api/v1/gadgets", ["name": .string("n\(number)"), "amount": JSON(number)]) }
            let list = "/api/v1/gadgets?sort=amount&limit=2"
            let cursor = try #require(try await server.clerk.get(list).json["page"]?["next"]?.string)
            let genuine = try await server.clerk.get(list + "&cursor=\(cursor)")
            var random = SeededRandom(7)
            for _ in 0..<500 {
                let mutated = encoded(String(decoding: random.mutated(Array(cursor.utf8)), as: UTF8.self))
                let answer = try await server.clerk.get(list + "&cursor=\(mutated)")

                // The last letter of base64 has bits that mean nothing.
                #expect(answer.problems == ["cursor:badCursor"] || answer.bytes == genuine.bytes, "\(mutated) \(answer.text)")
            }
        }
    }

    private struct Made {
        var method = HTTPRequest.Method.get
        var uri: String
        var headers: HTTPFields = [:]
        var body: [UInt8]?
    }

    private static func request(_ random: inout SeededRandom, _ cursor: String) -> Made {
        switch Int.random(in: 0..<7, using: &random) {
        case 0: return Made(uri: "/api/v1/gadgets?filter=" + value(#"{"or":[{"name":"n1"},{"amount":{"gte":1}}]}"#, &random) + "&sort=-amount")
        case 1: return Made(uri: "/api/v1/gadgets?sort=amount&limit=2&cursor=" + value(cursor, &random))
        case 2: return Made(uri: "/api/v1/gadgets?" + query("sort=-amount,name&fields=name&expand=maker&limit=3&grade=a&count=true", &random))
        case 3: return Made(uri: "/api/v1/gadgets/aggregate?" + query("group=grade,madeOn:month&measure=count,sum:price", &random))
        case 4: return Made(method: .post, uri: "/api/v1/gadgets", headers: [.contentType: "application/json"], body: random.mutated(Array(record.utf8)))
        case 5:
            return Made(
                method: .post, uri: "/api/v1/imports?entity=gadget", headers: [.contentType: "text/csv"],
                body: random.mutated(Array("name,amount,grade\r\nx,1,a\r\n\"y\",2,b\r\n".utf8)))
        default: return Made(uri: "/api/v1/gadgets?fields=name", headers: headers(&random))
        }
    }

    private static let record = #"{"name":"x","grade":"a","price":{"amount":"1.20","currency":"CNY"},"madeOn":"2026-02-03","tags":["a","b"],"address":{"city":"杭州市"}}"#

    private static func value(_ text: String, _ random: inout SeededRandom) -> String {
        encoded(random.chance(90) ? String(decoding: random.mutated(Array(text.utf8)), as: UTF8.self) : text)
    }

    /// Changed in the address itself, percent signs and all.
    private static func query(_ text: String, _ random: inout SeededRandom) -> String {
        let bytes = random.mutated(Array(text.utf8)).filter { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func headers(_ random: inout SeededRandom) -> HTTPFields {
        let (name, value) = random.pick([
            ("Range", "bytes=0-10,20-"), ("If-None-Match", "\"1\", W/\"2-gzip\""), ("Accept-Language", "zh-CN,zh;q=0.9,en;q=0.8"),
            ("Accept-Encoding", "gzip;q=1.0, *;q=0.5"), ("Content-Length", "12"), ("Cookie", "guanxi_session=abc; x=y"), ("Origin", "https://a.example"),
            ("X-Forwarded-For", "1.2.3.4, [::1]:80"), ("Forwarded", "for=1.2.3.4;proto=https"), ("Accept", "application/json;q=x"),
            ("X-Request-Id", "abcdefgh"), ("Idempotency-Key", "k"), ("Content-Encoding", "gzip"), ("Expect", "100-continue"),
        ])
        let mutated = random.mutated(Array(value.utf8)).filter { $0 >= 0x20 && $0 < 0x7F }
        guard let name = HTTPField.Name(name) else { return [:] }
        return [name: String(decoding: mutated, as: UTF8.self)]
    }
}
