/// The codes of a country's divisions (GB/T 2260), of which numbers carry the first six digits.
public struct RegionCodes: Sendable {
    private let codes: Set<String>

    /// - Parameter codes: of two, four and six digits; longer ones are left out.
    public init(_ codes: some Sequence<String>) { self.codes = Set(codes.lazy.filter { $0.utf8.count <= 6 }) }

    public func contains(_ code: String) -> Bool { codes.contains(code) }

    /// Whether a number that begins so was ever given out: provinces stay, districts come and go.
    static func isProvince(_ number: Int) -> Bool {
        switch number {
        case 11...15, 21...23, 31...37, 41...46, 50...54, 61...65, 71, 81...83: true
        default: false
        }
    }

    /// A note when the table is there and does not know the district. Codes that end in 0000 or 00 name a whole province or city.
    static func note(on code: some StringProtocol, _ divisions: RegionCodes?) -> [NumberCheck.Note] {
        guard let divisions, code.utf8.count == 6 else { return [] }
        var short = String(code)
        while short.hasSuffix("00"), short.utf8.count > 2 { short.removeLast(2) }
        return divisions.contains(short) || ["71", "81", "82", "83"].contains(short.prefix(2)) ? [] : [.districtGone]
    }

    static func check(_ text: String, _ divisions: RegionCodes?) -> NumberCheck {
        switch WrittenCode.read(text) {
        case .failure(let fault): return NumberCheck(text, misses: fault.reason)
        case .success(let bytes):
            guard bytes.allSatisfy(\.isDigit), [2, 4, 6, 9, 12].contains(bytes.count) else {
                return NumberCheck(text, misses: WrittenCode.faultOfDigits(bytes, lengths: [2, 4, 6, 9, 12]))
            }
            let number = String(decoding: bytes, as: UTF8.self)
            var check = NumberCheck(number: number)
            let isKnown = isProvince(bytes[0].digit * 10 + bytes[1].digit)
            check.region = isKnown
            check.reason = isKnown ? nil : .unknownRegion
            if isKnown { check.notes = note(on: String(number.prefix(6)).padded, divisions) }
            return check
        }
    }
}

extension String {
    fileprivate var padded: String { self + String(repeating: "0", count: max(0, 6 - utf8.count)) }
}
