import Engine

/// What is wrong with a row of a file that was spoilt on purpose. Rows that are right have none.
public enum PlantedFault: String, Sendable, CaseIterable {
    // Numbers and dates that cannot be
    case cardCheckDigit, cardFutureBirth, creditCodeLetter, creditCodeCheckDigit, birthdayContradicts, genderContradicts, birthdayStandard
    case mobileShort, mobileLetter, mailBroken, postcodeElsewhere, plateLetter, bankCardCheckDigit
    // What can be, and is nothing all the same
    case mobileTest, mobileShared, namePlaceholder, nameMissing, nameDigits, mailKeyboard, addressPlaceholder
    // The same customer once more
    case duplicateExact, duplicateHomophone, duplicateNewPhone, duplicateTraditional, duplicateMoved, duplicateCompanyForm

    public var isDuplicate: Bool { rawValue.hasPrefix("duplicate") }

    /// What can happen to a person, and what to an organisation, with how often it does.
    static let ofPeople = MadeUp.Weighted<PlantedFault>([
        (.cardCheckDigit, 9), (.cardFutureBirth, 2), (.birthdayContradicts, 5), (.genderContradicts, 4), (.birthdayStandard, 4), (.mobileShort, 8),
        (.mobileLetter, 3), (.mailBroken, 4), (.postcodeElsewhere, 4), (.plateLetter, 3), (.bankCardCheckDigit, 4), (.mobileTest, 4), (.mobileShared, 6),
        (.namePlaceholder, 3), (.nameMissing, 2), (.nameDigits, 2), (.mailKeyboard, 2), (.addressPlaceholder, 4), (.duplicateExact, 6),
        (.duplicateHomophone, 7), (.duplicateNewPhone, 7), (.duplicateTraditional, 2), (.duplicateMoved, 8),
    ])
    static let ofCompanies = MadeUp.Weighted<PlantedFault>([
        (.creditCodeLetter, 8), (.creditCodeCheckDigit, 12), (.mailBroken, 6), (.postcodeElsewhere, 6), (.plateLetter, 4), (.bankCardCheckDigit, 6),
        (.namePlaceholder, 4), (.nameMissing, 2), (.addressPlaceholder, 6), (.duplicateExact, 10), (.duplicateCompanyForm, 30),
    ])
}
