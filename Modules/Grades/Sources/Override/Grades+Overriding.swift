import Customers
import Engine
import Kernel

extension Grades {
    static let overriding = [
        Endpoint.changing(
            "overrideGrade", "customers/{id}/grade-override",
            takes: [
                FieldDefinition("grade", TextKind(.text, maximum: 60), isRequired: true), FieldDefinition("reason", TextKind(.text, maximum: 400), isRequired: true),
                FieldDefinition("until", DayKind()),
            ], answers: Shapes.grade
        ) { call, door in
            let id = try call.customer(door.reader), grade = call["grade"].text ?? ""
            guard Grading.options(door.catalogue).contains(grade) else { throw Invalid("grade", .unknownOption, ["option": grade]) }
            if case .day(let until) = call["until"], until < door.reader.moment.today { throw Invalid("until", .outOfOrder) }
            guard let customer = try door.reader.find(Customer.self, id) else { throw Refusal.notFound(entity: Customer.name, id: id.description) }
            try door.reader.checkMayWriteGrade()
            let trusted = door.reader.unbounded
            try Grading.of(customer.values, try Grading.all(trusted).sound, trusted)?.check(call.actor, maySet: grade, trusted)
            let values: Values = [
                "grade": .text(grade), "gradeReason": call["reason"], "gradeUntil": call["until"], "gradeOverridden": .flag(true), "gradeFrom": .day(door.reader.moment.today),
                "gradePending": .null, "gradePendingSince": .null,
            ]
            let saved = try door.perform(.edit(id, values), on: Customer.schema.definition)
            if saved.values["gradeReason"] != call["reason"] {
                // The same words and day as of the one before look like none were given.
                try door.perform(.edit(id, ["gradeReason": call["reason"], "gradeUntil": call["until"]]), on: Customer.schema.definition)
            }
            return try Evidence(of: id, door.reader).json
        },
        // The rule counts again from now on, without grace.
        Endpoint.changing("endGradeOverride", "customers/{id}/grade-override/end", answers: Shapes.grade) { call, door in
            let id = try call.customer(door.reader)
            try door.reader.checkMayWriteGrade()
            let trusted = door.reader.unbounded, today = trusted.moment.today
            guard let customer = try trusted.find(Customer.self, id), customer[\.gradeOverridden] else { throw Refusal.notPossible(action: "endGradeOverride") }
            let grading = try Grading.of(customer.values, try Grading.all(trusted).sound, trusted)
            let standing = try grading.flatMap { try Calculation(grading: $0, reader: trusted).standings(.ids([id]), .all).first }
            let values = standing.flatMap { Verdict.moves(to: $0.target).values($0, on: today) }
                ?? ["gradeOverridden": .flag(false), "gradeReason": .null, "gradeUntil": .null]
            try door.perform(.edit(id, values), on: Customer.schema.definition)
            return try Evidence(of: id, door.reader).json
        },
    ]
}

extension EndpointCall {
    /// The customer that the path names, which the actor must see.
    func customer(_ reader: Reader) throws -> RecordID {
        guard let id = record, try reader.find(Customer.self, id) != nil else {
            throw Refusal.notFound(entity: Customer.name, id: record?.description ?? "")
        }
        return id
    }
}

extension Reader {
    fileprivate func checkMayWriteGrade() throws {
        let customer = catalogue.definition(Customer.self)
        guard let field = customer["grade"], engine.permissions.right(actor, field, customer) == .write else { throw Invalid("grade", .notAllowed) }
    }
}
