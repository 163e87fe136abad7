/// The check digit of ISO/IEC 7064, MOD 11,10: it finds every wrong digit and nearly all that changed places.
public enum Mod1110 {
    /// The digit to put behind the given ones. Nil unless they are digits.
    public static func checkDigit(for digits: String) -> Character? {
        let bytes = Array(digits.utf8)
        guard !bytes.isEmpty, bytes.allSatisfy(\.isDigit) else { return nil }
        let product = bytes.reduce(10) { product, byte in
            let sum = (product + byte.digit) % 10
            return (sum == 0 ? 10 : sum) * 2 % 11
        }
        return Character(Unicode.Scalar(UInt8(0x30 + (11 - product) % 10)))
    }

    /// Whether the last digit fits. False for texts of less than two digits or with anything else.
    public static func holds(_ number: String) -> Bool {
        guard let last = number.last, let digit = checkDigit(for: String(number.dropLast())) else { return false }
        return digit == last
    }
}
