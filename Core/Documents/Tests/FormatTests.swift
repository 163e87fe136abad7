import Documents
import Kernel
import Testing

@Suite struct FormatTests {
    @Test(arguments: [
        ("date", "2026-11-22", "2026年11月22日", "22 November 2026"), ("date short", "2026-11-22", "2026-11-22", "2026-11-22"),
        ("date", "2026-11-21T16:30:00Z", "2026年11月22日", "22 November 2026"),
        ("time", "2026-11-21T16:30:00Z", "2026年11月22日 00:30", "22 November 2026 00:30"),
        ("money", "1234567.5", "¥1,234,567.50", "CNY 1,234,567.50"), ("money", "-999", "¥-999.00", "CNY -999.00"),
        ("money JPY", "1234", "JPY 1,234", "JPY 1,234"), ("number", "-1234.5", "-1,234.5", "-1,234.5"),
        ("number 2", "0.005", "0.01", "0.01"), ("number", "123", "123", "123"), ("percent", "0.06", "6%", "6%"), ("percent 1", "0.125", "12.5%", "12.5%"),
        ("date", "", "", ""),
    ])
    func `A value is written as its format says`(_ format: String, _ value: String, _ chinese: String, _ english: String) async throws {
        let source = "<document><p>{{a | \(format)}}</p></document>"

        #expect(try await Drawn(source, ["a": .string(value)], .chinese).words() == chinese)
        #expect(try await Drawn(source, ["a": .string(value)], .english).words() == english)
    }

    @Test func `Money brings its currency`() async throws {
        let drawn = try await Drawn("<document><p>{{a | money}}</p></document>", ["a": ["amount": "1000", "currency": "USD"]])

        #expect(try drawn.words() == "USD 1,000.00")
    }

    @Test(arguments: [
        ("0", "零元整"), ("100", "壹佰元整"), ("0.05", "伍分"), ("0.5", "伍角整"), ("1409.50", "壹仟肆佰零玖元伍角整"), ("6007.14", "陆仟零柒元壹角肆分"),
        ("325.04", "叁佰贰拾伍元零肆分"), ("10500", "壹万零伍佰元整"), ("100050000", "壹亿零伍万元整"), ("1000000000000", "壹万亿元整"),
        ("1200000000000", "壹万贰仟亿元整"), ("-20", "负贰拾元整"), ("107000.53", "壹拾万柒仟元伍角叁分"),
    ])
    func `An amount is written out in Chinese`(_ amount: String, _ expected: String) async throws {
        let drawn = try await Drawn("<document><p>{{a | capitals}}</p></document>", ["a": .string(amount)])

        #expect(try drawn.words() == expected)
    }
}
