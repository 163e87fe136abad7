extension WrittenCode {
    /// A number in its plain form, or why it is none.
    ///
    /// - Parameter ignoring: signs that people write into this kind of number beside blanks and dashes.
    static func read(_ text: String, ignoring: Set<UInt32> = []) -> Result<[UInt8], NumberFault> {
        var plain: [UInt8] = []
        for scalar in text.unicodeScalars {
            let folded = narrow(scalar.value)
            switch folded {
            case 0x30...0x39, 0x41...0x5A: plain.append(UInt8(folded))
            case 0x61...0x7A: plain.append(UInt8(folded - 0x20))
            default:
                guard isBlank(folded) || isDash(folded) || ignoring.contains(folded) else { return .failure(NumberFault(.badCharacter)) }
            }
            guard plain.count <= longest else { return .failure(NumberFault(.tooLong)) }
        }
        return plain.isEmpty ? .failure(NumberFault(.empty)) : .success(plain)
    }

    /// Why bytes that should be digits, as many as `lengths` say, are not.
    static func faultOfDigits(_ bytes: some Collection<UInt8>, lengths: Set<Int>) -> NumberCheck.Reason {
        if let letter = bytes.first(where: { !$0.isDigit }) { return looksLikeDigit(letter) ? .letterForDigit : .letter }
        return lengths.contains(bytes.count) ? .wrongForm : .wrongLength
    }

    /// Letters that are taken for digits when a number is copied by hand or read by a machine.
    static func looksLikeDigit(_ byte: UInt8) -> Bool { "OQDILZSB".utf8.contains(byte) }

    static func hasFullWidth(_ text: String) -> Bool { text.unicodeScalars.contains { (0xFF01...0xFF5E).contains($0.value) } }

    /// No number is longer; more is not looked at.
    static let longest = 64
}

struct NumberFault: Error {
    let reason: NumberCheck.Reason

    init(_ reason: NumberCheck.Reason) { self.reason = reason }
}
