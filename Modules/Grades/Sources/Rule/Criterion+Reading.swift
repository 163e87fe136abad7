import Customers
import Engine
import Foundation
import Kernel

extension Criterion {
    /// Reads `{"name", "weight"?, "value", "points", "otherwise"?}`.
    init(_ json: JSON, at place: String, _ catalogue: Catalogue) throws(Invalid) {
        let part = try Part(json, at: place, knows: ["name", "weight", "value", "points", "otherwise"])
        name = try part.text("name", most: 80)
        let hundredths = try part.hundredths("weight", 0...10_000) ?? 100
        weight = Decimal(units: hundredths, scale: 2)
        measure = try Measure(part["value"], at: part.at("value"), catalogue)
        scale = try Scale(part["points"], at: part.at("points"), measure, hundredths)
        otherwise = Scale.weighted(try part.hundredths("otherwise", -Scale.maximumPoints...Scale.maximumPoints) ?? 0, hundredths)
    }
}

extension Measure {
    /// `{"field": "creditRating"}`, `{"filled": ["mobile", "mail"]}`, `{"since": "lastContactAt", "unit": "days"}` or
    /// `{"over": "contact", "by": "customer", "function": "count", "field"?, "filter"?, "at"?, "days"?}`.
    init(_ json: JSON?, at place: String, _ catalogue: Catalogue) throws(Invalid) {
        let customer = catalogue.definition(Customer.self)
        let part = try Part(json, at: place, knows: ["field", "filled", "since", "unit", "over", "by", "function", "filter", "at", "days"])
        let named = ["filled", "since", "over"].filter { part[$0] != nil }
        guard named.count <= 1 else { throw Invalid(part.at(named[1]), .notTogether, ["other": named[0]]) }
        switch named.first {
        case "filled":
            var fields: [FieldDefinition] = []
            for (index, key) in try part.list("filled", most: 100).enumerated() {
                fields.append(try Self.field(key.string, customer, at: "\(part.at("filled"))[\(index)]"))
            }
            guard !fields.isEmpty else { throw Invalid(part.at("filled"), .required) }
            guard Set(fields.map(\.key)).count == fields.count else { throw Invalid(part.at("filled"), .repeated) }
            self = .filled(fields)
        case "since":
            let field = try Self.field(part["since"]?.string, customer, at: part.at("since"))
            guard Self.isDated(field) else { throw Invalid(part.at("since"), .wrongType, ["expected": "date"]) }
            self = .since(field, try part.option("unit", Unit.self))
        case "over": self = .over(try Aggregate(part, customer, catalogue))
        default: self = .field(try Self.field(part["field"]?.string, customer, at: part.at("field")))
        }
    }

    /// A field that can be looked at. What a rule sets is no ground for it, and what is sealed cannot be looked into.
    static func field(_ key: String?, _ entity: EntityDefinition, at place: String) throws(Invalid) -> FieldDefinition {
        guard let key else { throw Invalid(place, .required) }
        guard let field = entity[key], !field.isSecret, !field.isRetired else { throw Invalid(place, .unknownField, ["field": String(key.prefix(60))]) }
        guard !field.isLinked, !field.isSealed, !(entity.name == Customer.name && Grading.ownKeys.contains(key)) else {
            throw Invalid(place, .unfit, ["expected": field.kind.name])
        }
        return field
    }

    static func isDated(_ field: FieldDefinition) -> Bool {
        let kind = held(field)
        return kind is DayKind || kind is InstantKind
    }
}

extension Measure.Aggregate {
    fileprivate init(_ part: Part, _ customer: EntityDefinition, _ catalogue: Catalogue) throws(Invalid) {
        guard let name = part["over"]?.string, let entity = catalogue[name] else {
            throw Invalid(part.at("over"), .unknownOption, ["option": String((part["over"]?.string ?? "").prefix(60))])
        }
        let reference = try Measure.field(part["by"]?.string, entity, at: part.at("by"))
        guard (reference.kind as? ReferenceKind)?.target == customer.name else { throw Invalid(part.at("by"), .badReference) }
        let function = try part.option("function", Function.self)
        var field: FieldDefinition?, at: FieldDefinition?
        if function == .count {
            if part["field"] != nil { throw Invalid(part.at("field"), .notTogether, ["other": "count"]) }
        } else {
            let found = try Measure.field(part["field"]?.string, entity, at: part.at("field"))
            guard Measure.number(found) != nil else { throw Invalid(part.at("field"), .wrongType, ["expected": "number"]) }
            field = found
        }
        if let key = part["at"] {
            let found = try Measure.field(key.string, entity, at: part.at("at"))
            guard Measure.isDated(found) else { throw Invalid(part.at("at"), .wrongType, ["expected": "date"]) }
            at = found
        } else if function == .newest || part["days"] != nil {
            at = entity[Common.createdAt]
        }
        let days: Int64? = part["days"] == nil ? nil : try part.cell("days", IntegerKind(1...36_600))
        self.init(
            entity: entity, reference: reference, function: function, field: field,
            filter: try Grading.rule(part["filter"] ?? [:], on: entity, at: part.at("filter"), catalogue), at: at, days: days.map(Int.init))
    }
}

extension Scale {
    /// `{"bands": [{"from", "points"}]}`, `{"linear": {"from", "to", "points"}}`, `{"options": {"aaa": "20"}}` or `{"filled": "10"}`.
    fileprivate init(_ json: JSON?, at place: String, _ measure: Measure, _ weight: Int64) throws(Invalid) {
        let part = try Part(json, at: place, knows: ["bands", "linear", "options", "filled"])
        let named = ["bands", "linear", "options", "filled"].filter { part[$0] != nil }
        guard let way = named.first else { throw Invalid(place, .required) }
        guard named.count == 1 else { throw Invalid(part.at(named[1]), .notTogether, ["other": way]) }
        func points(_ part: Part, _ key: String) throws(Invalid) -> Int64 {
            guard let points = try part.hundredths(key, -Self.maximumPoints...Self.maximumPoints) else { throw Invalid(part.at(key), .required) }
            return Self.weighted(points, weight)
        }
        func number() throws(Invalid) -> any FieldKind {
            guard let number = measure.number else { throw Invalid(part.at(way), .unfit, ["expected": "number"]) }
            return number
        }
        switch way {
        case "bands":
            let kind = try number()
            var bands: [(from: Int64, points: Int64)] = []
            for (index, item) in try part.list("bands", most: 50).enumerated() {
                let band = try Part(item, at: "\(part.at("bands"))[\(index)]", knows: ["from", "points"])
                bands.append((try band.cell("from", kind), try points(band, "points")))
            }
            guard !bands.isEmpty else { throw Invalid(part.at("bands"), .required) }
            guard Set(bands.map(\.from)).count == bands.count else { throw Invalid(part.at("bands"), .repeated) }
            self = .bands(bands.sorted { $0.from > $1.from })
        case "linear":
            let kind = try number()
            let line = try Part(part["linear"], at: part.at("linear"), knows: ["from", "to", "points"])
            let (from, to) = (try line.cell("from", kind), try line.cell("to", kind))
            guard from < to else { throw Invalid(line.at("to"), .outOfOrder) }
            // What is passed of the way is multiplied with points.
            guard to - from <= Self.bound else { throw Invalid(line.at("to"), .outOfRange, ["min": "-90000000000", "max": "90000000000"]) }
            let whole = try points(line, "points")
            guard abs(whole) <= Self.maximumPoints else { throw Invalid(line.at("points"), .outOfRange, ["min": "-10000", "max": "10000"]) }
            self = .linear(from: from, to: to, points: whole)
        case "options":
            guard case .field(let field) = measure else { throw Invalid(part.at("options"), .unfit, ["expected": "choice"]) }
            let kind = Measure.held(field)
            let known = (kind as? ChoiceKind)?.options.map(\.key) ?? (kind is FlagKind ? ["true", "false"] : [])
            guard !known.isEmpty else { throw Invalid(part.at("options"), .unfit, ["expected": field.kind.name]) }
            let given = try Part(part["options"], at: part.at("options"), knows: Set(known))
            var options: [(key: String, points: Int64)] = []
            for key in given.members.keys.sorted() { options.append((key, try points(given, key))) }
            guard !options.isEmpty else { throw Invalid(part.at("options"), .required) }
            self = .options(options)
        default: self = .filled(points: try points(part, "filled"))
        }
    }

    /// Points times weight, both in hundredths, rounded half away from zero.
    static func weighted(_ points: Int64, _ weight: Int64) -> Int64 {
        let product = points * weight
        return (product + (product < 0 ? -50 : 50)) / 100
    }
}
