import Engine
import Kernel

extension InvoiceTitle {
    static let hooks: [Hook] = [
        .beforeSaving(InvoiceTitle.self) { title, saving in
            // Titles that were there before a rule move with their customer as they are, and leave the mark to the one that has it.
            guard saving.isMoving else { return try title.checkTax() }
            let others = InvoiceTitle.rule { $0.customer == title[\.customer] && $0.isStandard == true } && !.compare([Common.id], .equal, .reference(title.id))
            if title[\.isStandard], try saving.door.reader.firstID(InvoiceTitle.schema.definition, where: others) != nil { title[\.isStandard] = false }
        },
        // A customer has one standard title: naming another takes the mark from the one before.
        .afterSaving(InvoiceTitle.self) { title, saving in
            guard title[\.isStandard], saving.changes("isStandard", in: title.values) || saving.changes("customer", in: title.values) else { return }
            let others = InvoiceTitle.rule { $0.customer == title[\.customer] && $0.isStandard == true } && !.compare([Common.id], .equal, .reference(title.id))
            guard var former = try saving.door.reader.first(InvoiceTitle.self, where: others) else { return }
            former[\.isStandard] = false
            try saving.door.save(former)
        },
    ]
}

extension Record<InvoiceTitle> {
    /// A tax number of 18 characters is a credit code or an identity card; a special invoice must name all that the tax office asks for.
    fileprivate mutating func checkTax() throws {
        if let number = self[\.taxNumber] {
            let plain = number.filter { !$0.isWhitespace }.uppercased()
            guard (15...20).contains(plain.count), plain.allSatisfy({ $0.isASCII && ($0.isNumber || $0.isLetter) }) else {
                throw Invalid("taxNumber", .badIdentityNumber)
            }
            if plain.count == 18, let code = UnifiedCreditCode(plain), !code.checksumHolds, IdentityCard.checkDigit(for: String(plain.prefix(17))) != plain.last {
                throw Invalid("taxNumber", .badCheckDigit)
            }
            self[\.taxNumber] = plain
        }
        guard self[\.kind] == .special else { return }
        let missing = ["taxNumber", "bank", "bankAccount", "address", "phone"].filter { (values[$0] ?? .null).isEmpty }
        guard missing.isEmpty else { throw Invalid(missing.map { ValueProblem(.required).on($0) }) }
    }
}
