import Engine
import Kernel

extension Contact {
    /// Nobody reports to themselves, not even by way of others.
    static let reporting: [Hook] = [
        .beforeSaving(Contact.self) { contact, saving in
            guard saving.changes("reportsTo", in: contact.values), let above = contact[\.reportsTo]?.id else { return }
            try saving.door.refuseCircle(saving.before == nil ? nil : contact.id, under: above, in: schema.definition, by: "reportsTo")
        }
    ]
}
