import Kernel
import Testing

@Suite struct AddressKindTests {
    let kind = AddressKind()

    @Test func `the parts of an address are read from JSON`() throws {
        let value = try kind.parse(["province": " 广东省 ", "city": "深圳市", "street": nil, "postcode": ""])

        #expect(value == .address(Address(province: "广东省", city: "深圳市")))
    }

    @Test func `one line is the street`() throws {
        #expect(try kind.parse(text: " 深南大道 1 号 ") == .address(Address(street: "深南大道 1 号")))
        #expect(try kind.parse("C:\\x") == .address(Address(street: "C:\\x")))
    }

    @Test(arguments: ["  ", "|||||", " | | | | | "]) func `an address without parts is no value`(text: String) throws {
        #expect(try kind.parse(text: text) == .null)
        #expect(try kind.parse([:]) == .null)
    }

    @Test(
        arguments: [
            (["planet": "x"], .unknownPart), (["city": 1], .wrongType), (["city": ["x"]], .wrongType),
            (["city": "a\nb"], .badCharacter), (1, .wrongType),
            ([], .wrongType), ("a|b", .tooMany), ("1|2|3|4|5|6|7", .tooMany),
        ] as [(JSON, ValueProblem.Code)])
    func `what is no address is refused`(json: JSON, code: ValueProblem.Code) {
        #expect(problem(kind, json) == code)
    }

    @Test func `a problem names its part`() {
        let long = JSON.string(String(repeating: "x", count: 201))

        let error = #expect(throws: ValueProblem.self) { try kind.parse(["city": long]) }

        #expect(error == ValueProblem(.tooLong, ["max": "200", "part": "city"]))
    }

    @Test func `filters name a part`() throws {
        let city = try #require(kind.part("city"))

        #expect(kind.columns[city.column].suffix == "_city")
        #expect(city.extract(.address(Address(city: "深圳市"))) == .text("深圳市"))
        #expect(city.extract(.address(Address(street: "x"))) == .null)
        #expect(city.extract(.null) == .null)
        #expect(kind.part("planet") == nil)
    }

    @Test func `one line goes from large to small`() {
        #expect(Address(province: "北京市", city: "北京市", district: "海淀区", street: "中关村 1 号").line == "北京市海淀区中关村 1 号")
    }
}
