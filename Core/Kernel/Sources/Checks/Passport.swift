/// The number of a passport: those of China by their letters, others by what ICAO 9303 allows. It carries no check digit.
public enum Passport {
    public enum Issuer: String, Sendable, Hashable, CaseIterable { case ordinary, diplomatic, service, publicAffairs, hongKong, macau, foreign }

    static func check(_ text: String) -> NumberCheck {
        switch WrittenCode.read(text) {
        case .failure(let fault): return NumberCheck(text, misses: fault.reason)
        case .success(let bytes):
            guard let issuer = issuer(of: bytes) else { return NumberCheck(text, misses: fault(in: bytes)) }
            return NumberCheck(number: String(decoding: bytes, as: UTF8.self), variety: issuer.rawValue)
        }
    }

    private static func issuer(of bytes: [UInt8]) -> Issuer? {
        let letters = bytes.prefix { !$0.isDigit }
        let digits = bytes.dropFirst(letters.count)
        if digits.allSatisfy(\.isDigit), let issuer = issuer(String(decoding: letters, as: UTF8.self), digits: Array(digits)) { return issuer }
        // Nine characters fit into the strip that machines read; a few countries have more.
        return (6...12).contains(bytes.count) && bytes.contains(where: \.isDigit) ? .foreign : nil
    }

    /// China's ordinary ones: G and eight digits, E and eight, E with a letter (not I or O) and seven; before 2002, 14 or 15 and seven.
    private static func issuer(_ letters: String, digits: [UInt8]) -> Issuer? {
        switch (letters, digits.count) {
        case ("G", 8), ("E", 8): .ordinary
        case (let pair, 7) where pair.count == 2 && pair.hasPrefix("E") && !pair.hasSuffix("I") && !pair.hasSuffix("O"): .ordinary
        case ("", 9) where digits[0].digit == 1 && [4, 5].contains(digits[1].digit): .ordinary
        case ("D", 7...8), ("DE", 7): .diplomatic
        case ("S", 7...8), ("SE", 7): .service
        case ("P", 7...8), ("PE", 7): .publicAffairs
        case ("K", 8), ("KJ", 7), ("H", 8): .hongKong
        case ("MA", 7), ("MB", 7), ("M", 8): .macau
        default: nil
        }
    }

    private static func fault(in bytes: [UInt8]) -> NumberCheck.Reason {
        (6...12).contains(bytes.count) ? .wrongForm : .wrongLength
    }
}
