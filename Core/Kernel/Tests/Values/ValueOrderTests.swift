import Foundation
import Kernel
import Testing

@Suite struct ValueOrderTests {
    @Test func `texts compare by their bytes`() {
        #expect(Value.text("Z").order(.text("a")) == -1)
        #expect(Value.text("é").order(.text("e\u{301}")) == 1)
        #expect(Value.text("中").order(.text("中")) == 0)
        #expect(Value.text("").order(.text("a")) == -1)
    }

    @Test func `amounts of two currencies have no order`() throws {
        let dollar = try #require(Currency("USD"))

        #expect(Value.money(Money(minorUnits: 1, currency: .yuan)).order(.money(Money(minorUnits: 2, currency: .yuan))) == -1)
        #expect(Value.money(Money(minorUnits: 1, currency: .yuan)).order(.money(Money(minorUnits: 1, currency: dollar))) == nil)
    }

    @Test(arguments: [Value.null, .integer(1), .text("1"), .flag(true), .list([])])
    func `values of different kinds have no order`(value: Value) {
        #expect(value.order(.decimal(1)) == nil)
    }

    @Test(arguments: ["\u{212A}RW", "cny", "CNY ", "", "XXX"])
    func `a currency is known by its exact code`(code: String) {
        let currency = Currency(code)

        #expect(currency == nil || currency?.code.utf8.count == 3)
    }
}
