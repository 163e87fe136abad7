import Engine
import Kernel

extension Customer {
    static let actions = [
        // Hands the customer to a colleague; it moves to the colleague's unit.
        Action(
            "assign", on: Customer.self,
            parameters: [FieldDefinition("owner", ReferenceKind(to: User.name), isRequired: true)]
        ) { customer, call in
            guard let id = call["owner"].reference, let user = try call.door.reader.find(User.self, id) else {
                throw Invalid("owner", .notFound, ["id": call["owner"].reference?.description ?? ""])
            }
            try customer.hand(to: user)
        },
        Action("deactivate", on: Customer.self, when: Customer.rule { $0.status == .active }) { customer, _ in
            customer[\.status] = .inactive
        },
        Action("reactivate", on: Customer.self, when: Customer.rule { $0.status == .inactive }) { customer, _ in
            customer[\.status] = .active
        },
    ]
}

extension Record<Customer> {
    fileprivate mutating func hand(to user: Record<User>) throws {
        guard user[\.isActive] else { throw Invalid("owner", .notFound, ["id": user.id.description]) }
        owner = user.id
        unit = user[\.unit]?.id ?? unit
    }
}
