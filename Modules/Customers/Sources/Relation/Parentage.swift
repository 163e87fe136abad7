import Engine
import Kernel

/// The field `parent` of a customer is the fast way through a tree, the tie `parent` its history: whichever is changed, the other follows.
///
/// A tie that holds today and the field always say the same, wherever two organisations are tied. So that no day comes on which they would part by themselves, such a tie neither
/// begins nor ends in the future.
enum Parentage {
    /// What follows for the ties when the field was changed.
    static let hooks: [Hook] = [
        .beforeSaving(Customer.self) { customer, saving in
            guard saving.changes("parent", in: customer.values), let parent = customer[\.parent]?.id else { return }
            try saving.door.refuseCircle(saving.before == nil ? nil : customer.id, under: parent, in: Customer.schema.definition, by: "parent")
        },
        .afterSaving(Customer.self) { customer, saving in
            guard saving.changes("parent", in: customer.values) else { return }
            let door = saving.door, today = door.reader.moment.today
            let former = try current(of: customer.id, door, on: today)
            guard former?[\.from].id != customer[\.parent]?.id else { return }
            try former.map { try end($0, on: today, door) }
            guard let parent = customer[\.parent], try fits(parent.id, customer, door) else { return }
            // The first parent was that before we heard of it; another one is so from today.
            let isFirst = try door.reader.firstID(CustomerRelation.schema.definition, where: ties(of: customer.id)) == nil
            let since = isFirst ? Value.null : .day(today)
            try door.create(
                CustomerRelation.self,
                ["from": parent.value, "to": .reference(customer.id), "type": CustomerRelation.Tie.parent.value, "since": since])
        },
    ]

    private static func ties(of customer: RecordID) -> Rule {
        CustomerRelation.rule { $0.to == Reference(customer) && $0.type == .parent }
    }

    /// Whether there can be such a tie; where not, as of a person, the field stands alone.
    private static func fits(_ parent: RecordID, _ customer: Record<Customer>, _ door: Door) throws -> Bool {
        let ends = CustomerRelation.Tie.parent.ends
        guard ends.to.contains(customer[\.kind]), let parent = try door.reader.find(Customer.self, parent) else { return false }
        return ends.from.contains(parent[\.kind])
    }

    /// The tie that holds on a day and names the parent of a customer.
    static func current(of customer: RecordID, _ door: Door, on day: Day) throws -> Record<CustomerRelation>? {
        try door.reader.first(CustomerRelation.self, where: ties(of: customer) && CustomerRelation.holding(on: day))
    }

    /// Ends a tie on the day before; one that began on the day itself was never true.
    private static func end(_ tie: Record<CustomerRelation>, on day: Day, _ door: Door) throws {
        if let since = tie[\.since], since >= day {
            try door.perform(.delete(tie.id), on: door.catalogue.definition(CustomerRelation.self))
        } else {
            var tie = tie
            tie[\.until] = day - 1
            try door.save(tie)
        }
    }
}

extension Record<CustomerRelation> {
    /// One parent at a time, no circle, and no change that comes by itself.
    func checkParent(_ door: Door) throws {
        let today = door.reader.moment.today
        for (key, day, last) in [("since", self[\.since], today), ("until", self[\.until], today - 1)] {
            if let day, day > last { throw Invalid(key, .outOfRange, ["min": "0001-01-01", "max": last.description]) }
        }
        guard holds(on: today) else { return }
        if let other = try Parentage.current(of: self[\.to].id, door, on: today), other.id != id { throw Invalid("to", .related) }
        do {
            try door.refuseCircle(self[\.to].id, under: self[\.from].id, in: Customer.schema.definition, by: "parent")
        } catch let invalid as Invalid {
            throw Invalid(invalid.problems.map { $0.problem.on("to") })
        }
    }

    /// Gives the customer the parent that the tie names, or takes it away where the tie is over.
    func putParent(_ door: Door) throws {
        guard var customer = try door.reader.find(Customer.self, self[\.to].id) else { return }
        let holds = holds(on: door.reader.moment.today), isNamed = customer[\.parent]?.id == self[\.from].id
        guard holds != isNamed else { return }
        customer[\.parent] = holds ? self[\.from] : nil
        try door.save(customer)
    }

    /// A tie that names the parent of today is ended, or the parent changed, before it can be put away.
    func takeParent(_ door: Door) throws {
        guard holds(on: door.reader.moment.today), let customer = try door.reader.find(Customer.self, self[\.to].id),
            customer[\.parent]?.id == self[\.from].id
        else { return }
        throw Invalid("until", .required)
    }
}
