/// The kinds of numbers that can be checked, by the names that the command line and mappings use.
public enum NumberKind: String, Sendable, Hashable, CaseIterable {
    case identityCard = "id-card"
    case creditCode = "uscc"
    case organisationCode = "organisation-code"
    case mobile, phone, plate
    case bankCard = "bank-card"
    case passport
    case hongKongMacauPermit = "hk-macau-permit"
    case taiwanPermit = "taiwan-permit"
    case residencePermit = "residence-permit"
    case postcode, region

    /// - Parameters:
    ///   - today: dates behind it lie in the future.
    ///   - divisions: the codes of today's districts; without them districts are not looked at.
    public func check(_ text: String, on today: Day, divisions: RegionCodes? = nil) -> NumberCheck {
        var check =
            switch self {
            case .identityCard: IdentityCard.check(text, on: today, divisions, isPermit: false)
            case .residencePermit: IdentityCard.check(text, on: today, divisions, isPermit: true)
            case .creditCode: UnifiedCreditCode.check(text, divisions)
            case .organisationCode: OrganisationCode.check(text)
            case .mobile: ChinesePhone.check(text, isMobile: true)
            case .phone: ChinesePhone.check(text, isMobile: false)
            case .plate: LicencePlate.check(text)
            case .bankCard: BankCard.check(text)
            case .passport: Passport.check(text)
            case .hongKongMacauPermit: TravelPermit.checkHongKongMacau(text)
            case .taiwanPermit: TravelPermit.checkTaiwan(text)
            case .postcode: Postcode.check(text)
            case .region: RegionCodes.check(text, divisions)
            }
        if check.form, WrittenCode.hasFullWidth(text) { check.notes.append(.fullWidth) }
        return check
    }
}
