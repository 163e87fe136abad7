/// The 18-character unified social credit code of a Chinese organisation (GB 32100).
///
///     let code = UnifiedCreditCode("9135 0100 M000 100Y 43")
///     code?.checksumHolds, code?.organisationChecksumHolds
public struct UnifiedCreditCode: Sendable, Hashable {
    /// Without blanks, capital letters.
    public let number: String
    /// The 18th character, over the first 17, modulo 31.
    public let checksumHolds: Bool
    /// The 17th character, over the organisation code in places 9 to 16 (GB 11714). A separate result, since codes
    /// were given out with a wrong one; take it as a warning.
    public let organisationChecksumHolds: Bool

    /// Places 9 to 17: the organisation code with its own check character.
    public var organisationCode: String { String(number.dropFirst(8).prefix(9)) }

    /// Nil unless the text holds 18 characters of the alphabet, the region in places 3 to 8 being digits.
    public init?(_ text: String) {
        guard let bytes = WrittenCode.plain(text), bytes.count == 18, bytes[2..<8].allSatisfy(\.isDigit),
            let check = Self.checkByte(for: bytes.prefix(17)), Self.value(of: bytes[17]) != nil
        else { return nil }
        number = String(decoding: bytes, as: UTF8.self)
        checksumHolds = check == bytes[17]
        organisationChecksumHolds = Self.organisationCheckByte(for: bytes[8..<16]) == bytes[16]
    }

    /// The 18th character. Nil unless given 17 characters of the alphabet.
    public static func checkCharacter(for first: String) -> Character? {
        let bytes = Array(first.utf8)
        guard bytes.count == 17, let check = checkByte(for: bytes[...]) else { return nil }
        return Character(Unicode.Scalar(check))
    }

    /// The 9th character of an organisation code. Nil unless given 8 digits or capital letters.
    public static func organisationCheckCharacter(for first: String) -> Character? {
        let bytes = Array(first.utf8)
        guard bytes.count == 8, bytes.allSatisfy({ $0.isDigit || (0x41...0x5A).contains($0) }) else { return nil }
        return Character(Unicode.Scalar(organisationCheckByte(for: bytes[...])))
    }

    /// Without I, O, S, V and Z, which look like digits or each other.
    private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)

    private static let values: [Int?] = {
        var values = [Int?](repeating: nil, count: 256)
        for (value, byte) in alphabet.enumerated() { values[Int(byte)] = value }
        return values
    }()

    private static func value(of byte: UInt8) -> Int? { values[Int(byte)] }

    private static func checkByte(for bytes: ArraySlice<UInt8>) -> UInt8? {
        var sum = 0
        var weight = 1
        for byte in bytes {
            guard let value = value(of: byte) else { return nil }
            sum += value * weight
            weight = weight * 3 % 31
        }
        return alphabet[(31 - sum % 31) % 31]
    }

    private static func organisationCheckByte(for bytes: ArraySlice<UInt8>) -> UInt8 {
        let weights = [3, 7, 9, 10, 5, 8, 4, 2]
        let sum = zip(bytes, weights).reduce(0) { sum, pair in
            sum + (pair.0.isDigit ? pair.0.digit : Int(pair.0) - 0x41 + 10) * pair.1
        }
        switch 11 - sum % 11 {
        case 10: return UInt8(ascii: "X")
        case 11: return UInt8(ascii: "0")
        case let digit: return UInt8(0x30 + digit)
        }
    }
}
