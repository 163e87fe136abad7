import Engine
import Kernel

/// What must hold between the fields of a customer.
extension Customer {
    static let hooks: [Hook] = [
        .beforeSaving(Customer.self) { customer, saving in
            try customer.checkIdentity(on: saving.door.reader.moment.today)
            try customer.refuseItselfAsParent()
        }
    ]
}

extension Record<Customer> {
    /// A document with check digits must carry the right ones. An identity card also tells the birthday and the gender; what
    /// was entered must not contradict it, what is missing is taken from it.
    fileprivate mutating func checkIdentity(on today: Day) throws {
        guard let number = self[\.identityNumber] else { return }
        switch self[\.identityType] {
        case .identityCard:
            guard let card = IdentityCard(number, on: today), card.dateIsPlausible else {
                throw Invalid("identityNumber", .badIdentityNumber)
            }
            guard card.checksumHolds != false else { throw Invalid("identityNumber", .badCheckDigit) }
            self[\.birthday] = self[\.birthday] ?? card.birthDay
            self[\.gender] = self[\.gender] ?? (card.sex == .female ? .female : .male)
        case .creditCode:
            guard let code = UnifiedCreditCode(number) else { throw Invalid("identityNumber", .badIdentityNumber) }
            guard code.checksumHolds else { throw Invalid("identityNumber", .badCheckDigit) }
        case nil:
            throw Invalid("identityType", .required)
        case .passport, .hongKongMacauPermit, .taiwanPermit, .organisationCode, .other:
            break
        }
    }

    fileprivate func refuseItselfAsParent() throws {
        if let parent = self[\.parent], parent.id == id { throw Invalid("parent", .badReference) }
    }
}
