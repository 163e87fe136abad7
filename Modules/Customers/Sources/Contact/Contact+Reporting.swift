import Engine
import Kernel

extension Contact {
    /// Nobody reports to themselves, not even by way of others.
    static let reporting: [Hook] = [
        .beforeSaving(Contact.self) { contact, saving in
            guard saving.changes("reportsTo", in: contact.values) else { return }
            var above = contact[\.reportsTo], steps = 0
            while let one = above {
                guard one.id != contact.id, steps < mostLevels else { throw Invalid("reportsTo", .badReference) }
                above = try saving.door.reader.find(Contact.self, one.id)?[\.reportsTo]
                steps += 1
            }
        }
    ]

    private static let mostLevels = 50
}
