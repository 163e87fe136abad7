import API
import HTTPTypes
import Kernel
import Store
import TestKit
import Testing

/// What comes in wrong: each a problem that names its field, never a server error, nothing half written.
@Suite struct BadInputTests {
    private static let bodies: [(JSON, [String])] = [
        ([:], ["name:required"]),
        (["name": "x", "colour": 1], ["colour:unknownField"]),
        (["name": "x", "key": "k"], ["key:unknownField"]),
        (["name": "x", "version": 3], ["version:readOnly"]),
        (["name": "x", "double": 3], ["double:readOnly"]),
        (["name": 5], ["name:wrongType"]),
        (["name": nil], ["name:required"]),
        (["name": "x\u{0}y"], ["name:badCharacter"]),
        (["name": "一二三四五六七八九十一二三四五六七八九十末"], ["name:tooLong"]),
        (["name": "x", "grade": "z"], ["grade:unknownOption"]),
        (["name": "x", "tags": "a"], ["tags:wrongType"]),
        (["name": "x", "tags": ["a", "a"]], ["tags:repeated"]),
        (["name": "x", "amount": "many"], ["amount:wrongType"]),
        (["name": "x", "amount": .number("1.5")], ["amount:tooManyPlaces"]),
        (["name": "x", "amount": .number("99999999999999999999")], ["amount:outOfRange"]),
        (["name": "x", "weight": "1.234"], ["weight:tooManyPlaces"]),
        (["name": "x", "share": 101], ["share:outOfRange"]),
        (["name": "x", "price": ["amount": "1", "currency": "XXX"]], ["price:unknownCurrency"]),
        (["name": "x", "isActive": "yes"], ["isActive:wrongType"]),
        (["name": "x", "madeOn": "2026-02-30"], ["madeOn:badDate"]),
        (["name": "x", "soldAt": "yesterday"], ["soldAt:badDateTime"]),
        (["name": "x", "maker": "12"], ["maker:notFound"]),
        (["name": "x", "maker": "abc"], ["maker:badReference"]),
        (["name": "x", "maker": "99999999999999999999"], ["maker:badReference"]),
        (["name": "x", "helpers": ["12"]], ["helpers:notFound"]),
        (["name": "x", "mail": "a@b"], ["mail:badMail"]),
        (["name": "x", "phone": "call me"], ["phone:badPhone"]),
        (["name": "x", "website": "javascript:alert(1)"], ["website:badURL"]),
        (["name": "x", "passport": "!"], ["passport:badIdentityNumber"]),
        (["name": "x", "address": ["planet": "Mars"]], ["address:unknownPart"]),
        (["name": "x", "files": [["id": "1"]]], ["files:badAttachment"]),
        (["grade": "z", "mail": "x", "madeOn": "x"], ["grade:unknownOption", "madeOn:badDate", "mail:badMail"]),
    ]

    @Test("A bad value is named with its field, and nothing is written", arguments: [Dialect.sqlite, .postgres])
    func values(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            for (body, problems) in Self.bodies {
                let answer = try await server.clerk.post("/api/v1/gadgets", body)
                #expect(answer.status == 422, "\(body.text) \(answer.text)")
                #expect(answer.header("Content-Type") == "application/problem+json")
                #expect(answer.problems == problems, "\(body.text)")
            }
            #expect(try await server.clerk.get("/api/v1/gadgets").data.isEmpty)
        }
    }

    @Test("A body that is not JSON says where, one that is nested too deeply too")
    func malformed() async throws {
        try await withServer { server in
            let bodies: [(String, Int, String)] = [
                ("{\"name\":", 400, "badJSON"), ("{\"name\":\"x\"}}", 400, "badJSON"), ("{\"name\":\"x\",\"name\":\"y\"}", 400, "jsonDuplicateKey"),
                ("{\"name\":\"\\ud800\"}", 400, "jsonNotUnicode"), (String(repeating: "[", count: 1_000), 400, "jsonTooDeep"),
                (String(repeating: "{\"a\":", count: 1_000) + "1" + String(repeating: "}", count: 1_000), 400, "jsonTooDeep"),
                ("", 400, "missingBody"), ("[]", 422, "invalid"), ("null", 422, "invalid"), ("  ", 400, "badJSON"),
            ]
            for (body, status, code) in bodies {
                let answer = try await server.clerk.send(
                    .post, "/api/v1/gadgets", bytes: Array(body.utf8), [.contentType: "application/json"])
                #expect(answer.status == status, "\(body.prefix(40)) \(answer.text)")
                #expect(answer.code == code, "\(body.prefix(40))")
            }
            let answer = try await server.clerk.send(
                .post, "/api/v1/gadgets", bytes: Array("{\"name\": x}".utf8), [.contentType: "application/json"])
            #expect(answer.json["detail"]?.string?.contains("byte 9") == true)
        }
    }

    @Test("Another content type is refused, and one that only looks different is not")
    func contentTypes() async throws {
        try await withServer { server in
            let body = Array("{\"name\":\"x\"}".utf8)
            for type in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", "application/json; charset=gbk", ""] {
                let answer = try await server.clerk.send(.post, "/api/v1/gadgets", bytes: body, [.contentType: type])
                #expect(answer.status == 415, "\(type)")
                #expect(answer.code == "unsupportedMediaType")
            }
            #expect(try await server.clerk.send(.post, "/api/v1/gadgets", bytes: body).status == 415)
            for type in ["application/json", "Application/JSON; charset=UTF-8", "application/merge-patch+json"] {
                #expect(try await server.clerk.send(.post, "/api/v1/gadgets", bytes: body, [.contentType: type]).status == 201, "\(type)")
            }
        }
    }

    @Test("A body over the limit is refused")
    func oversized() async throws {
        try await withServer(settings: APISettings(maximumBodyBytes: 1_000)) { server in
            let answer = try await server.clerk.post("/api/v1/gadgets", ["name": .string(String(repeating: "x", count: 1_000))])
            #expect(answer.status == 413)
            #expect(answer.code == "bodyTooLarge")
        }
    }

    private static let queries: [(String, [String])] = [
        ("colour=red", ["colour:unknownField"]), ("key=x", ["key:unknownField"]), ("grade=z", ["grade:unknownOption"]),
        ("limit=0", ["limit:outOfRange"]), ("limit=201", ["limit:outOfRange"]), ("limit=x", ["limit:outOfRange"]),
        ("limit=1&limit=2", ["limit:repeated"]), ("sort=colour", ["colour:unknownField"]), ("sort=extra", ["sort:badSort"]),
        ("sort=name,name,name,name,name", ["sort:tooMany"]), ("fields=colour", ["colour:unknownField"]),
        ("expand=name", ["expand:unknownField"]), ("count=maybe", ["count:badFlag"]), ("filter=", ["filter:badFilter"]),
        ("filter=%7B", ["filter:badFilter"]), ("filter=1", ["filter:badFilter"]),
        ("filter=" + encoded(#"{"colour":1}"#), ["colour:unknownField"]),
        ("filter=" + encoded(#"{"amount":{"contains":1}}"#), ["amount:badOperator"]),
        ("filter=" + encoded(#"{"amount":{"gt":"x"}}"#), ["amount:wrongType"]),
        ("filter=" + encoded(#"{"createdAt":{"within":"someday"}}"#), ["createdAt:badPeriod"]),
        ("filter=" + encoded(#"{"amount":{"between":[1]}}"#), ["amount:badFilter"]),
        ("filter=" + encoded(String(repeating: #"{"not":"#, count: 20) + "{}" + String(repeating: "}", count: 20)), ["filter:tooDeep"]),
        ("filter=" + encoded(String(repeating: #"{"not":"#, count: 1_000) + "{}" + String(repeating: "}", count: 1_000)), ["filter:badFilter"]),
        ("filter=" + encoded(#"{"owner.unit.parent.name":"x"}"#), ["owner.unit.parent.name:tooDeep"]),
        ("maker=abc", ["maker:badReference"]), ("madeOn=2026-13-01", ["madeOn:badDate"]), ("createdAt=now", ["createdAt:badDateTime"]),
        ("q=" + String(repeating: "x", count: 401), ["q:tooLong"]), ("id=x", ["id:badReference"]),
    ]

    @Test("A bad parameter is named, and never gives an unfiltered list", arguments: [Dialect.sqlite, .postgres])
    func parameters(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            _ = try await server.clerk.post("/api/v1/gadgets", ["name": "x"])
            for (query, problems) in Self.queries {
                let answer = try await server.clerk.get("/api/v1/gadgets?" + query)
                #expect(answer.status == 400, "\(query.prefix(80)) \(answer.text)")
                #expect(answer.problems == problems, "\(query.prefix(80))")
            }
            for query in ["a=%zz", "a=%f", "%ff=1", "name=%C0%80"] {
                #expect(try await server.clerk.get("/api/v1/gadgets?" + query).code == "badEncoding", "\(query)")
            }
            let many = (0..<101).map { "p\($0)=1" }.joined(separator: "&")
            #expect(try await server.clerk.get("/api/v1/gadgets?" + many).problems == [":tooMany"])
        }
    }

    @Test("Unknown resources, records, paths and methods are told apart")
    func unknown() async throws {
        try await withServer { server in
            #expect(try await server.clerk.get("/api/v1/dragons").code == "unknownResource")
            #expect(try await server.clerk.get("/api/v1/gadgets/77").code == "notFound")
            #expect(try await server.clerk.get("/api/v1/gadgets/seven").code == "notFound")
            #expect(try await server.clerk.patch("/api/v1/gadgets/77", ["name": "x"]).code == "notFound")
            #expect(try await server.clerk.delete("/api/v1/gadgets/77").code == "notFound")
            #expect(try await server.clerk.post("/api/v1/gadgets/77/restore").code == "notFound")
            #expect(try await server.clerk.get("/api/v1/a/b/c/d/e/f").code == "unknownPath")
            #expect(try await server.nobody.get("/nowhere").code == "unknownPath")

            let put = try await server.clerk.send(.put, "/api/v1/gadgets/77", ["name": "x"])
            #expect(put.status == 405)
            #expect(put.header("Allow") == "DELETE, GET, HEAD, PATCH")
            #expect(try await server.clerk.send(.delete, "/api/v1/gadgets", nil).header("Allow") == "GET, HEAD, POST")
            #expect(try await server.clerk.send(.put, "/api/v1/session", nil).header("Allow") == "DELETE, GET, HEAD, POST")
            #expect(try await server.clerk.send(.head, "/api/v1/gadgets", nil).status == 200)
        }
    }

    @Test("Without a login there is 401 before anything is looked at")
    func unauthenticated() async throws {
        try await withServer { server in
            for path in ["/api/v1/gadgets", "/api/v1/dragons?x=%zz", "/api/v1/gadgets/1/x/y/z", "/api/v1", "//api//v1//gadgets", "/api/v1/session"] {
                let answer = try await server.nobody.get(path)
                #expect(answer.status == 401, "\(path)")
                #expect(answer.code == "notLoggedIn")
                #expect(answer.header("WWW-Authenticate") != nil)
            }
            let garbage = try await server.nobody.send(.post, "/api/v1/gadgets", bytes: [0xFF], [.contentType: "text/plain"])
            #expect(garbage.status == 401)
            for header in ["Bearer nonsense", "Bearer", "Basic eDp5", "Bearer " + String(repeating: "x", count: 5_000)] {
                #expect(try await server.nobody.get("/api/v1/gadgets", [.authorization: header]).status == 401, "\(header.prefix(20))")
            }
        }
    }

    @Test("Somebody who may not change an entity is refused")
    func forbidden() async throws {
        try await withServer { server in
            let answer = try await server.clerk.post("/api/v1/makers", ["name": "x"], [.acceptLanguage: "zh-CN"])
            #expect(answer.status == 403)
            #expect(answer.json["detail"] == "您没有权限新建“厂家”，如有需要请联系管理员。")
            #expect(try await server.clerk.get("/api/v1/makers").status == 200)
        }
    }

    @Test("A number that another record has is refused, as is a change of what is fixed")
    func uniqueAndFixed() async throws {
        try await withServer { server in
            let first = try await server.clerk.post("/api/v1/gadgets", ["name": "x"])
            let code = try #require(first.json["code"])
            #expect(try await server.clerk.post("/api/v1/gadgets", ["name": "y", "code": code]).problems == ["code:taken"])
            #expect(try await server.clerk.patch("/api/v1/gadgets/\(first.id)", ["code": "other"]).problems == ["code:fixed"])
            let body = try await server.clerk.post("/api/v1/gadgets/\(first.id)/restore", ["x": 1])
            #expect(body.problems == ["x:unknownField"])
        }
    }
}
