@testable import Engine
import Kernel
import Store
import Synchronization
import TestKit
import Testing

/// What somebody may not see of a record they cannot read, guess, sort by or search for.
@Suite struct FieldRightTests {
    /// A member who sees this much of the fields of a firm.
    private func actor(_ made: TestEngine, _ fields: JSON, personal: Role.Personal = .write, reveals: Bool = true) async throws -> Actor {
        var verbs: [String: JSON] = ["read": "all", "create": "all", "edit": "all", "export": "all", "act": "all"]
        if reveals { verbs["reveal"] = "all" }
        let role = try await made.engine.makeRole("seeing", grants: ["*": .object(verbs)], fields: ["firm": fields], personal: personal)
        let user = try await made.create(User.self, ["login": "u", "name": "u", "roles": .list([.reference(role)])]).id
        return try #require(try await made.engine.actor(of: user))
    }

    private func query(_ parameters: [(name: String, value: String)], _ made: TestEngine, _ actor: Actor) throws -> ListQuery {
        try ListQuery(parameters, on: Firm.definition, made.engine.catalogue, for: actor)
    }

    @Test("Masked and hidden fields stay so in lists, records, time lines and exports", arguments: Dialect.allCases)
    func shown(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let actor = try await actor(made, ["mail": "masked", "identity": "masked", "price": "hidden", "margin": "read"])
            let id = try await made.create(
                Firm.self, ["name": "甲", "mail": "li.min@firm.cn", "identity": "11010519491231002X", "price": yuan(900), "cost": yuan(100)]
            ).id
            try await made.edit(Firm.self, id, ["mail": "wang.fang@firm.cn", "price": yuan(700), "identity": "110105194912310038"])

            let row = try #require(try await made.list(ListQuery(Firm.definition), as: actor).first)
            #expect(row["mail"] == "w***@firm.cn" && row["identity"] == "110************038")
            // A formula shows no more than what it is made of.
            #expect(row["price"] == nil && row["margin"] == nil && row["cost"] != nil)
            let record = try await made.engine.read(as: actor) { try JSON.parse($0.record(Firm.definition, id).json) }
            #expect(record == row)
            let timeline = try await made.engine.read(as: actor) { String(decoding: try $0.timeline(Firm.definition, id), as: UTF8.self) }
            #expect(timeline.contains("l***@firm.cn") && !timeline.contains("li.min") && !timeline.contains("price") && !timeline.contains("19491231"))
            let file = Collected()
            _ = try await Exporter(engine: made.engine, actor: actor, query: ListQuery(Firm.definition)).write { file.append($0) }
            #expect(file.text.contains("w***@firm.cn") && !file.text.contains("wang.fang") && !file.text.contains("price") && !file.text.contains("1949"))
        }
    }

    @Test("No filter, sort, group, sum, match or search tells what is masked or hidden", arguments: Dialect.allCases)
    func guessed(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let actor = try await actor(made, ["mail": "masked", "identity": "masked", "price": "hidden"])
            let catalogue = made.engine.catalogue
            for (name, code) in [("mail", "masked"), ("identity", "masked"), ("price", "unknownField"), ("margin", "unknownField")] {
                for parameters in [[("filter", "{\"\(name)\":null}")], [("filter", "{\"not\":{\"\(name)\":{\"empty\":true}}}")], [("sort", name)]] {
                    #expect(try await problems { _ = try query(parameters.map { (name: $0.0, value: $0.1) }, made, actor) } == ["\(name): \(code)"])
                }
                for parameters in [[("group", name)], [("measure", "max:\(name)")]] {
                    #expect(try await problems { _ = try AggregateQuery(parameters.map { (name: $0.0, value: $0.1) }, on: Firm.definition, catalogue, for: actor) } == ["\(name): \(code)"])
                }
                let through = [(name: "filter", value: "{\"firm.\(name)\":null}")]
                #expect(try await problems { _ = try ListQuery(through, on: Order.definition, catalogue, for: actor) } == ["firm.\(name): \(code)"])
            }
            for (key, value) in [("mail", JSON.string("a@b.cn")), ("identity", "X12"), ("price", ["amount": "1", "currency": "CNY"])] {
                let problems = try await problems { _ = try Input.values([key: value], for: Firm.definition, as: actor) }
                #expect(problems == ["\(key): \(key == "price" ? "unknownField" : "notAllowed")"])
            }
        }
    }

    @Test("Revealing takes the right to it and a reason, and stays on the time line", arguments: Dialect.allCases)
    func reveal(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let actor = try await actor(made, ["identity": "masked", "price": "hidden"])
            let id = try await made.create(Firm.self, ["name": "甲", "identity": "11010519491231002X"]).id

            let value = try await made.engine.write(as: actor) { try $0.reveal("identity", of: Firm.definition, id, reason: "核对保单") }

            #expect(value == "11010519491231002X")
            let trace = try await made.audit(id).last
            #expect(trace?.kind == "reveal" && trace?.new?.contains("核对保单") == true && trace?.new?.contains("1949") == false)
            #expect(try await problems { _ = try await made.engine.write(as: actor) { try $0.reveal("identity", of: Firm.definition, id, reason: " ") } } == ["reason: required"])
            #expect(try await problems { _ = try await made.engine.write(as: actor) { try $0.reveal("price", of: Firm.definition, id, reason: "r") } } == ["field: unknownField"])
            #expect(try await problems { _ = try await made.engine.write(as: actor) { try $0.reveal("pin", of: Firm.definition, id, reason: "r") } } == ["field: unknownField"])
        }
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let actor = try await actor(made, ["identity": "masked"], reveals: false)
            let id = try await made.create(Firm.self, ["name": "甲", "identity": "11010519491231002X"]).id
            #expect(try await refusal { _ = try await made.engine.write(as: actor) { try $0.reveal("identity", of: Firm.definition, id, reason: "r") } } == "forbidden")
        }
    }

    @Test("A role that names what is not there, or hides what lists need, is refused", arguments: Dialect.allCases)
    func roles(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { (made: TestEngine) async throws -> Void in
            func wrong(_ grants: JSON, _ fields: JSON = [:]) async throws -> [String] {
                try await problems { _ = try await made.engine.makeRole("x", grants: grants, fields: fields) }
            }

            #expect(try await wrong(["frm": ["read": "all"]]) == ["grants: unknownOption"])
            #expect(try await wrong(["firm": ["reed": "all"]]) == ["grants.firm: unknownOption"])
            #expect(try await wrong(["firm": ["read": "everything"]]) == ["grants.firm.read: unknownOption"])
            #expect(try await wrong(["firm": ["read": ["own", 3]]]) == ["grants.firm.read: unknownOption"])
            #expect(try await wrong(["firm": "all"]) == ["grants.firm: wrongType"])
            #expect(try await wrong([:], ["firm": ["name": "hidden", "id": "masked", "nothing": "read", "price": "secret"]])
                == ["fields.firm.id: notProtectable", "fields.firm.name: notProtectable", "fields.firm.nothing: unknownField", "fields.firm.price: unknownOption"])
        }
    }
}

/// The pieces of a file.
private final class Collected: Sendable {
    private let bytes = Mutex<[UInt8]>([])

    var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
    func append(_ piece: [UInt8]) { bytes.withLock { $0 += piece } }
}
