import Engine
import Kernel

extension Contact {
    /// A customer has one primary contact: naming another takes the mark from the one before.
    static let hooks: [Hook] = [
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
