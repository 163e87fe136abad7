import Foundation
@testable import Kernel
import Testing

/// A kind with random values as it holds them, the same in every run.
struct KindSample: Sendable, CustomTestStringConvertible {
    let kind: any FieldKind
    /// Kinds of one storage hold each other's values.
    let storage: String
    private let make: @Sendable (inout SeededRandom) -> Value
    private let ends: [Value]

    init(_ kind: any FieldKind, _ storage: String, ends: [Value] = [], _ make: @escaping @Sendable (inout SeededRandom) -> Value) {
        (self.kind, self.storage, self.ends, self.make) = (kind, storage, ends, make)
    }

    var testDescription: String { kind.name }

    func values() -> [Value] {
        var random = SeededRandom(UInt64(kind.name.utf8.count))
        return ends + (0..<100).map { _ in make(&random) }
    }

    static let options = [Option("new"), Option("won", .green), Option("lost_2", .red)]

    static let all: [KindSample] = [
        KindSample(TextKind(maximum: 200), "text") { .text(word(&$0)) },
        KindSample(TextKind(.longText, maximum: 10_000), "text") { .text(word(&$0) + "\n" + word(&$0)) },
        KindSample(RichTextKind(maximum: 1_000), "text") {
            .text("<p>\(letters(&$0)) <b>\(letters(&$0))</b> &amp; 1 &lt; 2</p><hr>")
        },
        KindSample(IntegerKind(), "integer", ends: [.integer(.min), .integer(.max), .integer(0)]) { .integer(number(&$0)) },
        KindSample(DecimalKind(), "decimal", ends: [.decimal(0), .decimal(Decimal(units: -900_000_000_000_000_000, scale: 4))]) {
            .decimal(Decimal(units: number(&$0, within: 900_000_000_000_000_000), scale: 4))
        },
        KindSample(DecimalKind.percent(), "decimal", ends: [.decimal(0), .decimal(100)]) {
            .decimal(Decimal(units: Int64.random(in: 0...10_000, using: &$0), scale: 2))
        },
        KindSample(MoneyKind(), "money", ends: [.money(Money(minorUnits: -900_000_000_000_000_000, currency: .yuan))]) {
            let currency = Currency(Currency.codes.randomElement(using: &$0) ?? "") ?? .yuan
            return .money(Money(minorUnits: number(&$0, within: 900_000_000_000_000_000), currency: currency))
        },
        KindSample(FlagKind(), "flag") { .flag(Bool.random(using: &$0)) },
        KindSample(DayKind(), "date", ends: [.day(.first), .day(.last)]) { .day(Day(number: Int(number(&$0, within: 3_000_000)))) },
        KindSample(InstantKind(), "dateTime", ends: [.instant(.first), .instant(.last)]) {
            .instant(Instant(milliseconds: number(&$0, within: 70_000_000_000_000)))
        },
        KindSample(ChoiceKind(options), "text") { .text(options.randomElement(using: &$0)?.key ?? "") },
        KindSample(ChoicesKind(options), "list") { random in
            .list(options.filter { _ in Bool.random(using: &random) }.map { .text($0.key) })
        },
        KindSample(ReferenceKind(to: "customer"), "reference", ends: [.reference(RecordID(rawValue: .max))]) {
            .reference(RecordID(rawValue: Int64.random(in: 0 ... .max, using: &$0)))
        },
        KindSample(ReferencesKind(to: "tag"), "list") { random in
            let ids = (0..<Int.random(in: 0...5, using: &random)).map { _ in Int64.random(in: 0 ... .max, using: &random) }
            return .list(ids.sorted().map { .reference(RecordID(rawValue: $0)) })
        },
        KindSample(IDKind(), "reference") { .reference(RecordID(rawValue: Int64.random(in: 0 ... .max, using: &$0))) },
        KindSample(PhoneKind(), "text") { .text("+8613\(Int64.random(in: 100_000_000...999_999_999, using: &$0))") },
        KindSample(MailKind(), "text") { .text("\(letters(&$0)).b+c@\(letters(&$0).lowercased()).com.cn") },
        KindSample(URLKind(), "text") { .text("https://\(letters(&$0)).cn/a?b=\(letters(&$0))&c=%20#d") },
        KindSample(IdentityNumberKind(), "text") { .text("\(Int64.random(in: 10_000...99_999_999_999_999_999, using: &$0))X") },
        KindSample(SealedTextKind(), "text") { .text("whsec_\(letters(&$0))+/\(letters(&$0))=") },
        KindSample(
            AddressKind(), "address",
            ends: [.address(Address(street: "1|2\\|3\\\\")), .address(Address(country: "|", postcode: "\\"))]
        ) {
            random in
            var address = Address(city: word(&random))
            for part in Address.parts where Bool.random(using: &random) { address[keyPath: part.path] = word(&random) }
            return .address(address)
        },
        KindSample(AttachmentsKind(), "json") {
            .json([
                [
                    "id": .string(String(Int64.random(in: 0 ... .max, using: &$0))), "name": .string("a|\"\(letters(&$0))合同😀.pdf"),
                    "size": 12, "type": "application/pdf",
                ]
            ])
        },
        KindSample(JSONKind(), "json") { .json(["a": [.number("1.50"), .string(word(&$0)), nil, true], "b\0": ["c": -3]]) },
        KindSample(FormulaKind(formula("a + b"), as: DecimalKind(places: 2)), "decimal") {
            .decimal(Decimal(units: number(&$0, within: 900_000_000_000_000_000), scale: 2))
        },
        KindSample(RollUpKind(.count, of: "deal", by: "customer"), "integer") { .integer(number(&$0)) },
    ]

    private static func formula(_ source: String) -> Formula { Formula(source) }

    private static func number(_ random: inout SeededRandom, within bound: Int64 = .max) -> Int64 {
        Int64.random(in: -bound...bound, using: &random) >> Int64.random(in: 0...40, using: &random)
    }

    private static func letters(_ random: inout SeededRandom) -> String {
        String((0..<Int.random(in: 2...12, using: &random)).map { _ in "abcdefXYZ0189".randomElement(using: &random) ?? "a" })
    }

    /// A text as it may be kept: trimmed and composed, with everything that files and JSON have to escape.
    private static func word(_ random: inout SeededRandom) -> String {
        let signs = Array("aZ09 ,;|\\\"'<>&{}[]()/:=%\t中文字é😀¥；，、")
        let middle = (0..<Int.random(in: 0...20, using: &random)).map { _ in signs.randomElement(using: &random) ?? "a" }
        return "x" + String(middle) + "字"
    }
}
