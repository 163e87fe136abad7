import Engine
import HTTPTypes
import Kernel
import Store
import TestKit
import Testing

@Suite struct LineRightTests {
    private static let own: JSON = ["bill": ["read": "own", "create": "own", "edit": "own", "delete": "own", "export": "own"]]

    @Test("Whoever does not see a record sees nothing of its lines", arguments: Dialect.allCases)
    func unseen(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let (ann, _) = try await server.member("ann", Self.own), (ben, _) = try await server.member("ben", Self.own)
            let hers = try await ann.post("/api/v1/bills?expand=billLines", ["name": "安的", "billLines": [["name": "安的轴承", "price": "5"]]])
            _ = try await ben.post("/api/v1/bills", ["name": "本的", "billLines": [["name": "本的轴承", "price": "7"]]])
            let line = hers.lines.first?["id"]?.string ?? ""

            #expect(try await ben.names("/api/v1/bill-lines") == ["本的轴承"])
            #expect(try await ben.names("/api/v1/bill-lines?q=zhoucheng") == ["本的轴承"])
            #expect(try await ben.get("/api/v1/bill-lines?count=true").json["page"]?["total"] == 1)
            #expect(try await ben.get("/api/v1/bill-lines/aggregate?measure=sum:price").text.contains("7.00"))
            #expect(try await !ben.get("/api/v1/bill-lines/export").text.contains("安的轴承"))
            #expect(try await !ben.get("/api/v1/search?q=zhoucheng").text.contains("安的轴承"))
            #expect(try await ben.names("/api/v1/bill-lines?bill.name=" + encoded("安的")) == [])
            #expect(try await ben.get("/api/v1/bill-lines/\(line)").status == 404)
            #expect(try await ben.patch("/api/v1/bill-lines/\(line)", ["price": "1"]).status == 404)
            #expect(try await ben.delete("/api/v1/bill-lines/\(line)").status == 404)
            #expect(try await ben.get("/api/v1/bill-lines/\(line)/timeline").status == 404)
            #expect(try await ben.post("/api/v1/bill-lines", ["name": "塞", "bill": .string(hers.id)]).problems == ["bill:notFound"])
            #expect(try await ann.names("/api/v1/bill-lines") == ["安的轴承"])
        }
    }

    @Test("Who may only see a record may only see its lines; who may edit it may edit them", arguments: Dialect.allCases)
    func shared(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let (ben, benID) = try await server.member("ben", Self.own)
            let bill = try await server.clerk.post("/api/v1/bills?expand=billLines", ["name": "一月", "billLines": [["name": "甲", "price": "5"]]])
            let line = bill.lines.first?["id"]?.string ?? "", path = "/api/v1/bills/\(bill.id)"
            #expect(try await server.clerk.post(path + "/shares", ["with": .string(benID)]).status == 201)

            #expect(try await ben.get(path + "?expand=billLines").lines.count == 1)
            #expect(try await ben.patch("/api/v1/bill-lines/\(line)", ["price": "1"]).status == 403)
            #expect(try await ben.delete("/api/v1/bill-lines/\(line)").status == 403)
            #expect(try await ben.post("/api/v1/bill-lines", ["name": "乙", "bill": .string(bill.id)]).status == 403)
            #expect(try await ben.patch(path, ["billLines": []]).status == 403)
            #expect(try await server.clerk.post(path + "/shares", ["with": .string(benID), "mayChange": true]).status == 201)
            #expect(try await ben.patch("/api/v1/bill-lines/\(line)", ["price": "1"]).status == 200)
            #expect(try await ben.patch(path, ["billLines": []]).status == 200)
            // Of a role's words about the lines themselves nothing follows.
            let (eve, _) = try await server.member("eve", ["billLine": ["read": "all", "edit": "all"]])
            #expect(try await eve.get("/api/v1/bill-lines").status == 403)
        }
    }

    @Test("Who may make records and not change them makes them with their lines", arguments: Dialect.allCases)
    func making(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let (ann, _) = try await server.member("ann", ["bill": ["read": "own", "create": "own"]])

            let bill = try await ann.post("/api/v1/bills?expand=billLines", ["name": "一月", "billLines": [["name": "甲"]]])

            #expect(bill.status == 201 && bill.lines.count == 1, "\(bill.text)")
            #expect(try await ann.patch("/api/v1/bills/\(bill.id)", ["billLines": []]).status == 403)
            #expect(try await ann.post("/api/v1/bill-lines", ["name": "乙", "bill": .string(bill.id)]).status == 403)
        }
    }

    @Test("What is hidden or masked in lines stays so, beside the record, on its time line and in what is given", arguments: Dialect.allCases)
    func fields(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let bill = try await server.administrator.post("/api/v1/bills?expand=billLines", ["name": "一月", "billLines": [["name": "甲", "cost": "5", "price": "9"]]])
            let line = bill.lines.first?["id"] ?? .null, path = "/api/v1/bills/\(bill.id)"
            _ = try await server.administrator.patch(path, ["billLines": [["id": line, "cost": "6", "price": "8"]]])
            let all: JSON = ["bill": ["read": "all", "edit": "all"]]
            let (ann, _) = try await server.member("ann", all, fields: ["billLine": ["cost": "hidden"]])
            let (ben, _) = try await server.member("ben", all, fields: ["billLine": ["cost": "masked"]])

            let annsLine = try await ann.get(path + "?expand=billLines").lines.first
            let bensLine = try await ben.get(path + "?expand=billLines").lines.first

            #expect(annsLine?["price"] == "8.00" && annsLine?["cost"] == nil && annsLine?["amount"] == "8.00")
            #expect(bensLine?["cost"] == .null)
            #expect(try await ann.patch(path, ["billLines": [["id": line, "cost": "1"]]]).problems == ["billLines[0].cost:unknownField"])
            #expect(try await ben.patch(path, ["billLines": [["id": line, "cost": "1"]]]).problems == ["billLines[0].cost:notAllowed"])
            let told = try await ann.get(path + "/timeline").data.first?["details"]?["lines"]?.array?.first?["changes"]?.array
            #expect(told?.compactMap { $0["field"] } == ["price", "amount"])
            #expect(try await ann.patch(path + "?expand=billLines", ["billLines": [["id": line, "price": "7"]]]).status == 200)
            #expect(try await server.administrator.get(path + "?expand=billLines").lines.first?["cost"] == "6.00")
        }
    }
}

extension TestServer {
    /// Somebody with a role of their own, and their id.
    func member(_ login: String, _ grants: JSON, fields: JSON = [:]) async throws -> (Caller, String) {
        let role = try await engine.makeRole(login, grants: grants, fields: fields)
        let values: Values = ["login": .text(login), "name": .text(login), "language": User.Speech.english.value, "roles": .list([.reference(role)])]
        let user = try await engine.perform(.create(values), on: User.schema.definition, as: .system).id
        let token = try await engine.accounts.grant(.token, to: user, name: "test", milliseconds: 3_600_000).secret
        return (Caller(clerk.client, token: token), user.description)
    }
}
