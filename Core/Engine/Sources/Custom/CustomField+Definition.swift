import Foundation
import Kernel

/// What the catalogue makes of a definition.
extension Record<CustomField> {
    var isRetired: Bool { values[Common.deletedAt]?.isNull == false }

    func definition(_ options: [Option]) -> FieldDefinition {
        let kind = kind(options)
        return FieldDefinition(self[\.key], kind, traits: traits, standard: isRetired ? .null : standard(kind, options))
    }

    private var traits: Set<Trait> {
        let asked: [(Trait, Bool)] = [
            (.expected, self[\.isRequired]), (.listed, self[\.isListed]), (.searched, self[\.isSearched]), (.unique, self[\.isUnique]),
            (.indexed, self[\.isIndexed]), (.personal, self[\.isPersonal]), (.fixed, self[\.isFixed]), (.retired, isRetired),
            (.line, self[\.isLine]),
        ]
        return Set(asked.filter(\.1).map(\.0) + [.custom])
    }

    func kind(_ options: [Option]) -> any FieldKind {
        let length = self[\.maximumLength].map { Int($0) }
        let target = self[\.target] ?? ""
        return switch self[\.kind] {
        case .text: TextKind(.text, maximum: length ?? 200)
        case .longText: TextKind(.longText, maximum: length ?? 10_000)
        case .richText: RichTextKind(maximum: length ?? CustomField.Kind.richText.longest)
        case .phone: PhoneKind()
        case .mail: MailKind()
        case .url: URLKind()
        case .integer: IntegerKind(integers)
        case .decimal: DecimalKind(places: Int(self[\.places] ?? 2), range: decimals)
        case .percent: DecimalKind.percent((self[\.minimum] ?? 0)...max(self[\.minimum] ?? 0, self[\.maximum] ?? 100))
        case .money: MoneyKind(standard: self[\.currency].flatMap { Currency($0) } ?? .yuan)
        case .flag: FlagKind()
        case .date: DayKind()
        case .dateTime: InstantKind()
        case .choice: ChoiceKind(options, controlledBy: self[\.controlledBy])
        case .choices: ChoicesKind(options)
        case .reference: ReferenceKind(to: target)
        case .references: ReferencesKind(to: target)
        case .json: JSONKind()
        }
    }

    private var integers: ClosedRange<Int64> {
        let least = self[\.minimum]?.units(scale: 0) ?? .min
        return least...Swift.max(least, self[\.maximum]?.units(scale: 0) ?? .max)
    }

    /// Nil for all that the column holds.
    private var decimals: ClosedRange<Decimal>? {
        guard self[\.minimum] != nil || self[\.maximum] != nil else { return nil }
        let all = DecimalKind(places: Int(self[\.places] ?? 2)).range
        let least = self[\.minimum] ?? all.lowerBound
        return least...Swift.max(least, self[\.maximum] ?? all.upperBound)
    }

    /// A retired option is no standard any more: nobody may be given it.
    private func standard(_ kind: any FieldKind, _ options: [Option]) -> Value {
        guard let json = self[\.standard]?.json, json != .null, let value = try? kind.parse(json) else { return .null }
        let retired = Set(options.filter(\.isRetired).map(\.key))
        return ([value] + value.list).compactMap(\.text).contains(where: retired.contains) ? .null : value
    }

    /// What decides how the column keeps its values. A key that had one shape never gets another.
    var shape: String {
        switch self[\.kind] {
        case .decimal: "decimal:\(self[\.places] ?? 2)"
        case .reference, .references: "\(self[\.kind].rawValue):\(self[\.target] ?? "")"
        case let kind: kind.rawValue
        }
    }
}

extension CustomField.Kind {
    /// The longest text that a field of the kind may be made for; 0 where length means nothing.
    var longest: Int {
        switch self {
        case .text: 1_000
        case .longText, .richText: 100_000
        default: 0
        }
    }
    /// An index of PostgreSQL takes some 2,700 bytes.
    static let longestIndexed = 500

    var isText: Bool { longest > 0 }
    var isRanged: Bool { self == .integer || self == .decimal || self == .percent }
    var isReference: Bool { self == .reference || self == .references }
    var canBeSearched: Bool { [.text, .longText, .phone, .mail, .url].contains(self) }
    var canBeUnique: Bool { [.text, .phone, .mail, .url, .integer, .date].contains(self) }
    var canBeIndexed: Bool { canBeUnique || [.decimal, .percent, .money, .dateTime, .choice].contains(self) }
}
