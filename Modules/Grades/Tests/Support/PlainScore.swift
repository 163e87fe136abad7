import Foundation
import Kernel
import TestKit

/// A customer of a test as it was made, with those who speak for it and those below it.
struct PlainCustomer {
    var values: Values
    var contacts: [Values] = []
    var children: [Values] = []

    subscript(key: String) -> Value { values[key] ?? .null }
}

/// A random criterion: as JSON for the rule, and as plain Swift over plain values.
struct PlainCriterion {
    let json: JSON
    let points: (PlainCustomer) -> Int64

    typealias Measure = (json: JSON, value: (PlainCustomer) -> Int64?)

    init(_ random: inout SeededRandom, today: Day) {
        let weight = Int64.random(in: 0...300, using: &random), otherwise = Int64.random(in: -500...500, using: &random)
        func weighted(_ points: Int64) -> Int64 { Self.divide(points * weight) }
        var members: [String: JSON] = ["name": "项", "weight": Self.digits(weight), "otherwise": Self.digits(otherwise)]
        if random.chance(20) {
            let given = ["aaa": Int64(2_000), "b": 700, "d": -900]
            members["value"] = ["field": "creditRating"]
            members["points"] = ["options": .object(given.mapValues(Self.digits))]
            points = { customer in customer["creditRating"].text.map { weighted(given[$0] ?? 0) } ?? weighted(otherwise) }
        } else {
            let (json, value, scale) = Self.measure(&random, today)
            members["value"] = json
            if random.chance(50) {
                let from = Int64.random(in: -5...50, using: &random), to = from + Int64.random(in: 1...200, using: &random)
                let most = Int64.random(in: -2_000...5_000, using: &random)
                members["points"] = ["linear": ["from": .string(String(from)), "to": .string(String(to)), "points": Self.digits(most)]]
                points = { customer in
                    guard let found = value(customer) else { return weighted(otherwise) }
                    let (low, high) = (from * scale, to * scale)
                    return found <= low ? 0 : found >= high ? weighted(most) : (found - low) * weighted(most) / (high - low)
                }
            } else {
                var bands: [(from: Int64, points: Int64)] = []
                for from in Set((0..<4).map { _ in Int64.random(in: -5...120, using: &random) }) { bands.append((from, Int64.random(in: -1_000...3_000, using: &random))) }
                let shuffled = bands.shuffled(using: &random)
                members["points"] = ["bands": .array(shuffled.map { ["from": .string(String($0.from)), "points": Self.digits($0.points)] })]
                points = { customer in
                    guard let found = value(customer) else { return weighted(otherwise) }
                    return shuffled.filter { found >= $0.from * scale }.max { $0.from < $1.from }.map { weighted($0.points) } ?? 0
                }
            }
        }
        json = .object(members)
    }

    /// What is measured, how, and how many of its smallest units a one is.
    private static func measure(_ random: inout SeededRandom, _ today: Day) -> (JSON, (PlainCustomer) -> Int64?, Int64) {
        switch Int.random(in: 0..<7, using: &random) {
        case 0: return (["field": "employees"], { integer($0["employees"]) }, 1)
        case 1: return (["field": "annualRevenue"], { yuan($0["annualRevenue"]) }, 100)
        case 2:
            let keys = ["mail", "wechat", "annualRevenue", "address", "doNotCall"]
            return (["filled": .array(keys.map(JSON.string))], { customer in Int64(keys.filter { !customer[$0].isEmpty }.count * 100 / keys.count) }, 1)
        case 3:
            return (["since": "foundedOn", "unit": "years"], { customer in
                guard case .day(let day) = customer["foundedOn"] else { return nil }
                return Int64(today.year - day.year - ((today.month, today.day) < (day.month, day.day) ? 1 : 0))
            }, 1)
        case 4:
            return (["since": "lastContactAt", "unit": "days"], { customer in
                guard case .instant(let moment) = customer["lastContactAt"] else { return nil }
                return Int64(today.number - moment.day(in: TimeZone(identifier: "Asia/Shanghai")!).number)
            }, 1)
        case 5:
            return (["over": "contact", "by": "customer", "function": "count", "filter": ["buyingRole": "user"]], { customer in
                Int64(customer.contacts.filter { $0["buyingRole"] == .text("user") }.count)
            }, 1)
        default: return aggregate(&random, today)
        }
    }

    /// Over the customers below it that were founded within ten years.
    private static func aggregate(_ random: inout SeededRandom, _ today: Day) -> (JSON, (PlainCustomer) -> Int64?, Int64) {
        let function = random.pick(["sum", "min", "max", "newest"]), key = random.pick(["employees", "annualRevenue"])
        let json: JSON = ["over": "customer", "by": "parent", "function": .string(function), "field": .string(key), "at": "foundedOn", "days": "3650"]
        return (json, { customer in
            let children = customer.children.compactMap { child -> (day: Day, value: Int64?)? in
                guard case .day(let day)? = child["foundedOn"], day >= today - 3_649, day < today + 1 else { return nil }
                return (day, key == "employees" ? integer(child[key] ?? .null) : yuan(child[key] ?? .null))
            }
            let values = children.compactMap(\.value)
            return switch function {
            case "sum": values.reduce(0, +)
            case "min": values.min()
            case "max": values.max()
            default: children.max { $0.day < $1.day }?.value
            }
        }, key == "employees" ? 1 : 100)
    }

    private static func integer(_ value: Value) -> Int64? { if case .integer(let number) = value { number } else { nil } }
    private static func yuan(_ value: Value) -> Int64? {
        if case .money(let money) = value, money.currency == .yuan { money.minorUnits } else { nil }
    }

    /// By a hundred, half away from zero.
    private static func divide(_ product: Int64) -> Int64 { Int64((Double(product) / 100).rounded(.toNearestOrAwayFromZero)) }
    private static func digits(_ hundredths: Int64) -> JSON { .string(Decimal(units: hundredths, scale: 2).fixed(2)) }
}
