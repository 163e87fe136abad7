import Foundation
import Kernel
import Testing

@Suite struct NumberKindTests {
    @Test(
        arguments: [("0", 0), ("-0", 0), ("1e3", 1_000), ("1.0", 1), ("9223372036854775807", .max), ("-9223372036854775808", .min)]
            as [(String, Int64)])
    func `a whole number is read from JSON however it is written`(digits: String, number: Int64) throws {
        #expect(try IntegerKind().parse(.number(digits)) == .integer(number))
    }

    @Test(arguments: [("1,234", 1_234), (" 42 ", 42), ("１２", 12), ("+5", 5)] as [(String, Int64)])
    func `a whole number is read from files as people write it`(text: String, number: Int64) throws {
        #expect(try IntegerKind().parse(text: text) == .integer(number))
    }

    @Test(
        arguments: [
            ("9223372036854775808", .outOfRange), ("-9223372036854775809", .outOfRange), ("1e30", .outOfRange),
            ("1.5", .tooManyPlaces),
            ("1e-1", .tooManyPlaces), ("1e400", .badNumber), ("1e-9223372036854775808", .badNumber),
        ] as [(String, ValueProblem.Code)])
    func `a number that is not whole or too great is refused`(digits: String, code: ValueProblem.Code) {
        #expect(problem(IntegerKind(), .number(digits)) == code)
    }

    @Test func `a whole number keeps to its range`() {
        let kind = IntegerKind(1...5)

        #expect(problem(kind, 5) == nil)
        #expect(problem(kind, 0) == .outOfRange)
        #expect(problem(kind, 6) == .outOfRange)
    }

    @Test(arguments: ["1", true, [], [:]] as [JSON]) func `a whole number is no text in JSON`(json: JSON) {
        #expect(problem(IntegerKind(), json) == .wrongType)
    }

    @Test(arguments: [.number("12.5"), "12.5", "12.5000", .number("125e-1")] as [JSON])
    func `a decimal is read from a number or a text`(json: JSON) throws {
        #expect(try DecimalKind().parse(json) == .decimal(Decimal(units: 125, scale: 1)))
    }

    @Test(
        arguments: [
            ("12.34567", .tooManyPlaces), ("90000000000000.0001", .outOfRange), ("-1e38", .outOfRange), ("1,50", .badNumber),
            ("abc", .badNumber),
            ("1e400", .badNumber), (" ", .badNumber), ("NaN", .badNumber), ("12abc", .badNumber),
        ] as [(String, ValueProblem.Code)])
    func `a decimal that cannot be kept is refused`(text: String, code: ValueProblem.Code) {
        #expect(problem(DecimalKind(), .string(text)) == code)
        #expect(problem(DecimalKind(), text: text) == code)
    }

    @Test(arguments: [true, "", [], [:]] as [JSON]) func `other JSON is no decimal`(json: JSON) {
        #expect(problem(DecimalKind(), json) == .wrongType)
    }

    @Test func `a share lies between nothing and all`() throws {
        let kind = DecimalKind.percent()

        #expect(try kind.parse("12.5") == .decimal(Decimal(units: 125, scale: 1)))
        #expect(problem(kind, "100.01") == .outOfRange)
        #expect(problem(kind, "-0.01") == .outOfRange)
        #expect(problem(kind, "1.234") == .tooManyPlaces)
    }

    @Test func `a computed decimal is kept rounded and never lost`() {
        let third = Decimal(1) / Decimal(3)

        #expect(DecimalKind(places: 4).store(.decimal(third)) == [.integer(3_333)])
    }

    @Test(arguments: [-5, 0, 12, 40, 1_000]) func `any number of places makes a kind`(places: Int) throws {
        let kind = DecimalKind(places: places)

        #expect(try kind.parse("1") == .decimal(1))
    }

    @Test(arguments: [
        ("true", true), ("YES", true), ("1", true), ("是", true), (" 否 ", false), ("N", false), ("0", false), ("×", false),
    ])
    func `a flag is read from the words of files`(text: String, flag: Bool) throws {
        #expect(try FlagKind().parse(text: text) == .flag(flag))
    }

    @Test func `a flag is true or false and nothing else`() throws {
        #expect(try FlagKind().parse(true) == .flag(true))
        #expect(problem(FlagKind(), 1) == .wrongType)
        #expect(problem(FlagKind(), "true") == .wrongType)
        #expect(problem(FlagKind(), text: "maybe") == .badFlag)
    }
}
