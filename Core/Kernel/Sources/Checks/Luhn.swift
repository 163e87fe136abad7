/// The check digit of bank cards (ISO/IEC 7812, annex B).
public enum Luhn {
    /// Whether the last digit fits. False for texts of less than two digits or with anything but digits, blanks and dashes.
    public static func holds(_ number: String) -> Bool {
        guard let bytes = WrittenCode.plain(number), bytes.count >= 2, bytes.allSatisfy(\.isDigit) else { return false }
        return sum(of: bytes.dropLast()) == bytes[bytes.count - 1].digit
    }

    /// The digit to put behind the given ones. Nil unless they are digits.
    public static func checkDigit(for digits: String) -> Character? {
        let bytes = Array(digits.utf8)
        guard !bytes.isEmpty, bytes.allSatisfy(\.isDigit) else { return nil }
        return Character(Unicode.Scalar(UInt8(0x30 + sum(of: bytes[...]))))
    }

    private static func sum(of bytes: ArraySlice<UInt8>) -> Int {
        var sum = 0
        for (place, byte) in bytes.reversed().enumerated() {
            let doubled = place % 2 == 0 ? byte.digit * 2 : byte.digit
            sum += doubled > 9 ? doubled - 9 : doubled
        }
        return (10 - sum % 10) % 10
    }
}
