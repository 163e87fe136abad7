import Customers
import Engine
import Kernel

/// What people do with a grade that a rule calculates: it counts as set by hand, and takes the authority to do so.
enum HandGrading {
    static let hooks: [Hook] = [
        .beforeSaving(Customer.self) { customer, saving in
            guard saving.isHandGrading(customer.values), !saving.isEnding(customer.values) else { return }
            let reader = saving.door.reader
            guard let grading = try Grading.of(customer.values, try Grading.all(reader).sound, reader) else { return }
            try grading.check(saving.door.actor, maySet: customer.values["grade"]?.text, reader)
            let isTyped = !["gradeReason", "gradeUntil", "gradeOverridden"].contains { saving.changes($0, in: customer.values) }
            if isTyped { (customer[\.gradeReason], customer[\.gradeUntil]) = (nil, nil) }
            customer[\.gradeOverridden] = true
            customer[\.gradeFrom] = reader.moment.today
            (customer[\.gradePending], customer[\.gradePendingSince]) = (nil, nil)
        },
        .afterSaving(Customer.self) { customer, saving in
            let values = customer.values
            guard saving.isHandGrading(values) else { return }
            try GradeChange.note(
                customer.id, from: saving.before?["grade"]?.text, to: values["grade"]?.text, saving.isEnding(values) ? .overrideEnded : .person, through: saving.door,
                score: values["gradeScore"] ?? .null, reason: values["gradeReason"] ?? .null, until: values["gradeUntil"] ?? .null)
        },
    ]
}

extension Saving {
    /// Whether a person gives a customer that was there another grade. What comes from merging is as it was on the other one: of a rule, or of a
    /// person who might.
    fileprivate func isHandGrading(_ values: Values) -> Bool { kind == .edit && door.actor.user != nil && !door.isMerging && changes("grade", in: values) }

    /// Whether what was set by hand gives way to the rule.
    fileprivate func isEnding(_ values: Values) -> Bool { before?["gradeOverridden"] == .flag(true) && values["gradeOverridden"] == .flag(false) }
}

extension Grading {
    /// The rule that counts for a customer.
    static func of(_ values: Values, _ gradings: [Grading], _ reader: Reader) throws -> Grading? {
        let context = reader.ruleContext(reader.catalogue.definition(Customer.self))
        return gradings.first { $0.scope.holds(for: values, in: context) }
    }

    func may(_ actor: Actor, set grade: String?) -> Bool {
        guard let roles = authority[grade ?? ""] else { return true }
        return actor.isAdministrator || !actor.rights.roleIDs.isDisjoint(with: roles)
    }

    func check(_ actor: Actor, maySet grade: String?, _ reader: Reader) throws {
        guard !may(actor, set: grade) else { return }
        let names = try (authority[grade ?? ""] ?? []).compactMap { try reader.find(Role.self, $0)?[\.title] }
        throw Invalid("grade", .needsApproval, ["roles": names.joined(separator: "、")])
    }
}
