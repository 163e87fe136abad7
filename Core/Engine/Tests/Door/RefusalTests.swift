import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

@Suite struct RefusalTests {
    @Test("What a client sends is read by its field, and every problem is told at once")
    func input() async throws {
        let entity = Firm.definition
        #expect(try await problems {
            _ = try Input.values(
                ["name": 3, "stage": "hot", "nonsense": 1, "id": "1", "version": 7, "createdAt": "2020-01-01", "margin": "1", "orders": 3, "founded": "2026-02-30"], for: entity, as: .system)
        } == [
            "createdAt: readOnly", "founded: badDate", "id: readOnly", "margin: readOnly", "name: wrongType", "nonsense: unknownField", "orders: readOnly",
            "stage: unknownOption", "version: readOnly",
        ])
        #expect(try await problems { _ = try Input.values([1], for: entity, as: .system) } == [": wrongType"])
    }

    @Test("Code cannot write past the door what the door itself keeps, nor what does not exist", arguments: Dialect.allCases)
    func kept(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let id = try await made.create(Firm.self, ["name": "甲"]).id
            let before = try await made.footprint()

            for key in ["id", "version", "createdAt", "createdBy", "modifiedAt", "modifiedBy", "deletedAt", "margin", "orders"] {
                #expect(try await problems { try await made.edit(Firm.self, id, [key: .null]) } == ["\(key): readOnly"])
                #expect(try await problems { try await made.create(Firm.self, ["name": "乙", key: 1]) } == ["\(key): readOnly"])
            }
            #expect(try await problems { try await made.edit(Firm.self, id, ["colour": "red"]) } == ["colour: unknownField"])
            #expect(try await made.footprint() == before)
        }
    }

    @Test("A value of another type is refused and does not vanish", arguments: Dialect.allCases)
    func otherTypes(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let before = try await made.footprint()

            #expect(try await problems { try await made.create(Firm.self, ["name": 5, "price": "12", "founded": "2026-01-01"]) }
                == ["name: wrongType", "price: wrongType", "founded: wrongType", "name: required"])
            #expect(try await problems { try await made.create(Firm.self, ["name": "甲", "ratio": .decimal(Decimal(sign: .plus, exponent: 30, significand: 1))]) }
                == ["ratio: wrongType"])
            #expect(try await made.footprint() == before)
        }
    }

    @Test("What is required must be there, and what is fixed must stay", arguments: Dialect.allCases)
    func requiredAndFixed(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let id = try await made.create(Firm.self, ["name": "甲"]).id

            #expect(try await problems { try await made.create(Firm.self, [:]) } == ["name: required"])
            #expect(try await problems { try await made.create(Firm.self, ["name": ""]) } == ["name: required"])
            #expect(try await problems { try await made.edit(Firm.self, id, ["name": .null, "stage": .null, "code": "F2600077"]) }
                == ["code: fixed", "name: required", "stage: required"])
            #expect(try await made.edit(Firm.self, id, ["code": "F2600001"]).changed.isEmpty)
        }
    }

    @Test("A reference leads to a living record", arguments: Dialect.allCases)
    func danglingReferences(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let region = try await made.create(Region.self, ["name": "东"]).id
            let gone = try await made.create(Region.self, ["name": "西"]).id
            let country = try await made.create(Country.self, ["name": "中国"]).id
            let firm = try await made.create(Firm.self, ["name": "甲", "region": .reference(gone)]).id
            try await made.engine.perform(.delete(gone), on: Region.definition, as: .system)

            for wrong in [gone, country, RecordID(rawValue: 1), RecordID(rawValue: .max)] {
                #expect(try await problems { try await made.create(Firm.self, ["name": "乙", "region": .reference(wrong)]) } == ["region: notFound"])
                #expect(try await problems {
                    try await made.create(Firm.self, ["name": "乙", "markets": .list([.reference(region), .reference(wrong)])])
                } == ["markets: notFound"])
            }
            #expect(try await problems {
                try await made.create(Firm.self, ["name": "乙", "parent": .reference(gone), "owner": .reference(region), "unit": .reference(region)])
            }.sorted() == ["owner: notFound", "parent: notFound", "unit: notFound"])
            // What was there stays as it is, and does not keep others from being changed.
            #expect(try await made.edit(Firm.self, firm, ["memo": "x"]).changed == ["memo"])
        }
    }

    @Test("A field may refer to a thousand records at once", arguments: Dialect.allCases)
    func manyReferences(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let ids = try await made.engine.write(as: .system) { door in
                try (0..<ReferencesKind.maximum).map { try door.perform(.create(["name": .text("区\($0)")]), on: Region.definition).id }
            }

            let firm = try await made.create(Firm.self, ["name": "甲", "markets": .list(ids.map(Value.reference))])

            #expect(try await made.find(Firm.self, firm.id)?.value("markets").list.count == ids.count)
        }
    }

    @Test("A unique value is taken once, is free after a soft delete, and a restore says when it is taken meanwhile", arguments: Dialect.allCases)
    func unique(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let first = try await made.create(Firm.self, ["name": "甲", "mail": "a@b.cn"]).id
            let other = try await made.create(Firm.self, ["name": "乙"]).id
            let before = try await made.footprint()

            #expect(try await problems { try await made.create(Firm.self, ["name": "丙", "mail": "a@b.cn"]) } == ["mail: taken"])
            #expect(try await problems { try await made.edit(Firm.self, other, ["mail": "a@b.cn"]) } == ["mail: taken"])
            #expect(try await problems { try await made.create(Firm.self, ["name": "丙", "code": "F2600001"]) } == ["code: taken"])
            #expect(try await made.footprint() == before)

            try await made.engine.perform(.delete(first), on: Firm.definition, as: .system)
            try await made.edit(Firm.self, other, ["mail": "a@b.cn"])
            #expect(try await problems { try await made.engine.perform(.restore(first), on: Firm.definition, as: .system) } == ["mail: taken"])
            try await made.edit(Firm.self, other, ["mail": .null])
            try await made.engine.perform(.restore(first), on: Firm.definition, as: .system)
            #expect(try await made.find(Firm.self, first)?[\.mail] == "a@b.cn")
        }
    }

    @Test("Of many who take a value at once, one gets it and the others are told", arguments: Dialect.allCases)
    func uniqueAtOnce(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()], readers: 8) { made in
            let outcomes = try await withThrowingTaskGroup(of: [String].self) { group in
                for index in 0..<8 {
                    group.addTask { try await problems { try await made.create(Firm.self, ["name": .text("\(index)"), "mail": "a@b.cn"]) } }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }

            #expect(outcomes.count { $0.isEmpty } == 1)
            #expect(outcomes.count { $0 == ["mail: taken"] } == 7)
            #expect(try await made.number("SELECT last FROM number_series") == 1)
        }
    }

    @Test("Only administrators change what is administered", arguments: Dialect.allCases)
    func administered(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let country = try await made.create(Country.self, ["name": "中国"]).id
            let role = try await made.engine.makeMemberRole()
            let user = try await made.create(User.self, ["login": "m", "name": "m", "roles": .list([.reference(role)])]).id
            let somebody = try #require(try await made.engine.actor(of: user))

            for change in [Change.create(["name": "法国"]), .edit(country, ["rank": 1]), .delete(country), .restore(country), .purge(country)] {
                #expect(try await refusal { try await made.engine.perform(change, on: Country.definition, as: somebody) } == "forbidden")
            }
            #expect(try await refusal { try await made.create(User.self, ["login": "x", "name": "x"], as: somebody) } == "forbidden")
            try await made.create(Firm.self, ["name": "甲"], as: somebody)
            #expect(try await made.list(ListQuery(Country.definition), as: somebody).count == 1)
        }
    }

    @Test("A unit cannot stand below itself", arguments: Dialect.allCases)
    func cycle(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let top = try await made.create(OrgUnit.self, ["code": "1", "name": "总部"]).id
            let below = try await made.create(OrgUnit.self, ["code": "2", "name": "分部", "parent": .reference(top)]).id

            #expect(try await problems { try await made.edit(OrgUnit.self, top, ["parent": .reference(below)]) } == ["parent: circular"])
            #expect(try await problems { try await made.edit(OrgUnit.self, top, ["parent": .reference(top)]) } == ["parent: circular"])
            #expect(try await problems { try await made.create(User.self, ["login": "x", "name": "x", "zone": "Mars/Base"]) } == ["zone: unknownOption"])
        }
    }
}
