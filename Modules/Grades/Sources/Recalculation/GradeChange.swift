public import Customers
import Engine
public import Foundation
public import Kernel

/// That a customer's grade has changed, and on what ground. The program writes it; nobody changes it.
public struct GradeChange: Entity {
    /// `B → A`.
    public let title = Field<String>("name", .text(130), .listed, .system)
    public let customer = Field<Reference<Customer>>("customer", .reference(), .listed, .system, .indexed)
    public let former = Field<String?>("former", .text(60), .system)
    public let grade = Field<String?>("grade", .text(60), .system, .indexed)
    public let changedOn = Field<Day>("changedOn", .date, .listed, .system)
    public let score = Field<Decimal?>("score", .decimal(places: 2), .listed, .system)
    public let cause = Field<Cause>("cause", .choice, .listed, .system)
    public let rule = Field<Reference<GradeRule>?>("rule", .reference(), .listed, .system)
    public let reason = Field<String?>("reason", .text(400), .listed, .system)
    public let until = Field<Day?>("until", .date, .system)
    /// `[{"name": "合作年数", "points": "12.00"}]`
    public let evidence = Field<Document?>("evidence", .json, .system)

    public enum Cause: String, Choice {
        case rule, person, overrideEnded
        public var colour: Option.Colour {
            switch self {
            case .rule: .blue
            case .person: .violet
            case .overrideEnded: .amber
            }
        }
    }

    public static let schema = Schema<GradeChange>(
        plural: "grade-changes", title: \.title, icon: "trending_up", .administered, .child(of: "customer"),
        sections: [
            .section("main", \.title, \.customer, \.former, \.grade, \.changedOn), .section("ground", \.cause, \.score, \.rule, \.reason, \.until, \.evidence),
        ],
        facts: [\.customer, \.changedOn, \.score], chips: [\.cause])
    public init() {}
}

extension GradeChange {
    /// History stays as it was, whoever would have it otherwise.
    static let hooks: [Hook] = [
        .beforeLifeChange(GradeChange.self) { change, saving in
            guard saving.door.actor.user != nil, saving.kind == .delete,
                try saving.door.reader.find(Customer.self, change[\.customer].id) != nil
            else { return }
            throw Refusal.forbidden(verb: .delete, entity: name)
        }
    ]

    static func note(
        _ customer: RecordID, from former: String?, to grade: String?, _ cause: Cause, through door: Door, score: Value = .null, rule: RecordID? = nil,
        reason: Value = .null, until: Value = .null, evidence: JSON? = nil
    ) throws {
        let values: Values = [
            "name": .text("\(sign(former)) → \(sign(grade))"), "customer": .reference(customer), "former": former.map(Value.text) ?? .null,
            "grade": grade.map(Value.text) ?? .null, "changedOn": .day(door.reader.moment.today), "score": score, "cause": cause.value,
            "rule": rule.map(Value.reference) ?? .null, "reason": reason, "until": until, "evidence": evidence.map(Value.json) ?? .null,
        ]
        try door.trusting { _ = try door.perform(.create(values), on: schema.definition) }
    }

    /// A grade as it stands in any language.
    private static func sign(_ grade: String?) -> String {
        guard let grade else { return "–" }
        let own = grade.split(separator: ".").last.map(String.init) ?? grade
        return (own.hasPrefix(Option.customPrefix) ? String(own.dropFirst(Option.customPrefix.count)) : own).uppercased()
    }
}
