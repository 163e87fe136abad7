/// Permits to travel between the mainland and Hong Kong, Macau and Taiwan. They carry no check digit.
enum TravelPermit {
    /// 回乡证: H or M and eight digits, before 2013 ten, the last two counting renewals. 往来港澳通行证: C and eight, or C, a letter and seven;
    /// the old booklet W and eight.
    static func checkHongKongMacau(_ text: String) -> NumberCheck {
        check(text) { letters, digits in
            switch (letters, digits.count) {
            case ("H", 8), ("H", 10): "homeReturnHongKong"
            case ("M", 8), ("M", 10): "homeReturnMacau"
            case ("C", 8), ("W", 8): "exitEntry"
            case (let pair, 7) where pair.utf8.count == 2 && pair.hasPrefix("C") && !pair.hasSuffix("I") && !pair.hasSuffix("O"): "exitEntry"
            default: nil
            }
        }
    }

    /// 台胞证: eight digits since 2015; before, ten with the number of the issue as a letter in brackets. 往来台湾通行证: L, or T, and eight digits.
    static func checkTaiwan(_ text: String) -> NumberCheck {
        check(text) { letters, digits in
            switch (letters, digits.count) {
            case ("", 8): "mainlandTravel"
            case ("", 10): "mainlandTravelOld"
            case ("L", 8), ("T", 8): "exitEntry"
            default: nil
            }
        }
    }

    private static func check(_ text: String, _ variety: (String, ArraySlice<UInt8>) -> String?) -> NumberCheck {
        switch WrittenCode.read(text, ignoring: [0x28, 0x29]) {
        case .failure(let fault): return NumberCheck(text, misses: fault.reason)
        case .success(var bytes):
            // The issue of an old permit, 0012345601(B), is no part of the number.
            if bytes.count == 11, bytes.prefix(10).allSatisfy(\.isDigit), !bytes[10].isDigit { bytes.removeLast() }
            let letters = bytes.prefix { !$0.isDigit }
            let digits = bytes[letters.endIndex...]
            guard digits.allSatisfy(\.isDigit), let variety = variety(String(decoding: letters, as: UTF8.self), digits) else {
                let hasLetter = digits.contains { !$0.isDigit }
                return NumberCheck(text, misses: hasLetter ? WrittenCode.faultOfDigits(digits, lengths: []) : letters.count > 2 ? .wrongForm : .wrongLength)
            }
            return NumberCheck(number: String(decoding: bytes, as: UTF8.self), variety: variety)
        }
    }
}
