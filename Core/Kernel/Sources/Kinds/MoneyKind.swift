import Foundation

/// An amount with its currency, kept as minor units beside the currency's code.
///
/// Amounts of different currencies are never equal and never more or less than each other.
public struct MoneyKind: FieldKind {
    public let standard: Currency

    public init(standard: Currency = .yuan) { self.standard = standard }

    public var name: String { "money" }
    public var columns: [KindColumn] { [KindColumn(.integer), KindColumn(.text, suffix: "_currency")] }
    public var operators: Set<Operator> { .ordered }
    public var details: [String: JSON] {
        ["currency": .string(standard.code), "currencies": .array(Currency.codes.map(JSON.string))]
    }
    public var jsonSchema: JSON {
        [
            "type": "object", "required": ["amount"], "additionalProperties": false,
            "properties": [
                "amount": ["type": "string", "format": "decimal", "examples": ["1234.50"]],
                "currency": ["type": "string", "minLength": 3, "maxLength": 3, "default": .string(standard.code)],
            ],
        ]
    }

    public func parse(_ json: JSON) throws(ValueProblem) -> Value {
        switch json {
        case .object(let members):
            for key in members.keys.sorted() where key != "amount" && key != "currency" {
                throw ValueProblem(.unknownPart, ["part": String(key.prefix(60))])
            }
            let digits: String
            switch members["amount"] {
            case .string(let text)?: digits = text
            case .number(let number)?: digits = number
            default: throw ValueProblem(.wrongType, ["expected": "money"])
            }
            guard let code = members["currency"] else { return try parse(digits, standard.code) }
            guard let code = code.string else { throw ValueProblem(.wrongType, ["expected": "money"]) }
            return try parse(digits, code)
        case .number(let digits): return try parse(digits, standard.code)
        case .string(let text): return try parse(text: text)
        default: throw ValueProblem(.wrongType, ["expected": "money"])
        }
    }

    /// `1,234.50`, `¥1234.5`, `1234.50 USD` or `USD 1234.50`.
    public func parse(text: String) throws(ValueProblem) -> Value {
        let digits = text.filter { $0 != "¥" && $0 != "￥" }.trimmingCharacters(in: .whitespaces)
        let code = digits.filter(\.isLetter)
        guard code.count > 1 else { return try parse(digits, standard.code) }
        guard digits.hasPrefix(code) || digits.hasSuffix(code) else { throw ValueProblem(.badNumber) }
        return try parse(digits.filter { !$0.isLetter }, code.uppercased())
    }

    private func parse(_ digits: String, _ code: String) throws(ValueProblem) -> Value {
        guard let currency = Currency(code) else { throw ValueProblem(.unknownCurrency, ["currency": String(code.prefix(20))]) }
        let bound = Decimal(units: 900_000_000_000_000_000, scale: currency.places)
        let amount = try DecimalKind.decimal(digits, places: currency.places, range: -bound...bound)
        guard let money = Money(amount, currency) else {
            throw ValueProblem(.tooManyPlaces, ["max": String(currency.places)])
        }
        return .money(money)
    }

    public func store(_ value: Value) -> [Stored] {
        guard case .money(let money) = value else { return [.null, .null] }
        return [.integer(money.minorUnits), .text(money.currency.code)]
    }

    public func load(_ cells: ArraySlice<Stored>) -> Value {
        guard let units = cells.first?.integer, let code = cells.last?.text, let currency = Currency(code) else { return .null }
        return .money(Money(minorUnits: units, currency: currency))
    }

    public func json(_ value: Value) -> JSON {
        guard case .money(let money) = value else { return .null }
        return ["amount": .string(money.digits), "currency": .string(money.currency.code)]
    }

    public func write(_ cells: ArraySlice<Stored>, to writer: inout JSONWriter) {
        guard case .money(let money) = load(cells) else { return writer.null() }
        writer.beginObject()
        writer.key("amount")
        writer.string(money.digits)
        writer.key("currency")
        writer.string(money.currency.code)
        writer.endObject()
    }

    public func text(_ value: Value) -> String {
        guard case .money(let money) = value else { return "" }
        return money.currency == standard ? money.digits : "\(money.digits) \(money.currency.code)"
    }
}
