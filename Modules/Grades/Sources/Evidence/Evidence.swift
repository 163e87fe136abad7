import Customers
import Engine
import Foundation
import Kernel
import Store

/// Why a customer has its grade: the points for each criterion, what is missing to the next grade, what it is entitled to.
struct Evidence {
    let json: JSON

    init(of id: RecordID, _ reader: Reader) throws {
        let trusted = reader.unbounded, entity = reader.catalogue.definition(Customer.self)
        guard let field = entity["grade"], reader.actor.rights.right(field, of: entity) >= .read, let customer = try trusted.find(Customer.self, id) else {
            throw Refusal.forbidden(verb: .read, entity: Customer.name)
        }
        guard try !reader.hiddenByPools(id, entity).contains("grade") else {
            json = ["grade": .null, "calculation": .null, "entitlements": [], "settable": []]
            return
        }
        let grading = try Grading.of(customer.values, try Grading.all(trusted).sound, trusted)
        let values = ["grade", "gradeScore", "gradeFrom", "gradeUntil", "gradeOverridden", "gradeReason", "gradePending", "gradePendingSince"]
        var members = Dictionary(uniqueKeysWithValues: values.map { key in (key, entity[key]?.kind.json(customer.values[key] ?? .null) ?? .null) })
        members["rule"] = grading.map { ["id": .string($0.id.description), "name": .string($0.title)] } ?? .null
        members["calculation"] = try grading.flatMap { try Self.calculation($0, id, reader) } ?? .null
        members["entitlements"] = .array(try Entitlements(of: customer, on: reader.moment.today, reader).benefits.map(Self.benefit))
        let mayWrite = engine(reader, entity, field)
        let options = mayWrite ? Grading.options(reader.catalogue).filter { grading?.may(reader.actor, set: $0) ?? true } : []
        members["settable"] = .array(options.map(JSON.string))
        json = .object(members)
    }

    /// What a rule comes to for one customer; nil where it is not for it.
    static func calculation(_ grading: Grading, _ id: RecordID, _ reader: Reader) throws -> JSON? {
        guard let standing = try Calculation(grading: grading, reader: reader.unbounded).standings(.ids([id]), .all).first else { return nil }
        let hidden = try reader.hiddenByPools(id, reader.catalogue.definition(Customer.self))
        return [
            "score": points(standing.score), "grade": standing.target.map(JSON.string) ?? .null,
            "criteria": .array(zip(grading.basis.criteria, standing.parts).map { criterion, part -> JSON in
                let isSeen = criterion.measure.isSeen(by: reader, besides: hidden)
                return [
                    "name": .string(criterion.name), "points": points(part.points), "most": points(criterion.most), "weight": .string(criterion.weight.fixed(2)),
                    "unit": .string(criterion.measure.unit), "value": isSeen ? criterion.measure.json(part.value) : .null,
                    "isHidden": .flag(!isSeen), "field": criterion.measure.field.map(JSON.string) ?? .null,
                ]
            }),
            "grades": .array(steps(grading, standing)),
        ]
    }

    /// The grades with what is needed for each, and what of it is missing.
    private static func steps(_ grading: Grading, _ standing: Standing) -> [JSON] {
        guard case .points(_, let thresholds) = grading.basis else { return grading.basis.grades.map { ["grade": .string($0)] } }
        return thresholds.map { grade, from in
            let missing = from.flatMap { from in standing.score.map { max(from - $0, 0) } }
            return ["grade": .string(grade), "from": points(from), "missing": points(missing)]
        }
    }

    private static func points(_ hundredths: Int64?) -> JSON { hundredths.map { .string(Decimal(units: $0, scale: 2).fixed(2)) } ?? .null }

    private static func benefit(_ benefit: Record<GradeBenefit>) -> JSON {
        let kinds = GradeBenefit.schema.definition
        return .object(["name", "kind", "value", "text", "until"].reduce(into: ["id": .string(benefit.id.description)]) { members, key in
            members[key] = kinds[key]?.kind.json(benefit.values[key] ?? .null) ?? .null
        })
    }
}

private func engine(_ reader: Reader, _ entity: EntityDefinition, _ field: FieldDefinition) -> Bool {
    reader.engine.permissions.may(reader.actor, .edit, entity) && reader.engine.permissions.right(reader.actor, field, entity) == .write
}

extension Measure {
    /// What its values count.
    fileprivate var unit: String {
        switch self {
        case .filled: "percent"
        case .since(_, let unit): unit.rawValue
        case .over(let aggregate) where aggregate.function == .count: "count"
        case .over, .field: number is MoneyKind ? "money" : number == nil ? "option" : "number"
        }
    }

    fileprivate var field: String? { if case .field(let field) = self { field.key } else { nil } }

    /// Whether the actor may know the value itself; the points they may know anyway.
    fileprivate func isSeen(by reader: Reader, besides hidden: Set<String>) -> Bool {
        let customer = reader.catalogue.definition(Customer.self), permissions = reader.engine.permissions
        func sees(_ field: FieldDefinition, _ entity: EntityDefinition) -> Bool {
            permissions.right(reader.actor, field, entity) >= .read && !(entity.name == Customer.name && hidden.contains(field.key))
        }
        return switch self {
        case .field(let field), .since(let field, _): sees(field, customer)
        case .filled(let fields): fields.allSatisfy { sees($0, customer) }
        case .over(let aggregate): permissions.may(reader.actor, .read, aggregate.entity) && (aggregate.field.map { sees($0, aggregate.entity) } ?? true)
        }
    }

    fileprivate func json(_ cell: Stored) -> JSON {
        if cell.isNull { return .null }
        guard let number else { return cell.text.map(JSON.string) ?? .null }
        return number is MoneyKind ? number.json(number.load([cell, .text(Currency.yuan.code)])) : number.json(number.load([cell]))
    }
}
