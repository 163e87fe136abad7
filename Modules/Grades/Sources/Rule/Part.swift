import Foundation
import Kernel

/// A JSON object of a rule, read strictly: what nobody asks for is a mistake. Problems name the place, `criteria[2].points.bands[0].from`.
struct Part {
    let members: [String: JSON]
    let place: String

    init(_ json: JSON?, at place: String, knows keys: Set<String>) throws(Invalid) {
        guard let members = json?.object else { throw Invalid(place, json == nil ? .required : .wrongType, ["expected": "object"]) }
        (self.members, self.place) = (members, place)
        if let stray = members.keys.sorted().first(where: { !keys.contains($0) }) {
            throw Invalid(place, .unknownPart, ["part": String(stray.prefix(60))])
        }
    }

    subscript(key: String) -> JSON? { members[key] == .null ? nil : members[key] }

    func at(_ key: String) -> String { "\(place).\(key)" }

    func text(_ key: String, most: Int) throws(Invalid) -> String {
        guard let json = self[key] else { throw Invalid(at(key), .required) }
        guard let text = json.string, !text.contains("\0") else { throw Invalid(at(key), .wrongType, ["expected": "text"]) }
        let stripped = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !stripped.isEmpty else { throw Invalid(at(key), .required) }
        guard stripped.count <= most else { throw Invalid(at(key), .tooLong, ["max": String(most)]) }
        return stripped
    }

    func option<T: RawRepresentable<String>>(_ key: String, _ type: T.Type) throws(Invalid) -> T {
        let text = try self.text(key, most: 60)
        guard let option = T(rawValue: text) else { throw Invalid(at(key), .unknownOption, ["option": text]) }
        return option
    }

    /// A number with two places, in hundredths; nil where there is none.
    func hundredths(_ key: String, _ range: ClosedRange<Int64>) throws(Invalid) -> Int64? {
        guard let json = self[key] else { return nil }
        let bounds = Decimal(units: range.lowerBound, scale: 2)...Decimal(units: range.upperBound, scale: 2)
        return try cell(json, DecimalKind(places: 2, range: bounds), at: at(key))
    }

    /// A value of a kind as its column keeps it, small enough to be multiplied.
    func cell(_ key: String, _ kind: any FieldKind) throws(Invalid) -> Int64 {
        guard let json = self[key] else { throw Invalid(at(key), .required) }
        let cell = try self.cell(json, kind, at: at(key))
        guard abs(cell) <= Scale.bound else { throw Invalid(at(key), .outOfRange, ["min": "-90000000000", "max": "90000000000"]) }
        return cell
    }

    private func cell(_ json: JSON, _ kind: any FieldKind, at place: String) throws(Invalid) -> Int64 {
        let value: Value
        do throws(ValueProblem) {
            if let text = json.string, !(kind is MoneyKind) { value = try kind.parse(text: text) } else { value = try kind.parse(json) }
        } catch {
            throw Invalid([error.on(place)])
        }
        if case .money(let money) = value, money.currency != .yuan { throw Invalid(place, .unknownCurrency, ["currency": money.currency.code]) }
        guard let cell = kind.store(value).first?.integer else { throw Invalid(place, .badNumber) }
        return cell
    }

    func list(_ key: String, most: Int) throws(Invalid) -> [JSON] {
        guard let items = (self[key] ?? []).array else { throw Invalid(at(key), .wrongType, ["expected": "list"]) }
        guard items.count <= most else { throw Invalid(at(key), .tooMany, ["max": String(most)]) }
        return items
    }
}
