import Engine
import Kernel
import Store

extension CustomerRelation {
    static let hooks: [Hook] = [
        .beforeSaving(CustomerRelation.self) { relation, saving in
            try Term.check(from: relation[\.since], until: relation[\.until])
            let isNew = saving.before == nil
            guard isNew || saving.changes("since", in: relation.values) || saving.changes("until", in: relation.values) else { return }
            if isNew { try relation.checkEnds(saving.door) }
            try relation.refuseTwin(saving.door)
            if relation[\.type] == .parent { try relation.checkParent(saving.door) }
        },
        .afterSaving(CustomerRelation.self) { relation, saving in
            if relation[\.type] == .parent { try relation.putParent(saving.door) }
        },
        .beforeLifeChange(CustomerRelation.self) { relation, saving in
            switch saving.kind {
            case .restore:
                try relation.refuseTwin(saving.door)
                // What it said of the tree may be out of date by now.
                if relation[\.type] == .parent, relation.holds(on: saving.door.reader.moment.today) { throw Invalid("type", .related) }
            case .delete: if relation[\.type] == .parent { try relation.takeParent(saving.door) }
            case .create, .edit, .purge: break
            }
        },
    ]
}

extension Record<CustomerRelation> {
    /// Two customers, each of a kind that the tie makes sense for.
    fileprivate func checkEnds(_ door: Door) throws {
        guard self[\.from] != self[\.to] else { throw Invalid("to", .badReference) }
        // Two that come at once with the same tie meet here.
        try door.hold([self[\.from].id, self[\.to].id], of: Customer.schema.definition)
        let tie = self[\.type]
        for (key, id, kinds) in [("from", self[\.from].id, tie.ends.from), ("to", self[\.to].id, tie.ends.to)] {
            guard let customer = try door.reader.find(Customer.self, id) else { throw Invalid(key, .notFound, ["id": id.description]) }
            guard kinds.contains(customer[\.kind]) else {
                throw Invalid("type", .unsuitable, ["entity": CustomerRelation.name, "field": "type", "option": tie.rawValue, "controller": key])
            }
        }
    }

    /// The same tie between the same two at the same time is told once.
    fileprivate func refuseTwin(_ door: Door) throws {
        let (from, to, type) = (self[\.from], self[\.to], self[\.type])
        var ends = CustomerRelation.rule { $0.from == from && $0.to == to }
        if type.isSymmetric { ends = ends || CustomerRelation.rule { $0.from == to && $0.to == from } }
        let same = ends && CustomerRelation.rule { $0.type == type } && !.compare([Common.id], .equal, .reference(id))
        let overlaps = CustomerRelation.rule { other in
            (self[\.until].map { other.since.isEmpty || other.since <= $0 } ?? .always) && (self[\.since].map { other.until.isEmpty || other.until >= $0 } ?? .always)
        }
        if try door.reader.firstID(CustomerRelation.schema.definition, where: same && overlaps) != nil { throw Invalid("to", .related) }
    }
}
