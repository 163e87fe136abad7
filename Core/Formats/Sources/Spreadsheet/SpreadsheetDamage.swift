/// What a spreadsheet has made of a value when it took it for a number or could not compute it. The value is lost; a message can say so
/// instead of letting a wrong one in.
public enum SpreadsheetDamage: String, Sendable, Hashable, CaseIterable {
    /// `1.38E+10`: the phone number or the code was shown so and saved so.
    case scientific
    /// `440524188001010000`: of more than 15 digits, those behind are zeros.
    case lostDigits
    /// `#N/A`, `#REF!`, `#####`
    case errorValue

    /// What the field holds.
    public enum Content: Sendable, Hashable {
        /// Phone, identity or account numbers, codes: digits that are no quantity.
        case digits
        case quantity
        case text
    }

    /// - Parameter text: of a CSV file.
    public static func found(in text: String, of content: Content) -> SpreadsheetDamage? {
        if isError(text) { return .errorValue }
        guard content == .digits else { return nil }
        if isScientific(text) { return .scientific }
        // A code may end in zeros of its own; three are hardly chance.
        return hasLostDigits(text) && text.hasSuffix("000") ? .lostDigits : nil
    }

    public static func found(in value: SheetValue, of content: Content) -> SpreadsheetDamage? {
        switch value {
        case .error, .uncalculated: return .errorValue
        case .text(let text): return found(in: text, of: content)
        case .number(let number):
            guard content == .digits else { return nil }
            return hasLostDigits(number.digits) ? .lostDigits : nil
        default: return nil
        }
    }

    private static func hasLostDigits(_ text: String) -> Bool {
        let digits = text.utf8
        return digits.count > 15 && digits.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
            && digits.dropFirst(15).allSatisfy { $0 == UInt8(ascii: "0") }
    }

    /// As spreadsheets write it: at least two digits behind `E+`.
    private static func isScientific(_ text: String) -> Bool {
        text.wholeMatch(of: /[0-9](\.[0-9]+)?[Ee]\+[0-9]{2,3}/) != nil
    }

    private static func isError(_ text: String) -> Bool {
        guard text.hasPrefix("#") else { return false }
        return ["#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#DIV/0!", "#SPILL!", "#CALC!"].contains(text)
            || (text.utf8.count >= 3 && text.utf8.allSatisfy { $0 == UInt8(ascii: "#") })
    }
}
