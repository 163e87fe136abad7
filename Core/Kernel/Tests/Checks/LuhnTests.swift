import Kernel
import Testing

@Suite struct LuhnTests {
    @Test func `agrees with the oracle on every card number`() throws {
        let rows = try CheckVectors.rows("luhn_vectors.csv")

        for row in rows { #expect(Luhn.holds(row[0]) == (row[1] == "True"), "\(row)") }

        print("card numbers: \(rows.count) of \(rows.count) agree with the oracle")
        #expect(rows.count == 400)
    }

    @Test func `makes the check digit`() {
        #expect(Luhn.checkDigit(for: "7992739871") == "3")
        #expect(Luhn.checkDigit(for: "799273987a") == nil)
    }

    @Test func `reads blanks and refuses letters`() {
        #expect(Luhn.holds("6217 0083 1958 1962"))
        #expect(!Luhn.holds("6217A0083"))
        #expect(!Luhn.holds(""))
        #expect(!Luhn.holds("0"))
    }
}
