import Foundation
@testable import Kernel
import Testing

@Suite struct DecimalTests {
    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("+7", 700), ("12.50", 1250), ("0.01", 1), ("-0.01", -1), ("1e3", 100_000), ("1.5E-1", 15),
            ("1e+2", 10_000),
            ("92233720368547758.07", .max), ("-92233720368547758.08", .min),
        ] as [(String, Int64)])
    func `plain digits are read exactly`(text: String, hundredths: Int64) {
        #expect(Decimal(exactly: text)?.units(scale: 2) == hundredths)
    }

    @Test(arguments: [
        "", "-", "+", ".", "5.", ".5", "1.2.3", "12abc", "abc", " 1", "1 ", "1,000", "--1", "+-1", "1e", "1e1.5", "1e39", "1e-39",
        "e5", "NaN",
        "nan", "inf", "0x1F", "１２", "١٢", "1_000", "1e9223372036854775807", "1e-9223372036854775808", "1e99999999999999999999",
        "123456789012345678901234567890123456789", "1\u{301}", "1\0",
    ])
    func `anything else is no number`(text: String) {
        #expect(Decimal(exactly: text) == nil)
    }

    @Test func `thirty eight digits are kept`() throws {
        let digits = "12345678901234567890123456789012345.678"

        let number = try #require(Decimal(exactly: digits))

        #expect(number.description == digits)
    }

    @Test(arguments: [
        ("1,234,567.891", "1234567.891"), (" 42 ", "42"), ("1 234", "1234"), ("\u{A0}7", "7"), ("－１，２３４．５", "-1234.5"),
        ("−3", "-3"),
        ("1,000e2", "100000"),
    ])
    func `a written number may have groups of three and full width signs`(text: String, digits: String) {
        #expect(Decimal(written: text)?.description == digits)
    }

    @Test(arguments: ["1,50", "1,5", "1,2345", "1234,567", ",123", "1,,234", "1.5,000", "12,", "1,234,56", "- 1", "", " ", ","])
    func `a separator that could be a decimal comma is refused`(text: String) {
        #expect(Decimal(written: text) == nil)
    }

    @Test func `units that do not fit are nil`() {
        #expect(Decimal(Int64.max).units(scale: 0) == .max)
        #expect(Decimal(Int64.min).units(scale: 0) == .min)
        #expect((Decimal(Int64.max) + 1).units(scale: 0) == nil)
        #expect((Decimal(Int64.min) - 1).units(scale: 0) == nil)
        #expect(Decimal(Int64.max).units(scale: 1) == nil)
        #expect(Decimal.greatestFiniteMagnitude.units(scale: 10) == nil)
        #expect(Decimal.nan.units(scale: 2) == nil)
        #expect(Decimal.leastNonzeroMagnitude.units(scale: 2) == nil)
    }

    @Test func `units come back exactly at every scale`() {
        var random = SeededRandom(1)
        let units =
            [0, 1, -1, .max, .min, .max - 1, .min + 1] + (0..<2_000).map { _ in Int64.random(in: .min ... .max, using: &random) }

        for (index, number) in units.enumerated() {
            let scale = index % 13
            let decimal = Decimal(units: number, scale: scale)
            #expect(decimal.units(scale: scale) == number)
            #expect(decimal.fixed(scale) == Digits.fixed(number, scale: scale))
        }
    }

    @Test(arguments: [
        ("2.345", 2, "2.35"), ("-2.345", 2, "-2.35"), ("1.005", 2, "1.01"), ("0.5", 0, "1"), ("-0.5", 0, "-1"), ("2.4", 0, "2"),
        ("5", 2, "5.00"),
        ("-0.004", 2, "0.00"), ("0.1", 4, "0.1000"),
        ("99999999999999999999999999999999999999", 2, "99999999999999999999999999999999999999.00"),
    ])
    func `fixed rounds half away from zero and fills its places`(text: String, places: Int, digits: String) throws {
        let number = try #require(Decimal(exactly: text))

        #expect(number.fixed(places) == digits)
    }

    @Test func `fixed writes huge numbers in full and no places behind NaN`() {
        #expect(Decimal(sign: .plus, exponent: 50, significand: 12).fixed(2) == "12" + String(repeating: "0", count: 50) + ".00")
        #expect(Decimal.nan.fixed(2) == "NaN")
    }

    @Test func `equal numbers are one member of a set`() throws {
        let numbers = try ["1", "1.0", "1.00", "10e-1", "0.1e1"].map { try #require(Decimal(exactly: $0)) }

        #expect(Set(numbers).count == 1)
    }

    @Test func `sums of tenths are exact`() throws {
        let tenth = try #require(Decimal(exactly: "0.1"))

        #expect((0..<10).reduce(Decimal(0)) { sum, _ in sum + tenth } == 1)
    }
}
