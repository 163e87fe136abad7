import Kernel
import Testing

@Suite struct ChinesePhoneTests {
    @Test func `agrees with the oracle on every number but the explained ones`() throws {
        let rows = try CheckVectors.rows("cn_phone_vectors.csv")

        var agreed = 0
        var explained = 0
        for row in rows {
            let (number, oracle) = (row[0], row[1].split(separator: "|").map(String.init))
            let phone = try #require(ChinesePhone(number), "\(number)")
            let isSubscriber = phone.kind == .mobile || phone.kind == .landline
            if number.count == 11 && number.hasPrefix("149") {
                // Given to China Telecom; libphonenumber does not know it.
                #expect(phone.kind == .mobile && oracle[0] == "False")
                explained += 1
            } else {
                #expect(isSubscriber == (oracle[0] == "True"), "\(row) \(phone)")
                if isSubscriber, oracle.count > 1 { #expect(phone.number == oracle[1], "\(row)") }
                agreed += 1
            }
        }

        print("phones: \(agreed) agree with the oracle, \(explained) explained (prefix 149), of \(rows.count)")
        #expect(rows.count == 305)
        #expect(explained == 8)
    }

    @Test(arguments: [
        "13812345678", "+86 138 1234 5678", "+86-138-1234-5678", "008613812345678", "0086 138 1234 5678", "86 13812345678",
        "８６１３８１２３４５６７８", "１３８１２３４５６７８", "013812345678", "\u{202D}138 1234 5678\u{202C}", "(+86)13812345678", "138.1234.5678",
    ])
    func `all ways to write a mobile number give one`(text: String) {
        let phone = ChinesePhone(text)

        #expect(phone?.kind == .mobile)
        #expect(phone?.number == "+8613812345678")
        #expect(phone?.display == "138 1234 5678")
    }

    @Test(arguments: [
        ("010-65529988", "+861065529988", nil, "010-65529988"),
        ("+86 (0)10 6552 9988", "+861065529988", nil, "010-65529988"),
        ("86-10-65529988", "+861065529988", nil, "010-65529988"),
        ("0755-88888888-12", "+8675588888888", "12", "0755-88888888-12"),
        ("0755 8888 8888 转 12", "+8675588888888", "12", "0755-88888888-12"),
        ("（0755）8888 8888 分机：12", "+8675588888888", "12", "0755-88888888-12"),
        ("0755 88888888 EXT. 12", "+8675588888888", "12", "0755-88888888-12"),
        ("0912-3456789", "+869123456789", nil, "0912-3456789"),
    ] as [(String, String, String?, String)])
    func `land-lines have an area code and may have an extension`(text: String, number: String, branch: String?, display: String) {
        let phone = ChinesePhone(text)

        #expect(phone?.kind == .landline)
        #expect(phone?.number == number)
        #expect(phone?.extension == branch)
        #expect(phone?.display == display)
    }

    @Test(arguments: [
        ("400-812-3123", ChinesePhone.Kind.service, "4008123123", "400-812-3123"),
        ("+86 400 812 3123", .service, "4008123123", "400-812-3123"),
        ("95588", .service, "95588", "95588"), ("12345", .service, "12345", "12345"), ("110", .service, "110", "110"),
        ("6552-9988", .local, "65529988", "65529988"),
        ("+1 (415) 555-2671", .foreign, "+14155552671", "+14155552671"),
        ("0044 20 7946 0958", .foreign, "+442079460958", "+442079460958"),
        ("+852 2345 6789", .foreign, "+85223456789", "+85223456789"),
        ("1380013800", .unknown, "1380013800", "1380013800"), ("138001380000", .unknown, "138001380000", "138001380000"),
    ])
    func `other numbers are told apart and kept`(text: String, kind: ChinesePhone.Kind, number: String, display: String) {
        let phone = ChinesePhone(text)

        #expect(phone?.kind == kind)
        #expect(phone?.number == number)
        #expect(phone?.display == display)
    }

    @Test(arguments: ["", "-", "12", "call Bob", "138a12345678", "13812345678/13912345678 x", "1+3812345678", "123456789012345678901"])
    func `text that is not one number is refused`(text: String) {
        #expect(ChinesePhone(text) == nil)
    }

    @Test func `the number stored reads back as the same`() throws {
        for text in ["13812345678", "010-65529988", "4008123123", "+14155552671", "65529988", "1380013800"] {
            let phone = try #require(ChinesePhone(text))

            #expect(ChinesePhone(phone.number) == phone)
            #expect(ChinesePhone(phone.display) == phone)
        }
    }
}
