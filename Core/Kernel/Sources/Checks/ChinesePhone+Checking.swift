extension ChinesePhone {
    /// - Parameter isMobile: whether only mobile numbers of China are meant.
    static func check(_ text: String, isMobile: Bool) -> NumberCheck {
        guard let phone = ChinesePhone(text) else { return NumberCheck(text, misses: fault(in: text)) }
        guard phone.kind != .unknown else { return NumberCheck(text, misses: fault(inDigits: phone.number, isMobile: isMobile)) }
        guard !isMobile || phone.kind == .mobile else { return NumberCheck(text, misses: .notMobile) }
        var check = NumberCheck(number: phone.number, variety: phone.kind.rawValue)
        if phone.kind == .local { check.notes = [.noAreaCode] }
        return check
    }

    /// Why a text is no phone number.
    public static func fault(in text: String) -> NumberCheck.Reason {
        switch WrittenCode.read(text, ignoring: Set("+()./·".unicodeScalars.map(\.value))) {
        case .failure(let fault): fault.reason
        case .success(let bytes): WrittenCode.faultOfDigits(bytes, lengths: Set(3...20))
        }
    }

    /// Eleven digits that begin with 1 have the length of a mobile number and a prefix that no network has.
    private static func fault(inDigits digits: String, isMobile: Bool) -> NumberCheck.Reason {
        digits.utf8.count == 11 ? .wrongForm : isMobile || digits.utf8.count < 5 || digits.utf8.first == 0x31 ? .wrongLength : .wrongForm
    }
}
