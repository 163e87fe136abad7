import Engine
import Foundation
import Kernel

/// What was put into a customer and what it brought, per currency and year. Currencies are never added to each other.
struct InvestmentBalance {
    private struct Sums {
        var cost: Int64 = 0, gain: Int64 = 0

        mutating func add(_ money: Money, isGain: Bool) throws {
            let (sum, isTooMuch) = (isGain ? gain : cost).addingReportingOverflow(money.minorUnits)
            guard !isTooMuch else { throw Invalid(isGain ? "gain" : "cost", .outOfRange, ["min": "0", "max": String(Int64.max)]) }
            if isGain { gain = sum } else { cost = sum }
        }

        func json(_ currency: Currency) -> JSON {
            let kind = MoneyKind()
            func money(_ units: Int64) -> JSON { kind.json(.money(Money(minorUnits: units, currency: currency))) }
            return ["cost": money(cost), "gain": money(gain), "net": money(gain &- cost)]
        }
    }

    private struct Slice: Hashable {
        let year: Int
        let currency: Currency
    }

    private var slices: [Slice: Sums] = [:]
    private var totals: [Currency: Sums] = [:]
    private var kinds: [String: [Currency: Int64]] = [:]
    private var hours = Decimal.zero
    private var count = 0

    /// Over those that the reader sees, of fields that they see in full.
    init(of customer: RecordID, _ reader: Reader) throws {
        guard try reader.find(Customer.self, customer) != nil else { throw Refusal.notFound(entity: Customer.name, id: customer.description) }
        var query = ListQuery(reader.catalogue.definition(Investment.self))
        query.filter = Investment.rule { $0.customer == Reference(customer) }
        query.fields = ["date", "kind", "cost", "hours", "gain"]
        try reader.forEach(query) { try add($0) }
    }

    private mutating func add(_ values: Values) throws {
        count += 1
        if case .decimal(let more)? = values["hours"] { hours += more }
        guard case .day(let day)? = values["date"] else { return }
        for (key, isGain) in [("cost", false), ("gain", true)] {
            guard case .money(let money)? = values[key] else { continue }
            try slices[Slice(year: day.year, currency: money.currency), default: Sums()].add(money, isGain: isGain)
            try totals[money.currency, default: Sums()].add(money, isGain: isGain)
            if !isGain, let kind = values["kind"]?.text { kinds[kind, default: [:]][money.currency, default: 0] += money.minorUnits }
        }
    }

    /// `{"count", "hours", "totals": [{"currency", "cost", "gain", "net"}], "years": [{"year", "currency", …}], "kinds": [{"kind", "cost"}]}`.
    var json: JSON {
        func merged(_ own: [String: JSON], _ sums: JSON) -> JSON { .object(own.merging(sums.object ?? [:]) { first, _ in first }) }
        return [
            "count": JSON(count), "hours": DecimalKind(places: 2).json(.decimal(hours)),
            "totals": .array(totals.sorted { $0.key.code < $1.key.code }.map { merged(["currency": .string($0.key.code)], $0.value.json($0.key)) }),
            "years": .array(
                slices.sorted { ($0.key.year, $0.key.currency.code) < ($1.key.year, $1.key.currency.code) }.map {
                    merged(["year": JSON($0.key.year), "currency": .string($0.key.currency.code)], $0.value.json($0.key.currency))
                }),
            "kinds": .array(
                kinds.sorted { $0.key < $1.key }.flatMap { kind, costs in
                    costs.sorted { $0.key.code < $1.key.code }.map { currency, cost -> JSON in
                        ["kind": .string(kind), "cost": MoneyKind().json(.money(Money(minorUnits: cost, currency: currency)))]
                    }
                }),
        ]
    }

    static let endpoint = Endpoint.reading(
        "investmentBalance", "customers/{id}/investment-balance",
        answers: [
            "type": "object", "required": ["count", "hours", "totals", "years", "kinds"],
            "properties": [
                "count": ["type": "integer"], "totals": ["type": "array", "items": ["type": "object"]], "years": ["type": "array", "items": ["type": "object"]],
                "kinds": ["type": "array", "items": ["type": "object"]],
            ],
        ]
    ) { call, reader in
        try InvestmentBalance(of: call.record ?? RecordID(rawValue: 0), reader).json
    }
}
