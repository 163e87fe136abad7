/// The nine characters that named an organisation before unified credit codes, and live on inside them (GB 11714).
public enum OrganisationCode {
    static func check(_ text: String) -> NumberCheck {
        switch WrittenCode.read(text) {
        case .failure(let fault): return NumberCheck(text, misses: fault.reason)
        case .success(let bytes):
            guard bytes.count == 9 else { return NumberCheck(text, misses: .wrongLength) }
            let last = bytes[8]
            guard last.isDigit || last == UInt8(ascii: "X") else {
                return NumberCheck(text, misses: WrittenCode.looksLikeDigit(last) ? .letterForDigit : .letter)
            }
            let number = String(decoding: bytes, as: UTF8.self)
            var check = NumberCheck(number: number)
            check.checksum = UnifiedCreditCode.organisationCheckCharacter(for: String(number.dropLast())) == number.last
            check.reason = check.checksum == true ? nil : .wrongCheckDigit
            return check
        }
    }
}
