import Foundation
import Kernel
import Testing

@Suite struct FormulaKindTests {
    @Test func `a number takes the form of its result`() throws {
        let third = try Formula(parsing: "a / 3")

        #expect(
            FormulaKind(third, as: DecimalKind(places: 2)).value(in: ["a": .integer(5)]) == .decimal(Decimal(units: 167, scale: 2)))
        #expect(FormulaKind(third, as: IntegerKind()).value(in: ["a": .integer(5)]) == .integer(2))
        #expect(FormulaKind(third, as: TextKind(maximum: 9)).value(in: ["a": .integer(5)]) == .null)
    }

    @Test func `a number too great for its column is null in memory too`() throws {
        let kind = FormulaKind(try Formula(parsing: "a * 1000"), as: DecimalKind(places: 2))

        #expect(kind.value(in: ["a": .integer(.max)]) == .null)
        #expect(kind.value(in: [:]) == .null)
    }

    @Test func `amounts and days pass as they are`() throws {
        let money = Value.money(Money(minorUnits: 5, currency: .yuan))

        #expect(FormulaKind(try Formula(parsing: "a"), as: MoneyKind()).value(in: ["a": money]) == money)
        #expect(FormulaKind(try Formula(parsing: "a"), as: DayKind()).value(in: ["a": money]) == .null)
    }
}
