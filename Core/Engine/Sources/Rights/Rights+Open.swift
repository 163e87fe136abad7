import Kernel

/// What everybody may see and change without a role that says so.
extension Rights {
    /// Of what people publish: one's own, and to read what was published for one; administrators also change that.
    func rule(_ audience: String, _ verb: Verb) -> Rule {
        // The system itself is nobody, and sees what is private too.
        if isUnlimited, people.isEmpty { return .always }
        var rules = [Rule.oneOf([Common.owner], people.map(Value.reference))]
        if isUnlimited {
            rules.append(.oneOf([audience], [Audience.unit.value, Audience.everyone.value]))
        } else if !verb.changes {
            rules.append(.compare([audience], .equal, Audience.everyone.value))
            if !line.isEmpty {
                rules.append(.all([.compare([audience], .equal, Audience.unit.value), .oneOf([Common.unit], line.map(Value.reference))]))
            }
        }
        if verb == .read || verb == .edit, !grantees.isEmpty {
            rules.append(.shared([Common.id], with: grantees, toChange: verb == .edit))
        }
        return .any(rules)
    }

    /// Of what hangs on other records: that of the records that one sees, and to change it what one made oneself.
    ///
    /// - Parameter seen: for every entity, which of its records one sees.
    func rule(_ record: String, _ entity: String, _ seen: [(entity: String, scope: Rule)], _ verb: Verb) -> Rule {
        let reached = seen.filter { $0.scope != .never }.map { target in
            .compare([entity], .equal, .text(target.entity)) && (target.scope == .always ? .always : .names(record, of: target.entity, target.scope))
        }
        guard verb.changes, verb != .create, !isUnlimited else { return .any(reached) }
        return .oneOf([Common.createdBy], people.map(Value.reference)) && .any(reached)
    }
}
