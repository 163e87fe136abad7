import Engine
import Foundation
import Kernel
import TestKit

/// Random values of every kind, from pools that are small enough for rules to hit and wide enough to hold the odd ones.
extension SeededRandom {
    static let words = [
        "a", "A", "ab", "Ab", "aB c", "abc%", "_b", "100%", "\\", "'", "\"", "x'y", "ß", "É", "é", "张三", "张", "三张", "重庆银行", "𠮷野家", "😀",
        "a😀b", "👨‍👩‍👧", "ÀB", "z", "Z", "null", "0", "-1", "|a|", "北京 A 座",
    ]

    mutating func word() -> String { chance(80) ? pick(Self.words) : pick(Self.words) + pick(Self.words) }

    mutating func value(of kind: any FieldKind, among targets: [String: [RecordID]] = [:]) -> Value {
        switch kind {
        case let kind as any ComputedKind: return value(of: kind.result, among: targets)
        case is IntegerKind: return .integer(pick([0, 1, -1, 2, 3, 5, 8, 100, 999, .max, .min, 42, 7]))
        case let kind as DecimalKind where kind.name == "percent": return .decimal(Decimal(units: Int64.random(in: 0...20, using: &self) * 500, scale: 2))
        case let kind as DecimalKind: return .decimal(Decimal(units: Int64.random(in: -20...20, using: &self) * 250, scale: kind.places))
        case is MoneyKind:
            let currency = Currency(pick(["CNY", "CNY", "USD", "JPY"])) ?? .yuan
            return .money(Money(minorUnits: Int64.random(in: -5...5, using: &self) * 100, currency: currency))
        case is FlagKind: return .flag(Bool.random(using: &self))
        case is DayKind: return .day(day())
        case is InstantKind: return .instant(instant())
        case let kind as ChoiceKind: return .text(pick(kind.options).key)
        case let kind as ChoicesKind: return .list(kind.options.filter { _ in chance(40) }.map { .text($0.key) })
        case let kind as ReferenceKind: return targets[kind.target].map { .reference(pick($0)) } ?? .null
        case let kind as ReferencesKind:
            let ids = Set((0..<Int.random(in: 0...3, using: &self)).compactMap { _ in targets[kind.target].map { pick($0) } })
            return .list(ids.sorted().map(Value.reference))
        case is IDKind: return .reference(pick(targets.values.flatMap(\.self).sorted() + [RecordID(rawValue: 1)]))
        case is PhoneKind: return .text("+861381234567\(Int.random(in: 0...9, using: &self))")
        case is MailKind: return .text("\(pick(["a", "b", "zhang.san"]))\(next())@firm.cn")
        case is URLKind: return .text("https://\(pick(["a", "b", "B"])).cn/x")
        case is IdentityNumberKind: return .text("X\(Int.random(in: 10...20, using: &self))")
        case is RichTextKind: return .text("<p>\(pick(["a", "B", "张三", "😀"]))</p>")
        case is AddressKind:
            var address = Address()
            for part in Address.parts where chance(50) { address[keyPath: part.path] = word() }
            return address.isEmpty ? .null : .address(address)
        case is AttachmentsKind: return .json([["id": "1", "name": "a.pdf", "size": 1, "type": "application/pdf"]])
        case is JSONKind: return .json(pick([["a": 1], [1, 2, "张"], "text", 1, true]))
        default: return .text(word())
        }
    }

    /// Near today, at the edges of periods, and far away.
    mutating func day() -> Day {
        let today = TestClock.start.day(in: Actor.standardZone)
        if chance(5) { return pick([Day.first, Day.last]) }
        if chance(30) { return pick([today, today.firstOfMonth(), today.firstOfMonth(adding: 1), today.firstOfMonth(adding: -1) - 1, today - 6, today - 7]) }
        return today + Int.random(in: -400...400, using: &self)
    }

    mutating func instant() -> Instant {
        if chance(5) { return pick([Instant.first, Instant.last, TestClock.start]) }
        let start = Instant(startOf: day(), in: Actor.standardZone)
        return chance(40) ? start + pick([-1, 0, 1]) : start + Int64.random(in: 0..<86_400_000, using: &self)
    }

    /// Values for a new record: what is optional is often missing.
    mutating func values(for entity: EntityDefinition, among targets: [String: [RecordID]], filled: Int = 70) -> Values {
        var values: Values = [:]
        for field in entity.fields where !field.isReadOnly && field.numbering == nil && field.key != Common.owner && field.key != Common.unit {
            if field.isRequired || chance(filled) { values[field.key] = value(of: field.kind, among: targets) }
        }
        return values
    }
}

extension Engine {
    /// Countries, regions, firms and orders by chance; some deleted, so that references lead to deleted records too.
    func populate(_ random: inout SeededRandom, firms: Int, orders: Int = 0) async throws -> [String: [RecordID]] {
        var ids: [String: [RecordID]] = [:]
        for (entity, count) in [(Country.definition, 6), (Region.definition, 14), (Firm.definition, firms), (Order.definition, orders)] {
            for index in 0..<count {
                var values = random.values(for: entity, among: ids)
                if entity.name == "country" { values["name"] = .text("\(SeededRandom.words[index * 3]) \(index)") }
                let saved = try await perform(.create(values), on: entity, as: .system)
                ids[entity.name, default: []].append(saved.id)
            }
        }
        for entity in [Country.definition, Region.definition, Firm.definition, Order.definition] {
            for id in ids[entity.name] ?? [] where random.chance(15) {
                try await perform(.delete(id), on: entity, as: .system)
            }
        }
        return ids
    }
}
