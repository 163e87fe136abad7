import API
import Engine
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import Logging
import Store
import TestKit
import Testing

@Suite struct CustomEntityTests {
    @Test("A new entity has everything that a built-in one has", arguments: Dialect.allCases)
    func everything(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let boss = server.administrator, clerk = server.clerk
            try await boss.define(entity: "x_vehicle", ["name": "车辆", "nameEnglish": "Vehicle", "pluralEnglish": "Vehicles", "numbering": "V{seq:4}"])
            try await boss.define(field: "x_plate", of: "x_vehicle", "text", ["isUnique": true, "isSearched": true])
            try await boss.define(field: "x_gadget", of: "x_vehicle", "reference", ["target": "gadget"])
            try await boss.define(field: "x_vehicle", of: "gadget", "reference", ["target": "x_vehicle"])
            let gadget = try await clerk.post("/api/v1/gadgets", ["name": "甲"]).id

            let made = try await clerk.post("/api/v1/x-vehicle?expand=x_gadget", ["name": "叉车", "x_plate": "沪A12345", "x_gadget": .string(gadget)])
            #expect(made.status == 201 && made.json["code"] == "V0001" && made.json["expanded"]?["x_gadget"]?["title"] == "甲")
            #expect(made.json["owner"]?.string == server.clerkID.description)
            #expect(made.header("Location") == "/api/v1/x-vehicle/\(made.id)")
            #expect(try await clerk.post("/api/v1/x-vehicle", ["name": "另", "x_plate": "沪A12345"]).problems == ["x_plate:taken"])
            #expect(try await clerk.importFile("x_vehicle", "名称,x_plate", "吊车,沪B1", "卡车,沪B1").json["refused"] == 1)
            #expect(try await clerk.names("/api/v1/x-vehicle?sort=code") == ["叉车", "吊车"])
            #expect(try await clerk.names("/api/v1/x-vehicle?q=chache") == ["叉车"])
            #expect(try await clerk.get("/api/v1/search?q=12345").data.first?["resource"] == "x-vehicle")
            #expect(try await clerk.get("/api/v1/x-vehicle/export").text.contains("V0001"))
            _ = try await clerk.patch("/api/v1/gadgets/\(gadget)", ["x_vehicle": .string(made.id)])
            #expect(try await clerk.names("/api/v1/gadgets?x_vehicle.x_plate=" + encoded("沪A12345")) == ["甲"])
            #expect(try await clerk.patch("/api/v1/x-vehicle/\(made.id)", ["name": "大叉车"], [.ifMatch: "\"1\""]).json["version"] == 2)
            #expect(try await clerk.get("/api/v1/x-vehicle/\(made.id)/timeline").data.count == 2)
            #expect(try await clerk.get("/api/v1/x-vehicle/aggregate?group=owner").data.first?["measures"]?["count"] == 2)
            #expect(try await clerk.delete("/api/v1/x-vehicle/\(made.id)").status == 204)
            #expect(try await clerk.post("/api/v1/x-vehicle/\(made.id)/restore").status == 200)

            let metadata = try await clerk.metadata("x_vehicle")
            #expect(metadata["label"] == "Vehicle" && metadata["pluralLabel"] == "Vehicles" && metadata["traits"] == ["custom", "owned"])
            #expect(try await clerk.metadata("x_vehicle", field: "code")["label"] == "Code")
            let document = try await server.nobody.get("/openapi.json", [.acceptLanguage: "en"]).json
            #expect(document["paths"]?["/api/v1/x-vehicle/{id}"]?["patch"]?["summary"] == "Change a record of Vehicle")
            #expect(document["components"]?["schemas"]?["X_vehicleCreate"]?["properties"]?["x_plate"] != nil)
        }
    }

    @Test("Records of a retired entity can be read and nothing more, until it is restored", arguments: Dialect.allCases)
    func retiring(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let boss = server.administrator, clerk = server.clerk
            let entity = try await boss.define(entity: "x_vehicle")
            let id = try await clerk.post("/api/v1/x-vehicle", ["name": "叉车"]).id

            #expect(try await boss.delete("/api/v1/custom-entities/\(entity)").status == 204)

            #expect(try await clerk.get("/api/v1/x-vehicle/\(id)").json["name"] == "叉车")
            #expect(try await clerk.post("/api/v1/x-vehicle", ["name": "新"]).code == "retired")
            #expect(try await clerk.patch("/api/v1/x-vehicle/\(id)", ["name": "新"]).status == 409)
            #expect(try await clerk.get("/api/v1/search?q=chache").data == [])
            #expect(try await clerk.metadata("x_vehicle")["retired"] == true)
            #expect(try await server.nobody.get("/openapi.json").json["paths"]?["/api/v1/x-vehicle"] == nil)
            #expect(try await boss.post("/api/v1/custom-entities/\(entity)/purge").code == "holdsData")

            #expect(try await boss.post("/api/v1/custom-entities/\(entity)/restore").status == 200)
            #expect(try await clerk.patch("/api/v1/x-vehicle/\(id)", ["name": "新"]).status == 200)
        }
    }

    @Test("A second server on the same database answers by what the first one defined", arguments: Dialect.allCases)
    func secondServer(_ dialect: Dialect) async throws {
        try await withTestDatabase(dialect) { database in
            let (first, _) = try await Engine.start(database.database, modules: [try Workshop()], clock: .fixed(testTime))
            let (second, _) = try await Engine.start(Databases.open(database.url), modules: [try Workshop()], clock: .fixed(testTime))
            let user = try await first.perform(
                .create(["login": .text("boss"), "name": .text("boss"), "isAdministrator": .flag(true)]), on: User.schema.definition, as: .system).id
            let token = try await first.accounts.grant(.token, to: user, name: "test", milliseconds: 3_600_000).secret
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let servers = try [first, second].map { try APIServer(engine: $0, logger: logger).application }

            try await servers[0].test(.router) { one in
                try await servers[1].test(.router) { two in
                    let one = Caller(one, token: token), two = Caller(two, token: token)
                    #expect(try await two.get("/api/v1/x-vehicle").status == 404)

                    try await one.define(entity: "x_vehicle")
                    try await one.define(field: "x_plate", of: "x_vehicle", "text")

                    #expect(try await two.post("/api/v1/x-vehicle", ["name": "叉车", "x_plate": "沪A"]).status == 201)
                    #expect(try await one.names("/api/v1/x-vehicle?x_plate=" + encoded("沪A")) == ["叉车"])
                    #expect(try await two.get("/openapi.json").json["paths"]?["/api/v1/x-vehicle"] != nil)
                    try await two.define(field: "x_wheels", of: "x_vehicle", "integer")
                    #expect(try await one.metadata("x_vehicle", field: "x_wheels")["kind"] == "integer")
                }
            }
            await first.stop()
            await second.stop()
        }
    }
}
