/// The number of a bank card (ISO/IEC 7812): 13 to 19 digits, the last of them by the formula of Luhn.
///
/// Who issued it is a result of its own: numbers of any network can be valid, and banks of China have issued under several.
public enum BankCard {
    public enum Network: String, Sendable, Hashable, CaseIterable {
        case unionPay, visa, mastercard, americanExpress, jcb, diners, domestic
    }

    static func check(_ text: String) -> NumberCheck {
        switch WrittenCode.read(text) {
        case .failure(let fault): return NumberCheck(text, misses: fault.reason)
        case .success(let bytes):
            guard bytes.allSatisfy(\.isDigit), (13...19).contains(bytes.count) else {
                return NumberCheck(text, misses: WrittenCode.faultOfDigits(bytes, lengths: []))
            }
            let number = String(decoding: bytes, as: UTF8.self)
            let network = network(of: bytes)
            var check = NumberCheck(number: number, variety: network?.rawValue)
            check.checksum = Luhn.holds(number)
            check.reason = check.checksum == true ? nil : .wrongCheckDigit
            if network != .unionPay, network != .domestic, !isOfChineseBank(number) { check.notes.append(.foreignIssuer) }
            return check
        }
    }

    /// By the first digits, as ISO/IEC 7812 and the networks give them out.
    static func network(of digits: [UInt8]) -> Network? {
        let start = { (count: Int) in digits.prefix(count).reduce(0) { $0 * 10 + $1.digit } }
        if start(2) == 62 || (8_100...8_171).contains(start(4)) { return .unionPay }
        if start(1) == 4 { return .visa }
        if (51...55).contains(start(2)) || (2_221...2_720).contains(start(4)) { return .mastercard }
        if [34, 37].contains(start(2)) { return .americanExpress }
        if (3_528...3_589).contains(start(4)) { return .jcb }
        if [36, 38, 39, 30].contains(start(2)) { return .diners }
        // 9 is for national use: cards that banks of China issued before 62 was theirs.
        if start(1) == 9 || [601_382, 601_428, 602_907, 602_969, 603_367, 603_445, 603_506, 603_601, 603_602, 603_694, 603_708].contains(start(6)) { return .domestic }
        return nil
    }

    /// Cards of large banks of China under a foreign network.
    private static func isOfChineseBank(_ number: String) -> Bool {
        ["436742", "436745", "456351", "427010", "427020", "427030", "439225", "439226", "518710", "518718", "524094", "524374", "526410", "532450", "545619", "552599", "558730"]
            .contains(String(number.prefix(6)))
    }
}
