extension UnifiedCreditCode {
    static func check(_ text: String, _ divisions: RegionCodes?) -> NumberCheck {
        guard let code = UnifiedCreditCode(text) else { return NumberCheck(text, misses: fault(in: text)) }
        var check = NumberCheck(number: code.number, variety: code.authority)
        check.checksum = code.checksumHolds
        let region = code.number.dropFirst(2).prefix(6)
        // 10 stands for what the central authorities register.
        check.region = Int(region.prefix(2)).map { RegionCodes.isProvince($0) || $0 == 10 } ?? false
        check.reason = !code.checksumHolds ? .wrongCheckDigit : check.region == false ? .unknownRegion : nil
        if !code.organisationChecksumHolds { check.notes.append(.innerCheckDigit) }
        if check.region == true, !region.hasPrefix("10") { check.notes += RegionCodes.note(on: region, divisions) }
        return check
    }

    /// Who registers: the first character.
    private var authority: String? {
        switch number.first {
        case "1": "government"
        case "5": "civilAffairs"
        case "9": "market"
        case "Y": "others"
        case nil: nil
        default: "rare"
        }
    }

    /// Why a text has not the form of such a code: I, O, S, V and Z are not used, and stand for 1, 0, 5, U and 2 when they occur.
    public static func fault(in text: String) -> NumberCheck.Reason {
        switch WrittenCode.read(text) {
        case .failure(let fault): return fault.reason
        case .success(let bytes):
            guard bytes.count == 18 else { return .wrongLength }
            if let letter = bytes.first(where: { "IOSVZ".utf8.contains($0) }) {
                return letter == UInt8(ascii: "V") ? .unusedLetter : .letterForDigit
            }
            return bytes[2..<8].allSatisfy(\.isDigit) ? .wrongForm : WrittenCode.faultOfDigits(bytes[2..<8], lengths: [6])
        }
    }
}
