import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

@Suite struct DefinitionTests {
    @Test("A definition that could not work is refused, with every reason by its field", arguments: Dialect.allCases)
    func refusals(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            func field(_ key: String, _ kind: String = "text", _ more: Values = [:]) async throws -> [String] {
                try await problems { try await made.engine.makeField("firm", key, kind, more) }
            }
            try await made.engine.makeField("firm", "x_price", "money")

            for key in ["colour", "x_", "x_Colour", "x_颜色", "x_a__b", "x_a_", "_x_a", "x_1a", "x_a-b", "x_a b", "X_A", "x_a\"", "x_a;"] {
                #expect(try await field(key) == ["key: badKey"], "\(key)")
            }
            for key in ["x_a_x_b", "x_a_unique", "x_x", "x_link_target"] { #expect(try await field(key) == ["key: reserved"], "\(key)") }
            #expect(try await field("x_" + String(repeating: "a", count: 27)) == ["key: tooLong"])
            #expect(try await field("x_price") == ["key: taken", "name: taken"])
            #expect(try await field("x_price_currency") == ["key: reserved"])
            #expect(try await field("x_a", "text", ["name": "字段 x_price"]) == ["name: taken"])
            #expect(try await field("x_a", "text", ["entity": "nobody"]) == ["entity: unknownOption"])
            #expect(try await field("x_a", "text", ["entity": "customField"]) == ["entity: reserved"])
            #expect(try await field("x_a", "reference") == ["target: required"])
            #expect(try await field("x_a", "reference", ["target": "nobody"]) == ["target: unknownOption"])
            #expect(try await field("x_a", "text", ["target": "firm"]) == ["target: unfit"])
            #expect(try await field("x_a", "flag", ["maximumLength": 5, "places": 2, "currency": "XXX", "isSearched": .flag(true)])
                == ["maximumLength: unfit", "places: unfit", "currency: unfit", "currency: unknownCurrency", "isSearched: unfit"])
            #expect(try await field("x_a", "integer", ["minimum": .decimal(5), "maximum": .decimal(4)]) == ["maximum: outOfRange"])
            #expect(try await field("x_a", "integer", ["minimum": .decimal(1.5)]) == ["minimum: tooManyPlaces"])
            #expect(try await field("x_a", "percent", ["minimum": .decimal(101)]) == ["minimum: outOfRange"])
            #expect(try await field("x_a", "text", ["maximumLength": 1_001]) == ["maximumLength: outOfRange"])
            #expect(try await field("x_a", "text", ["maximumLength": 501, "isUnique": .flag(true)]) == ["maximumLength: outOfRange"])
            #expect(try await field("x_a", "longText", ["isUnique": .flag(true), "isIndexed": .flag(true)]) == ["isUnique: unfit", "isIndexed: unfit"])
            #expect(try await field("x_a", "integer", ["standard": .json("drei")]) == ["standard: wrongType"])
            #expect(try await field("x_a", "reference", ["target": "firm", "standard": .json("1")]) == ["standard: unfit"])
            #expect(try await field("x_a", "nonsense") == ["kind: wrongType"])

            #expect(try await problems { try await made.engine.makeEntity("vehicle") } == ["key: badKey"])
            #expect(try await problems { try await made.engine.makeEntity("x_v", ["numbering": "V{seq}"]) } == ["numbering: badFormula"])
            #expect(try await problems { try await made.engine.makeOption("firm", "name", "x_a") } == ["field: unfit"])
            #expect(try await problems { try await made.engine.makeOption("firm", "pin", "x_a") } == ["field: unknownField"])
            #expect(try await problems { try await made.engine.makeOption("firm", "mood", "won") } == ["key: badKey"])
            #expect(try await made.number("SELECT COUNT(*) FROM custom_name") == 1)
        }
    }

    @Test("Names of tables and indexes that would meet are refused, whichever comes first", arguments: Dialect.allCases)
    func meetingNames(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            try await made.engine.makeEntity("x_trip")
            #expect(try await problems { try await made.engine.makeEntity("x_trip_created_at") } == ["key: reserved"])
            try await made.engine.makeEntity("x_tour_owner")
            #expect(try await problems { try await made.engine.makeEntity("x_tour") } == ["key: reserved"])
        }
    }

    @Test("A key, a kind and what decides how values are kept never change; labels and bounds do", arguments: Dialect.allCases)
    func renaming(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let id = try await made.engine.makeField("firm", "x_ratio", "decimal", ["places": 3])
            for (key, value) in [("key", "x_other"), ("entity", "order"), ("kind", "text"), ("places", 2)] as [(String, Value)] {
                #expect(try await problems { try await made.edit(CustomField.self, id, [key: value]) }.contains("\(key): fixed"), "\(key)")
            }
            let firm = try await made.create(Firm.self, ["name": "甲", "x_ratio": .decimal(1.125)]).id

            try await made.edit(CustomField.self, id, ["name": "比例", "nameEnglish": "Proportion", "maximum": .decimal(1)])

            let texts = made.engine.catalogue.texts
            #expect(texts.text("field.firm.x_ratio", .chinese) == "比例" && texts.text("field.firm.x_ratio", .english) == "Proportion")
            #expect(try await made.find(Firm.self, firm)?.value("x_ratio") == .decimal(1.125))
            #expect(throws: Invalid.self) { try Input.values(["x_ratio": "1.125"], for: made.engine.known("firm"), as: .system) }
            try await made.edit(Firm.self, firm, ["memo": "von früher"])
        }
    }

    @Test("What is unique once can be shared again, and the other way round only without doubles", arguments: Dialect.allCases)
    func uniqueness(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let id = try await made.engine.makeField("firm", "x_plate", "text", ["isUnique": .flag(true)])
            try await made.create(Firm.self, ["name": "甲", "x_plate": "沪A1"])
            #expect(try await problems { try await made.create(Firm.self, ["name": "乙", "x_plate": "沪A1"]) } == ["x_plate: taken"])

            try await made.edit(CustomField.self, id, ["isUnique": .flag(false)])
            let twin = try await made.create(Firm.self, ["name": "乙", "x_plate": "沪A1"]).id

            #expect(try await problems { try await made.edit(CustomField.self, id, ["isUnique": .flag(true)]) } == ["isUnique: duplicates"])
            try await made.edit(Firm.self, twin, ["x_plate": "沪A2"])
            try await made.edit(CustomField.self, id, ["isUnique": .flag(true)])
            #expect(try await problems { try await made.edit(Firm.self, twin, ["x_plate": "沪A1"]) } == ["x_plate: taken"])
        }
    }

    @Test("For good goes only what nothing uses, and its key never gets another kind", arguments: Dialect.allCases)
    func purging(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let engine = made.engine
            func purge(_ id: RecordID, _ entity: EntityDefinition) async throws -> String? {
                try await refusal { try await engine.perform(.purge(id), on: entity, as: .system) }
            }
            let entity = try await engine.makeEntity("x_car")
            let field = try await engine.makeField("firm", "x_car", "reference", ["target": "x_car"])
            let many = try await engine.makeField("firm", "x_cars", "references", ["target": "x_car"])
            let level = try await engine.makeField("firm", "x_level", "choice")
            let option = try await engine.makeOption("firm", "x_level", "high")
            let car = try await engine.perform(.create(["name": "车"]), on: engine.known("x_car"), as: .system).id
            let firm = try await made.create(
                Firm.self, ["name": "甲", "x_car": .reference(car), "x_cars": .list([.reference(car)]), "x_level": "high"]).id
            for (id, definition) in [(entity, CustomEntity.definition), (field, CustomField.definition), (many, CustomField.definition), (level, CustomField.definition), (option, CustomOption.definition)] {
                try await engine.perform(.delete(id), on: definition, as: .system)
            }

            #expect(try await purge(entity, CustomEntity.definition) == "stillUsed")
            #expect(try await purge(field, CustomField.definition) == "holdsData")
            #expect(try await purge(many, CustomField.definition) == "holdsData")
            #expect(try await purge(level, CustomField.definition) == "stillUsed")
            #expect(try await purge(option, CustomOption.definition) == "holdsData")

            try await made.edit(Firm.self, firm, ["x_car": .null, "x_cars": .null, "x_level": .null])
            #expect(try await purge(option, CustomOption.definition) == nil)
            for id in [field, many, level] { #expect(try await purge(id, CustomField.definition) == nil) }
            #expect(try await purge(entity, CustomEntity.definition) == "holdsData")
            #expect(try engine.known("firm")["x_level"] == nil)
            #expect(try await problems { try await engine.makeField("firm", "x_level", "text") } == ["key: otherKind"])
            #expect(try await problems { try await engine.makeField("firm", "x_car", "reference", ["target": "firm"]) } == ["key: otherKind"])
            try await engine.makeField("firm", "x_level", "choice")
        }
    }

    @Test("Definitions drawn at random are made or refused, and what was made works", arguments: Dialect.allCases)
    func fuzz(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            var random = SeededRandom(20_261_122)
            var count = 0
            for _ in 0..<120 {
                let values = Self.definition(&random)
                guard try await problems({ try await made.engine.perform(.create(values), on: CustomField.definition, as: .system) }).isEmpty else { continue }
                count += 1
            }

            #expect(count > 5)
            for name in ["firm", "order"] {
                let entity = try made.engine.known(name)
                #expect(entity.mistakes.isEmpty)
                try await made.engine.perform(.create(["name": "新"]), on: entity, as: .system)
                for field in entity.fields where field.traits.contains(.custom) && field.kind.operators.contains(.equal) {
                    #expect(try await made.engine.list(name, [(field.key, ""), ("sort", field.key)]).count <= 1)
                }
            }
            let again = try await made.second(modules: [Workshop()])
            #expect(again.catalogue.generation == made.engine.catalogue.generation)
            await again.stop()
        }
    }

    private static func definition(_ random: inout SeededRandom) -> Values {
        let words = ["x", "a", "colour", "price", "currency", "id", "unique", "new", "1", "", "Ä", "名", "owner", "select", "'"]
        let key = "x_" + (0..<Int.random(in: 1...3, using: &random)).map { _ in random.pick(words) }.joined(separator: "_")
        let kind = random.pick(CustomField.Kind.allCases)
        var values: Values = [
            "entity": .text(random.pick(["firm", "order", "x_none", "user"])), "key": .text(key), "name": .text("字段 \(key)"),
            "kind": .text(kind.rawValue),
        ]
        for trait in ["isUnique", "isIndexed", "isSearched", "isListed", "isFixed"] { values[trait] = .flag(random.chance(15)) }
        if random.chance(20) { values["target"] = .text(random.pick(["firm", "order", "no"])) }
        if kind == .reference || kind == .references, random.chance(50) { values["target"] = "firm" }
        if random.chance(20) { values["maximumLength"] = .integer(Int64.random(in: 1...2_000, using: &random)) }
        if random.chance(20) { values["minimum"] = .decimal(Decimal(Int.random(in: -3...3, using: &random))) }
        if random.chance(20) { values["maximum"] = .decimal(Decimal(Int.random(in: -3...3, using: &random))) }
        if random.chance(20) { values["standard"] = .json(random.pick([JSON.string("1"), 1, true, .array([]), .object([:])])) }
        return values
    }
}
