import Customers
import Engine
import Foundation
import Kernel

/// A rule for a company that has customers and no sales in the system yet: it looks at what is known from the first day on.
enum PreparedRule {
    static func make(through door: Door, _ language: Language, isActive: Bool) throws -> RecordID {
        let texts = door.catalogue.texts
        func word(_ key: String) -> JSON { .string(texts.text("gradeRule.prepared.\(key)", language)) }
        let criteria: JSON = [
            [
                "name": word("years"), "value": ["since": "createdAt", "unit": "years"], "points": ["linear": ["from": "0", "to": "5", "points": "15"]],
            ],
            [
                "name": word("contact"), "value": ["since": "lastContactAt", "unit": "days"],
                "points": ["bands": [["from": "0", "points": "30"], ["from": "31", "points": "22"], ["from": "91", "points": "12"], ["from": "181", "points": "5"], ["from": "366", "points": "0"]]],
            ],
            [
                "name": word("completeness"), "value": ["filled": ["mobile", "mail", "address", "source", "preferredChannel", "renewalDueOn"]],
                "points": ["linear": ["from": "30", "to": "100", "points": "25"]],
            ],
            [
                "name": word("contacts"), "value": ["over": "contact", "by": "customer", "function": "count"],
                "points": ["bands": [["from": "1", "points": "8"], ["from": "2", "points": "15"], ["from": "4", "points": "20"]]],
            ],
            [
                "name": word("credit"), "value": ["field": "creditRating"],
                "points": ["options": ["aaa": "25", "aa": "20", "a": "15", "b": "5", "c": "-10", "d": "-25"]],
            ],
            ["name": word("renewal"), "value": ["field": "renewalDueOn"], "points": ["filled": "15"]],
            ["name": word("verified"), "value": ["field": "status"], "points": ["options": ["active": "5", "inactive": "-20"]]],
        ]
        let grades: JSON = [
            ["grade": "vip", "from": "75"], ["grade": "a", "from": "60"], ["grade": "b", "from": "35"], ["grade": "c"],
        ]
        let values: Values = [
            "name": .text(texts.text("gradeRule.prepared", language)), "isActive": .flag(isActive), "criteria": .json(criteria), "grades": .json(grades),
            "graceDays": .integer(30),
        ]
        return try door.perform(.create(values), on: GradeRule.schema.definition).id
    }

    /// What the grades of the made-up company are good for.
    static func makeBenefits(through door: Door, _ language: Language) throws {
        let benefits: [(key: String, grade: Customer.Grade, kind: GradeBenefit.Kind, value: Int64?)] = [
            ("vipDiscount", .vip, .discount, 10), ("vipQueue", .vip, .priority, 20), ("vipLane", .vip, .lane, nil), ("vipGift", .vip, .gift, nil),
            ("aDiscount", .a, .discount, 5), ("aQueue", .a, .priority, 10), ("bDiscount", .b, .discount, 2),
        ]
        for benefit in benefits {
            try door.perform(
                .create([
                    "name": .text(door.catalogue.texts.text("gradeBenefit.prepared.\(benefit.key)", language)), "grade": benefit.grade.value, "kind": benefit.kind.value,
                    "value": benefit.value.map { .decimal(Decimal($0)) } ?? .null,
                ]), on: GradeBenefit.schema.definition)
        }
    }
}
