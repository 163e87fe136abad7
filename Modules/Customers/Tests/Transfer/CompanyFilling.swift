import Customers
@testable import Engine
import Foundation
import Kernel
import TestKit

/// A small company with something in every kind of field, of the sort that formats, spreadsheets and databases have ideas about.
struct CompanyFilling {
    private let engine: Engine
    private var random = SeededRandom(17)
    private var tags: [RecordID] = [], users: [RecordID] = [], customers: [RecordID] = [], visits: [RecordID] = []

    /// In the order in which they can be imported: what is referred to comes first.
    static let entities = ["tag", "customer", "contact", "x_visit", "x_visit_line"]

    private static let words = [
        "西湖茶叶", "=1+1", "'=2", "''@3", "'abc", "-1", "+1-2", "@sum", "0012", "1E5", "1.0", "true", "2023-02-03", "a;b", "a,b;c|d\te", "\"引号\"",
        "5\" 管", "😀👨‍👩‍👧", "e\u{301}le\u{300}ve", "a\u{A0}b", "_x0041_", "<b>&amp;</b>", "NULL", "，全角；", "𠮷野家", "１２３", "O'Neil & Söhne",
        "١٢٣ عربي", "＝公式", "%41", "\\n", "{{name}}", "null", "客户 (2)", "\u{200D}x",
    ]
    private static let lines = ["第一行\n第二行", "a\r\nb", "=1+1\n末行", "- 列表\n- \"引号\"\n\n空行之后", "\"", "行\u{2028}分", "'=1\n2"]

    init(_ engine: Engine) { self.engine = engine }

    /// What is not imported itself: users, and the fields and entities made at run time.
    func prepare() async throws {
        for number in 1...4 { _ = try await make("user", ["login": .text("user\(number)"), "name": .text("人 \(number)")]) }
        let kinds: [(String, Values)] = [
            ("text", [:]), ("longText", [:]), ("phone", [:]), ("mail", [:]), ("url", [:]), ("integer", [:]), ("decimal", ["places": .integer(4)]), ("percent", [:]),
            ("money", [:]), ("flag", [:]), ("date", [:]), ("dateTime", [:]), ("choice", [:]), ("choices", [:]), ("reference", ["target": .text("customer")]),
            ("references", ["target": .text("tag")]), ("json", [:]),
        ]
        for (key, numbering) in [("x_visit", Value.text("V{seq:6}")), ("x_visit_line", .null)] {
            _ = try await make("customEntity", ["key": .text(key), "name": .text(key), "numbering": numbering])
            for (kind, more) in kinds {
                let values: Values = ["entity": .text(key), "key": .text("x_\(kind.lowercased())"), "name": .text(kind), "kind": .text(kind)]
                _ = try await make("customField", values.merging(more) { _, new in new })
            }
            for field in ["x_choice", "x_choices"] {
                for option in ["x_a", "x_b", "x_c"] {
                    _ = try await make("customOption", ["entity": .text(key), "field": .text(field), "key": .text(option), "name": .text("选项；\(option)")])
                }
            }
        }
        let header: Values = ["entity": .text("x_visit_line"), "key": .text("x_visit"), "name": .text("所属"), "kind": .text("reference"), "target": .text("x_visit"), "isLine": .flag(true)]
        _ = try await make("customField", header)
        try await engine.keepUp()
    }

    mutating func fill() async throws {
        users = try await engine.read(as: .system) { try $0.firstIDs(User.schema.definition, where: .startsWith(["login"], "user"), limit: 4) }
        for word in ["重点", "VIP 客户", "=1+1", "'=2", "a,b", "0012"] { tags.append(try await make("tag", ["name": .text(word)])) }
        for number in 0..<120 { customers.append(try await make("customer", customer(number))) }
        for number in 0..<120 { _ = try await make("contact", contact(number)) }
        for number in 0..<60 { visits.append(try await make("x_visit", all(number))) }
        for number in 0..<120 {
            _ = try await make("x_visit_line", all(number).merging(["x_visit": .reference(visits[number / 2])]) { _, new in new })
        }
    }

    private func make(_ entity: String, _ values: Values) async throws -> RecordID {
        guard let entity = engine.catalogue[entity] else { throw Invalid("entity", .notFound) }
        return try await engine.perform(.create(values), on: entity, as: .system).id
    }

    private mutating func word() -> Value { .text(random.pick(Self.words)) }
    private mutating func name(_ number: Int) -> Value { .text("\(random.pick(Self.words)) \(number)") }
    private mutating func text() -> Value { .text(random.pick(Self.lines + Self.words)) }
    private mutating func phone() -> Value { .text("+86138\(10_000_000 + Int.random(in: 0..<9_999_999, using: &random))") }
    private mutating func money(_ currency: Currency = .yuan) -> Value { .money(Money(minorUnits: Int64.random(in: 0...9_999_999_999, using: &random), currency: currency)) }
    private mutating func decimal(_ scale: Int, _ range: ClosedRange<Int64> = -99_999...99_999) -> Value { .decimal(Decimal(units: Int64.random(in: range, using: &random), scale: scale)) }
    private mutating func day() -> Value { .day(Day("19\(10 + Int.random(in: 0..<90, using: &random))-02-28")!) }
    private mutating func moment() -> Value { .instant(Instant(milliseconds: Int64.random(in: 1_500_000_000_000...1_760_000_000_000, using: &random))) }
    private mutating func references(_ ids: [RecordID]) -> Value { .list(Set([random.pick(ids), random.pick(ids)]).sorted().map(Value.reference)) }
    private mutating func address() -> Value {
        .address(Address(country: "中国", province: random.chance(50) ? "浙江省" : nil, city: random.pick(Self.words), district: random.chance(50) ? "西湖区" : nil, street: random.pick(Self.words), postcode: "010020"))
    }

    private mutating func some(_ values: Values) -> Values { values.filter { _ in random.chance(70) } }

    private mutating func customer(_ number: Int) -> Values {
        var values = some([
            "shortName": word(), "englishName": word(), "status": .text("inactive"), "roles": .list([.text("partner"), .text("supplier")]), "identityType": .text("passport"), "gender": .text("female"),
            "birthday": day(), "mobile": phone(), "phone": .text("+86571880000\(10 + number % 90)"), "fax": phone(), "mail": .text("info\(number)@例子.cn"),
            "website": .text("https://example.com/?a=1&b=\(number)"), "wechat": word(), "address": address(), "registeredAddress": address(),
            "preferredChannel": .text("wechat"), "doNotCall": .flag(true), "grade": .text("b"), "tags": references(tags), "source": .text("referral"),
            "sourceSystem": word(), "externalCode": .text("00\(number)"), "collaborators": references(users), "renewalDueOn": day(), "lastContactAt": moment(),
            "industry": .text("transport"), "size": .text("small"), "employees": .integer(Int64(number)), "annualRevenue": money(), "foundedOn": day(),
            "legalRepresentative": word(), "creditLimit": money(Currency("USD")!), "salesLimit": money(Currency("JPY")!), "walletShare": decimal(2, 0...10_000),
            "notes": text(), "profile": .text("<p>安徽 <b>茶</b> &lt;\(number)&gt;</p>"), "extra": .json(["a": ["b": [1, JSON(number), "=1+1"]], "c": nil]),
            "owner": .reference(random.pick(users)),
        ])
        values["name"] = name(number)
        values["kind"] = .text(number % 3 == 0 ? "person" : "organisation")
        if number % 10 == 0 { values["code"] = .text("00\(number)") }
        if number > 20, number % 4 == 0 { values["parent"] = .reference(random.pick(Array(customers.prefix(20)))) }
        return values
    }

    private mutating func contact(_ number: Int) -> Values {
        var values = some([
            "position": word(), "department": word(), "buyingRole": .text("evaluator"), "gender": .text("male"), "birthday": day(), "mobile": phone(), "phone": phone(),
            "mail": .text("p\(number)@example.com"), "wechat": word(), "externalCode": word(), "tags": references(tags), "notes": text(),
        ])
        values["name"] = name(number)
        values["customer"] = .reference(random.pick(customers))
        return values
    }

    /// Every kind of field that can be made at run time.
    private mutating func all(_ number: Int) -> Values {
        var values = some([
            "x_text": word(), "x_longtext": text(), "x_phone": phone(), "x_mail": .text("v\(number)@example.com"), "x_url": .text("https://example.com/\(number)"),
            "x_integer": .integer(Int64(number) * -7), "x_decimal": decimal(4), "x_percent": decimal(2, 0...10_000), "x_money": money(), "x_flag": .flag(number % 2 == 0),
            "x_date": day(), "x_datetime": moment(), "x_choice": .text("x_b"), "x_choices": .list([.text("x_a"), .text("x_c")]), "x_reference": .reference(random.pick(customers)),
            "x_references": references(tags), "x_json": .json([1, "a;b", ["b": true]]),
        ])
        values["name"] = name(number)
        return values
    }
}
