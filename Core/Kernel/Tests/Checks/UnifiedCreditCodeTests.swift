import Kernel
import Testing

@Suite struct UnifiedCreditCodeTests {
    @Test func `agrees with the oracle on every code`() throws {
        let rows = try CheckVectors.rows("cn_uscc_vectors.csv")

        for row in rows {
            let code = UnifiedCreditCode(row[0])
            switch row[1] {
            case "ok": #expect(code?.checksumHolds == true, "\(row)")
            case "InvalidChecksum": #expect(code?.checksumHolds == false, "\(row)")
            default: #expect(code == nil, "\(row)")
            }
        }

        print("credit codes: \(rows.count) of \(rows.count) agree with the oracle")
        #expect(rows.count == 352)
    }

    @Test func `checks the organisation code inside on its own`() throws {
        // The made-up codes of the vectors have a random organisation code, so only these three say something.
        let printed = try CheckVectors.rows("cn_uscc_vectors.csv").filter { $0[2].hasPrefix("printed example") }

        #expect(printed.count == 3)
        for row in printed { #expect(UnifiedCreditCode(row[0])?.organisationChecksumHolds == true, "\(row)") }
        let wrongInside = try #require(UnifiedCreditCode.checkCharacter(for: "91350100M000100Y5"))
        let code = try #require(UnifiedCreditCode("91350100M000100Y5\(wrongInside)"))
        #expect(code.checksumHolds && !code.organisationChecksumHolds)
    }

    @Test func `accepts small letters and blanks, and gives the plain form`() {
        let code = UnifiedCreditCode(" 9135 0100 m000 100y 43 ")

        #expect(code?.number == "91350100M000100Y43")
        #expect(code?.organisationCode == "M000100Y4")
    }

    @Test func `makes both check characters`() {
        #expect(UnifiedCreditCode.checkCharacter(for: "91350100M000100Y4") == "3")
        #expect(UnifiedCreditCode.organisationCheckCharacter(for: "M000100Y") == "4")
        #expect(UnifiedCreditCode.checkCharacter(for: "91350100M000100I4") == nil)
    }

    @Test(arguments: ["", "91350100M000100Y4", "91350100M000100Y433", "9135O100M000100Y43", "91350A00M000100Y43"])
    func `refuses what has not the form of a code`(text: String) {
        #expect(UnifiedCreditCode(text) == nil)
    }
}
