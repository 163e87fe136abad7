import Engine
import Kernel

extension Contact {
    /// A customer has one primary contact: naming another takes the mark from the one before.
    static let hooks: [Hook] = [
        // When two customers become one, the primary contact of the one that stays remains it.
        .beforeSaving(Contact.self) { contact, saving in
            guard saving.isMoving, contact[\.isPrimary], saving.changes("customer", in: contact.values) else { return }
            let others = Contact.rule { $0.customer == contact[\.customer] && $0.isPrimary == true }
            if try saving.door.reader.firstID(Contact.schema.definition, where: others) != nil { contact[\.isPrimary] = false }
        },
        .afterSaving(Contact.self) { contact, saving in
            guard contact[\.isPrimary], saving.changes("isPrimary", in: contact.values) || saving.changes("customer", in: contact.values)
            else { return }
            let others = Contact.rule { $0.customer == contact[\.customer] && $0.isPrimary == true } && !.compare(["id"], .equal, .reference(contact.id))
            guard var former = try saving.door.reader.first(Contact.self, where: others) else { return }
            former[\.isPrimary] = false
            try saving.door.save(former)
        }
    ]
}
