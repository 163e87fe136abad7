extension IdentityCard {
    /// - Parameter isPermit: whether only residence permits of people of Hong Kong, Macau and Taiwan (81, 82, 83) and of foreigners (9) are meant.
    static func check(_ text: String, on today: Day, _ divisions: RegionCodes?, isPermit: Bool) -> NumberCheck {
        guard let card = IdentityCard(text, on: today) else { return NumberCheck(text, misses: fault(in: text)) }
        var check = NumberCheck(number: card.number, variety: card.isOfForeigner ? "foreigner" : card.isPermit ? "residencePermit" : "citizen")
        (check.checksum, check.date, check.region) = (card.checksumHolds, card.dateIsPlausible, card.regionIsAssigned)
        if isPermit, !card.isPermit, !card.isOfForeigner { check.region = false }
        check.reason = card.reason(on: today) ?? (check.region == false ? .unknownRegion : nil)
        if card.checksumHolds == nil { check.notes.append(.oldForm) }
        if check.region == true, !card.isOfForeigner { check.notes += RegionCodes.note(on: card.number.prefix(6), divisions) }
        return check
    }

    private var isPermit: Bool { ["81", "82", "83"].contains(number.prefix(2)) && number.utf8.count == 18 }
    private var isOfForeigner: Bool { number.hasPrefix("9") && number.utf8.count == 18 }

    /// The first thing that is wrong with it: the check digit tells most.
    public func reason(on today: Day) -> NumberCheck.Reason? {
        if checksumHolds == false { return .wrongCheckDigit }
        guard let birthDay else { return .noSuchDate }
        if birthDay > today { return .futureDate }
        if !dateIsPlausible { return .ancientDate }
        return regionIsAssigned ? nil : .unknownRegion
    }

    /// Why a text has not the form of such a number.
    public static func fault(in text: String) -> NumberCheck.Reason {
        switch WrittenCode.read(text) {
        case .failure(let fault): return fault.reason
        case .success(let bytes):
            guard bytes.count == 15 || bytes.count == 18 else { return .wrongLength }
            return WrittenCode.faultOfDigits(bytes.count == 18 ? bytes.dropLast() : bytes[...], lengths: [15, 17]).ifForm(.letter)
        }
    }
}

extension NumberCheck.Reason {
    /// Where the digits are right, the fault lies in what is left.
    fileprivate func ifForm(_ other: Self) -> Self { self == .wrongForm ? other : self }
}
