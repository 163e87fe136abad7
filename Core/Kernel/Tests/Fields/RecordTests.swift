import Foundation
import Kernel
import Testing

private struct Project: Entity {
    enum Stage: String, Choice { case open, won, lost }

    let name = Field<String>("name", .text(80), .listed)
    let stage = Field<Stage>("stage", .choice, standard: .open)
    let budget = Field<Money?>("budget", .money)
    let stages = Field<[Stage]>("stages", .choices())
    let parent = Field<Reference<Project>?>("parent", .reference())
    let score = Field<Int64>("score", .integer, .system)
    let rest = Field<Money?>("rest", .formula("budget * 2", as: .money))
    static let schema = Schema<Project>(plural: "projects", title: \.name)
}

@Suite struct RecordTests {
    let values: Values = ["id": .reference(RecordID(rawValue: 9)), "name": .text("A"), "stage": .text("won"), "score": .integer(3)]

    @Test func `typed fields are read and written`() throws {
        var record = try Record<Project>(values)

        record[\.budget] = Money(minorUnits: 5, currency: .yuan)
        record[\.stages] = [.lost, .open]

        #expect(record[\.stage] == .won)
        #expect(record[\.parent] == nil)
        #expect(record[\.stages] == [.lost, .open])
        #expect(record.values["budget"] == .money(Money(minorUnits: 5, currency: .yuan)))
        #expect(record.id == RecordID(rawValue: 9))
    }

    @Test(arguments: ["name", "stage", "score"]) func `a missing value is required by its name`(key: String) {
        var values = values
        values[key] = .null

        let error = #expect(throws: Invalid.self) { try Record<Project>(values) }

        #expect(error == Invalid(key, .required))
    }

    @Test(
        arguments: [
            ("stage", .text("bogus")), ("name", .integer(1)), ("score", .decimal(1)), ("budget", .decimal(1)),
            ("stages", .list([.text("bogus")])),
            ("stages", .text("open")), ("parent", .text("1")),
        ] as [(String, Value)])
    func `a value that its type cannot hold is refused and never met when it is read`(key: String, value: Value) {
        var values = values
        values[key] = value

        let error = #expect(throws: Invalid.self) { try Record<Project>(values) }

        #expect(error == Invalid(key, .wrongType))
    }

    @Test func `values without a typed field are kept`() throws {
        #expect(try Record<Project>(values.merging(["x_region": .text("EU")]) { $1 }).values["x_region"] == .text("EU"))
    }

    @Test func `rules are written over typed fields`() {
        let rule = Project.rule { $0.stage == .open && $0.name != "x" }

        #expect(rule == .all([.compare(["stage"], .equal, .text("open")), .compare(["name"], .different, .text("x"))]))
    }

    @Test func `a declaration tells its columns`() {
        let definition = Project.schema.definition

        #expect(definition["budget"]?.columns == ["budget", "budget_currency"])
        #expect(definition["parent"]?.columns == ["parent_id"])
        #expect(definition["createdAt"]?.columns == ["created_at"])
        #expect(definition.table == "project")
        #expect(definition["stage"]?.standard == .text("open"))
        #expect(definition["rest"]?.isReadOnly == true)
        #expect(definition.mistakes == [])
    }
}
