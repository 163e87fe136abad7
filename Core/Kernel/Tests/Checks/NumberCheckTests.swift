import Kernel
import Testing

@Suite struct NumberCheckTests {
    let today = Day(number: 20_000)  // 2024-10-04

    private func check(_ kind: NumberKind, _ text: String, _ divisions: RegionCodes? = nil) -> NumberCheck {
        kind.check(text, on: today, divisions: divisions)
    }

    @Test func `identity cards agree with the oracle in checksum, and wholly but for the explained ones`() throws {
        for row in try CheckVectors.rows("cn_id_vectors.csv") {
            let check = check(.identityCard, row[0])

            #expect((check.checksum == false) == (row[1] == "InvalidChecksum"), "\(row) \(check)")
            if row[1] == "ok" { #expect(check.isValid && check.reason == nil, "\(row) \(check)") }
            #expect(check.isValid == (check.reason == nil), "\(row) \(check)")
        }
    }

    @Test func `credit codes agree with the oracle`() throws {
        for row in try CheckVectors.rows("cn_uscc_vectors.csv") {
            let check = check(.creditCode, row[0])

            let expected: NumberCheck.Reason? = switch row[1] {
            case "ok": nil
            case "InvalidChecksum": .wrongCheckDigit
            default: check.reason == .unusedLetter ? .unusedLetter : .letterForDigit
            }
            #expect(check.form == (row[1] != "InvalidFormat") && check.reason == expected, "\(row) \(check)")
        }
    }

    @Test func `bank cards agree with the oracle`() throws {
        for row in try CheckVectors.rows("luhn_vectors.csv") {
            let check = check(.bankCard, row[0])

            #expect(check.form && check.checksum == (row[1] == "True") && check.isValid == (row[1] == "True"), "\(row) \(check)")
        }
    }

    @Test func `phones agree with the oracle but for the prefix 149`() throws {
        for row in try CheckVectors.rows("cn_phone_vectors.csv") where !row[0].hasPrefix("149") {
            let check = check(.phone, row[0])

            let isSubscriber = check.isValid && ["mobile", "landline"].contains(check.variety)
            #expect(isSubscriber == row[1].hasPrefix("True"), "\(row) \(check)")
        }
    }

    @Test(arguments: [
        (NumberKind.identityCard, "", NumberCheck.Reason.empty),
        (.identityCard, "11010519491231002", .wrongLength),
        (.identityCard, "11010519491231O02X", .letterForDigit),
        (.identityCard, "1101051949123100KX", .letter),
        (.identityCard, "11010519491231002😀", .badCharacter),
        (.identityCard, "11010519491231002Y", .letter),
        (.identityCard, "110105194912310021", .wrongCheckDigit),
        (.identityCard, "11010520300101001X", .futureDate),
        (.identityCard, "110105180001010010", .ancientDate),
        (.identityCard, "110105194902300020", .noSuchDate),
        (.identityCard, "990000190701248818", .unknownRegion),
        (.identityCard, String(repeating: "1", count: 1_000), .tooLong),
        (.residencePermit, "11010519491231002X", .unknownRegion),
        (.creditCode, "91350100M0001OOY43", .letterForDigit),
        (.creditCode, "91350100M000100V43", .unusedLetter),
        (.creditCode, "91350100M000100Y4", .wrongLength),
        (.creditCode, "91350100M000100Y44", .wrongCheckDigit),
        (.creditCode, "9135A100M000100Y43", .letter),
        (.organisationCode, "M000100Y5", .wrongCheckDigit),
        (.organisationCode, "M000100YO", .letterForDigit),
        (.mobile, "1381234567", .wrongLength),
        (.mobile, "138123456789", .wrongLength),
        (.mobile, "1381234567O", .letterForDigit),
        (.mobile, "call Bob", .letter),
        (.mobile, "14012345678", .wrongForm),
        (.mobile, "010-65529988", .notMobile),
        (.phone, "12", .wrongLength),
        (.plate, "粤B1234O", .letterForDigit),
        (.plate, "粤B123", .wrongLength),
        (.plate, "米B12345", .unknownRegion),
        (.plate, "粤BL12345", .wrongForm),
        (.bankCard, "6217008319581963", .wrongCheckDigit),
        (.bankCard, "621700831958", .wrongLength),
        (.passport, "G1234", .wrongLength),
        (.passport, "ABCDEFG", .wrongForm),
        (.hongKongMacauPermit, "H1234567", .wrongLength),
        (.hongKongMacauPermit, "H1234567O", .letterForDigit),
        (.taiwanPermit, "1234567", .wrongLength),
        (.postcode, "51800", .wrongLength),
        (.postcode, "900000", .unknownRegion),
        (.region, "990101", .unknownRegion),
    ] as [(NumberKind, String, NumberCheck.Reason)])
    func `what is wrong has a reason of its own`(kind: NumberKind, text: String, reason: NumberCheck.Reason) {
        let found = check(kind, text)

        #expect(!found.isValid && found.reason == reason, "\(found)")
    }

    @Test(arguments: [
        (NumberKind.passport, "E12345678", "ordinary"), (.passport, "EA1234567", "ordinary"), (.passport, "g 1234 5678", "ordinary"),
        (.passport, "141234567", "ordinary"), (.passport, "DE1234567", "diplomatic"), (.passport, "SE1234567", "service"),
        (.passport, "P1234567", "publicAffairs"), (.passport, "KJ1234567", "hongKong"), (.passport, "MA1234567", "macau"),
        (.passport, "C01X00T47", "foreign"), (.passport, "123456789", "foreign"),
        (.hongKongMacauPermit, "H12345678", "homeReturnHongKong"), (.hongKongMacauPermit, "M1234567801", "homeReturnMacau"),
        (.hongKongMacauPermit, "C12345678", "exitEntry"), (.hongKongMacauPermit, "CA1234567", "exitEntry"),
        (.taiwanPermit, "01234567", "mainlandTravel"), (.taiwanPermit, "0012345601(B)", "mainlandTravelOld"), (.taiwanPermit, "L12345678", "exitEntry"),
        (.residencePermit, "830000199201300022", "residencePermit"), (.identityCard, "911124198108030024", "foreigner"),
        (.mobile, "１３８００１３８０００", "mobile"), (.phone, "0755-88888888", "landline"), (.phone, "400-812-3123", "service"),
        (.phone, "+852 2345 6789", "foreign"), (.phone, "65529988", "local"),
        (.bankCard, "6217 0083 1958 1962", "unionPay"), (.bankCard, "3568692245713112", "jcb"),
        (.plate, "粤B·12345", "ordinary"), (.plate, "京a12345", "ordinary"), (.plate, "粤BD12345", "newEnergy"), (.plate, "粤B12345F", "newEnergy"),
        (.plate, "粤BDA1234", "newEnergy"), (.plate, "京A1234警", "police"), (.plate, "粤B1234挂", "trailer"), (.plate, "粤B1234学", "learner"),
        (.plate, "沪A0023领", "consulate"), (.plate, "224578使", "embassy"), (.plate, "使014578", "embassy"), (.plate, "粤Z1234港", "hongKong"),
        (.plate, "粤Z1234澳", "macau"), (.plate, "WJ京12345", "armedPolice"), (.plate, "京X1234应急", "rescue"), (.plate, "VA12345", "military"),
    ] as [(NumberKind, String, String)])
    func `forms are told apart`(kind: NumberKind, text: String, variety: String) {
        let found = check(kind, text)

        #expect(found.isValid && found.reason == nil && found.variety == variety, "\(found)")
    }

    @Test func `what is odd but valid is noted`() {
        let table = RegionCodes(["11", "1101", "110105", "44", "440524099"])

        #expect(check(.identityCard, "440524188001010014", table).notes == [.districtGone])
        #expect(check(.identityCard, "11010519491231002X", table).notes == [])
        #expect(check(.identityCard, "11010519491231002X").notes == [])
        #expect(check(.identityCard, "１１０１０５１９４９１２３１００２Ｘ", table).notes == [.fullWidth])
        #expect(check(.identityCard, "110105491231001").notes == [.oldForm])
        #expect(check(.creditCode, "91350100M000100Y43", table).notes == [.districtGone])
        #expect(check(.bankCard, "4111111111111111").notes == [.foreignIssuer])
        #expect(check(.phone, "65529988").notes == [.noAreaCode])
        #expect(check(.plate, "粤BABC12").notes == [.unusualSerial])
        #expect(check(.region, "110100", table).notes == [] && check(.region, "110100", table).region == true)
        #expect(check(.region, "440300", table).notes == [.districtGone])
    }

    @Test func `a postcode leads to its province`() {
        #expect(Postcode.province(of: "518000") == "44")
        #expect(Postcode.province(of: "010000") == "15")
        #expect(Postcode.province(of: "999077") == "81")
        #expect(Postcode.province(of: "990000") == nil)
        #expect(Postcode.province(naming: "内蒙古兴安盟") == "15" && Postcode.province(naming: "深圳市") == nil)
    }
}
