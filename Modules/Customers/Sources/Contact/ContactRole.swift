import Engine
public import Kernel

/// What a contact is to a further customer: an accountant who speaks for three companies is one contact with two of these.
public struct ContactRole: Entity {
    public let title = Field<String>("name", .text(80), .listed)
    public let contact = Field<Reference<Contact>>("contact", .reference(), .listed)
    public let customer = Field<Reference<Customer>>("customer", .reference(), .listed)
    public let buyingRole = Field<Contact.BuyingRole?>("buyingRole", .choice, .listed)
    public let since = Field<Day?>("since", .date, .listed)
    public let until = Field<Day?>("until", .date, .listed)
    public let notes = Field<String?>("notes", .longText)

    public static let schema = Schema<ContactRole>(
        plural: "contact-roles", title: \.title, icon: "switch_account", .owned, .child(of: "customer"),
        sections: [.section("main", \.title, \.contact, \.customer, \.buyingRole, \.since, \.until, \.notes)],
        facts: [\.contact, \.customer, \.since, \.until], chips: [\.buyingRole])
    public init() {}

    static let hooks: [Hook] = [
        .beforeSaving(ContactRole.self) { role, saving in
            try Term.check(from: role[\.since], until: role[\.until])
            // Of two customers that were made one the contact may be both: then a word too many stays.
            if saving.isMoving { return }
            guard saving.changes("customer", in: role.values) || saving.changes("contact", in: role.values) else { return }
            let contact = try saving.door.reader.find(Contact.self, role[\.contact].id)
            // Its own customer needs no second word.
            if contact?[\.customer] == role[\.customer] { throw Invalid("customer", .taken) }
            let same = ContactRole.rule { $0.contact == role[\.contact] && $0.customer == role[\.customer] }
            let others = same && !.compare([Common.id], .equal, .reference(role.id))
            if try saving.door.reader.first(ContactRole.self, where: others) != nil { throw Invalid("customer", .taken) }
        }
    ]
}
