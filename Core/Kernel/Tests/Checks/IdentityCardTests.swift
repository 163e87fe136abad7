import Kernel
import Testing

@Suite struct IdentityCardTests {
    let today = Day(number: 20_000)  // 2024-10-04

    @Test func `agrees with the oracle on every number but the explained ones`() throws {
        let rows = try CheckVectors.rows("cn_id_vectors.csv")

        var agreed = 0
        var explained = 0
        for row in rows {
            let (number, oracle) = (row[0], row[1])
            let card = try #require(IdentityCard(number, on: today), "\(number)")
            if oracle == "InvalidLength" {
                // The oracle knows no numbers of 15 digits.
                #expect(number.count == 15 && card.isValid && card.checksumHolds == nil, "\(row)")
                explained += 1
            } else if number == "440524188001010014" {
                // The example of the standard: the oracle ties the region to the birth year.
                #expect(oracle == "InvalidComponent" && card.isValid)
                explained += 1
            } else {
                #expect((card.checksumHolds == false) == (oracle == "InvalidChecksum"), "\(row)")
                if card.checksumHolds == true { #expect(card.isValid == (oracle == "ok"), "\(row)") }
                agreed += 1
            }
        }

        print("identity cards: \(agreed) agree with the oracle, \(explained) explained, of \(rows.count)")
        #expect(rows.count == 571)
        #expect(explained == 12)
    }

    @Test func `says which of checksum, date and region is wrong`() throws {
        let wrongDate = try #require(IdentityCard("11010519490230" + "002X", on: today))
        let wrongRegion = try #require(IdentityCard("990000190701248818", on: today))
        let wrongDigit = try #require(IdentityCard("110105194912310021", on: today))

        #expect(!wrongDate.dateIsPlausible && wrongDate.regionIsAssigned && wrongDate.birthDay == nil)
        #expect(wrongRegion.checksumHolds == true && wrongRegion.dateIsPlausible && !wrongRegion.regionIsAssigned)
        #expect(wrongDigit.checksumHolds == false && wrongDigit.dateIsPlausible && wrongDigit.regionIsAssigned)
    }

    @Test func `derives birthday and sex`() throws {
        let woman = try #require(IdentityCard("11010519491231002X", on: today))
        let old = try #require(IdentityCard("110105491231001", on: today))

        #expect(woman.isValid && woman.birthDay == Day("1949-12-31") && woman.sex == .female)
        #expect(old.isValid && old.birthDay == Day("1949-12-31") && old.sex == .male)
    }

    @Test func `a birthday of tomorrow or before 1850 is not plausible`() throws {
        let birthday = try #require(Day("1949-12-31"))

        #expect(IdentityCard("11010519491231002X", on: birthday)?.dateIsPlausible == true)
        #expect(IdentityCard("11010519491231002X", on: birthday - 1)?.dateIsPlausible == false)
        #expect(IdentityCard("110105184912310021", on: today)?.dateIsPlausible == false)
    }

    @Test func `accepts small x, blanks and full-width digits, and gives the plain form`() {
        #expect(IdentityCard("110105 19491231 002x", on: today)?.number == "11010519491231002X")
        #expect(IdentityCard("１１０１０５１９４９１２３１００２Ｘ", on: today)?.number == "11010519491231002X")
    }

    @Test(arguments: ["", "1101051949123100", "1101051949123100222", "1X010519491231002X", "11010519491231002Y", "11010519491231002😀"])
    func `refuses what has not the form of a number`(text: String) {
        #expect(IdentityCard(text, on: today) == nil)
    }

    @Test func `knows the permanent residence card of foreigners`() {
        #expect(IdentityCard("911124198108030024", on: today)?.isValid == true)
        #expect(IdentityCard("830000199201300022", on: today)?.regionIsAssigned == true)
    }

    @Test func `makes the check digit for 17 digits`() {
        #expect(IdentityCard.checkDigit(for: "11010519491231002") == "X")
        #expect(IdentityCard.checkDigit(for: "44052418800101001") == "4")
        #expect(IdentityCard.checkDigit(for: "4405241880010100") == nil)
    }
}
