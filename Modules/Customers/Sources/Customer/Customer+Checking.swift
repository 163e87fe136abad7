import Engine
import Kernel

/// What must hold between the fields of a customer.
extension Customer {
    static let hooks: [Hook] = [
        .beforeSaving(Customer.self) { customer, saving in
            try customer.checkIdentity(on: saving.door.reader.moment.today)
            // What was verified was the number before, unless a number comes with what was found out about it, as in merging.
            if saving.before != nil, saving.changesIdentity(in: customer.values), !saving.changes("realName", in: customer.values) {
                (customer[\.realName], customer[\.identityVerifiedAt]) = (.unverified, nil)
            }
        },
        .afterSaving(Customer.self) { customer, saving in
            if saving.before != nil, saving.changesIdentity(in: customer.values) { try Verification.judgeAnew(of: customer, through: saving.door) }
        },
    ]
}

extension Saving {
    fileprivate func changesIdentity(in values: Values) -> Bool { changes("identityNumber", in: values) || changes("identityType", in: values) }
}

extension Record<Customer> {
    /// A number must have the form of its document, and the right check digit where it has one. An identity card also tells the birthday and
    /// the gender; what was entered must not contradict it, what is missing is taken from it.
    fileprivate mutating func checkIdentity(on today: Day) throws {
        guard let number = self[\.identityNumber] else { return }
        guard let type = self[\.identityType] else { throw Invalid("identityType", .required) }
        guard let kind = type.numberKind else { return }
        let check = kind.check(number, on: today)
        // Regions come and go, and tables of the past have gaps: nobody is turned away for one.
        if let reason = check.reason, reason != .unknownRegion { throw Invalid("identityNumber", reason.problem) }
        if kind == .identityCard, let card = IdentityCard(number, on: today) { try follow(card) }
    }

    private mutating func follow(_ card: IdentityCard) throws {
        let gender: Customer.Gender = card.sex == .female ? .female : .male
        var contradicting: [String] = []
        if let birthday = self[\.birthday], birthday != card.birthDay { contradicting.append("birthday") }
        if let entered = self[\.gender], entered != gender, entered != .other { contradicting.append("gender") }
        guard contradicting.isEmpty else { throw Invalid((["identityNumber"] + contradicting).map { ValueProblem(.contradicts).on($0) }) }
        self[\.birthday] = card.birthDay
        self[\.gender] = self[\.gender] ?? gender
    }
}

extension Customer.IdentityType {
    /// Nil for documents of which nothing is known.
    fileprivate var numberKind: NumberKind? {
        switch self {
        case .identityCard: .identityCard
        case .creditCode: .creditCode
        case .organisationCode: .organisationCode
        case .passport: .passport
        case .hongKongMacauPermit: .hongKongMacauPermit
        case .taiwanPermit: .taiwanPermit
        case .other: nil
        }
    }
}

extension NumberCheck.Reason {
    fileprivate var problem: ValueProblem.Code {
        switch self {
        case .letterForDigit, .unusedLetter: .letterForDigit
        case .wrongLength, .tooLong: .wrongLength
        case .wrongCheckDigit: .badCheckDigit
        case .noSuchDate, .ancientDate: .noSuchBirthday
        case .futureDate: .futureBirthday
        case .empty, .badText, .badCharacter, .letter, .wrongForm, .notMobile, .unknownRegion: .badIdentityNumber
        }
    }
}
