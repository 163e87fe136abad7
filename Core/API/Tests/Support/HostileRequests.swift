import HTTPTypes
import Kernel

/// Requests that are nearly right: real paths, fields and operators, with values that do not belong there.
struct HostileRequests {
    let ids: [String]

    struct Hostile {
        let method: HTTPRequest.Method
        let uri: String
        let headers: HTTPFields
        let body: [UInt8]?
    }

    private let fields = Gadget.schema.definition.fields.map(\.key) + ["owner.name", "maker.city", "address.city", "nothing", "", "id.id", "owner.unit.parent"]
    private let texts = [
        "", "x", "张三", "' OR 1=1 --", "\u{0}", "\u{FFFF}", "😀", "𠮷", "%", "_", "2026-01-01", "2026-13-45", "1e400", "-0", "true", "null", "|a|",
        "today", "last99999999Days", "a", "9223372036854775808", "../../etc/passwd", "{seq:4}", "<script>", "\r\nX: y", "e\u{301}", "\u{202E}",
    ]
    private let numbers = ["0", "-1", "1.5", "9223372036854775807", "-9223372036854775808", "99999999999999999999999", "1e5", "1e400", "1E-400", "0.000001"]

    func next(_ random: inout Random) -> Hostile {
        let method = random.one(of: [HTTPRequest.Method.get, .get, .get, .get, .post, .post, .post, .patch, .patch, .delete, .put, .head, .options])
        var headers: HTTPFields = [:]
        var body: [UInt8]?
        if method == .post || method == .patch || random.happens(5) {
            body = content(&random)
            if random.happens(95) { headers[.contentType] = random.happens(97) ? "application/json" : random.one(of: texts.filter { !$0.contains("\0") && !$0.contains("\r") }) }
        }
        if random.happens(10) { headers[.ifMatch] = random.one(of: ["*", "\"1\"", "\"2\"", "W/\"1\"", "x", "\"99999999999999999999\""]) }
        if random.happens(5) { headers[.ifNoneMatch] = random.one(of: ["*", "\"1\"", ",,,"]) }
        if random.happens(20) { headers[.acceptLanguage] = random.one(of: ["en", "zh", "fr;q=x", ";;;,,,", "en;q=0, zh;q=0"]) }
        return Hostile(method: method, uri: path(method, &random) + query(&random), headers: headers, body: body)
    }

    private func path(_ method: HTTPRequest.Method, _ random: inout Random) -> String {
        let resource = random.one(of: ["gadgets", "gadgets", "gadgets", "gadget-parts", "makers", "users", "org-units", "dragons", "search", "metadata", "session"])
        let root = "/api/v1/\(resource)"
        let id = random.one(of: ids)
        switch Int.random(in: 0..<16, using: &random) {
        case 0...4: return root
        case 5...8: return root + "/\(id)"
        case 9: return root + "/aggregate"
        case 10: return root + "/\(id)/timeline"
        case 11: return root + "/\(id)/actions/" + random.one(of: ["retire", "regrade", "fly", "%2e%2e"])
        case 12: return root + "/\(id)/" + random.one(of: ["restore", "purge"])
        case 13: return root + "/bulk"
        case 14: return random.one(of: ["/", "/docs", "/openapi.json", "/health/ready", "/health/live", "/api", "/api/v1/setup"])
        default: return random.one(of: ["/%00", "/api/v1/%ff/1", "//", "/api/v1/gadgets/", "/api/v1/../v1/gadgets", "/a/b/c?x", "/api/v1/gadgets/1/2/3/4"])
        }
    }

    private func query(_ random: inout Random) -> String {
        guard random.happens(55) else { return "" }
        let pairs = (0..<Int.random(in: 1...3, using: &random)).map { _ -> String in
            let name = random.one(of: [
                "filter", "filter", "filter", "sort", "fields", "expand", "limit", "cursor", "count", "deleted", "q", "group", "measure", "before",
                random.one(of: fields),
            ])
            return "\(encoded(name))=\(random.happens(4) ? "%zz" : encoded(value(of: name, &random)))"
        }
        return "?" + pairs.joined(separator: "&")
    }

    private func value(of name: String, _ random: inout Random) -> String {
        switch name {
        case "filter" where random.happens(92): return filter(&random, depth: 0).text
        case "sort", "fields", "expand":
            return (0..<Int.random(in: 0...3, using: &random)).map { _ in (random.happens(40) ? "-" : "") + random.one(of: fields) }.joined(separator: ",")
        case "group": return random.one(of: fields) + random.one(of: ["", ":month", ":day", ":week", ":eon"])
        case "measure": return random.one(of: ["count", "sum:", "avg:", "min:", "max:", "mode:"]) + random.one(of: ["", random.one(of: fields)])
        case "limit": return random.one(of: ["1", "200", "0", "-5", "1e2", "٣", "99999999999999999999"])
        case "count", "deleted": return random.one(of: ["true", "false", "1", ""])
        case "cursor", "before": return random.one(of: ["", "x", "eyJ2IjpbXSwiaSI6MSwicSI6IiJ9", "AAAA", "1", "9223372036854775807"])
        default: return random.one(of: texts + numbers + ids.filter { !$0.hasPrefix("%") })
        }
    }

    private func filter(_ random: inout Random, depth: Int) -> JSON {
        if depth < 3, random.happens(30) {
            let inner = (0..<Int.random(in: 0...3, using: &random)).map { _ in filter(&random, depth: depth + 1) }
            return random.one(of: [["and": .array(inner)], ["or": .array(inner)], ["not": inner.first ?? [:]]])
        }
        let operand = random.happens(30) ? JSON.array((0..<Int.random(in: 0...3, using: &random)).map { _ in scalar(&random) }) : scalar(&random)
        let field = random.one(of: fields)
        return random.happens(25) ? .object([field: operand]) : .object([field: .object([random.one(of: Operator.allCases).rawValue: operand])])
    }

    private func scalar(_ random: inout Random) -> JSON {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return .null
        case 1: return .flag(random.happens(50))
        case 2, 3: return .number(random.one(of: numbers))
        case 4: return .string(random.one(of: ids))
        case 5: return ["amount": .number(random.one(of: numbers)), "currency": .string(random.one(of: ["CNY", "JPY", "X"]))]
        default: return .string(random.one(of: texts))
        }
    }

    private func content(_ random: inout Random) -> [UInt8] {
        switch Int.random(in: 0..<20, using: &random) {
        case 0: return Array(random.one(of: ["", "{", "[]", "null", "\"x\"", "{\"a\":1,\"a\":2}", String(repeating: "[", count: 300)]).utf8)
        case 1: return (0..<40).map { _ in UInt8.random(in: 0...255, using: &random) }
        case 2...4:
            let items = (0..<Int.random(in: 0...6, using: &random)).map { _ -> JSON in
                [
                    "op": random.one(of: ["create", "edit", "delete", "edit", "x"]), "id": .string(random.one(of: ids)), "version": scalar(&random),
                    "values": record(&random),
                ]
            }
            let pruned = items.map { item -> JSON in
                guard case .object(var members) = item else { return item }
                if members["op"] == "create" { (members["id"], members["version"]) = (nil, nil) }
                if members["op"] == "delete" { members["values"] = nil }
                if random.happens(60) { members["version"] = nil }
                return .object(members)
            }
            return Array(JSON.object(["items": .array(pruned)]).text.utf8)
        default: return Array(record(&random).text.utf8)
        }
    }

    private func record(_ random: inout Random) -> JSON {
        var members: [String: JSON] = random.happens(85) ? ["name": .string("n\(UInt16.random(in: 0...999, using: &random))")] : [:]
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            let key = random.one(of: fields)
            members[key] = random.happens(25) ? .array([scalar(&random), scalar(&random)]) : scalar(&random)
        }
        return .object(members)
    }
}
