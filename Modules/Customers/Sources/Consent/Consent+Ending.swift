import Engine
import Kernel

/// How a consent ends: by being withdrawn, or on its day. Nothing else of it ever changes.
extension Consent {
    static let actions = [
        Action("withdraw", on: Consent.self, when: .empty(["withdrawnAt"])) { consent, call in
            consent[\.withdrawnAt] = call.door.engine.clock.now()
        }
    ]

    static let hooks: [Hook] = [
        .beforeSaving(Consent.self) { consent, saving in
            let now = saving.door.engine.clock.now()
            if let at = consent[\.withdrawnAt], at > now { throw Invalid("withdrawnAt", .outOfRange, ["min": consent[\.givenAt].description, "max": now.description]) }
            guard let before = saving.before, !saving.door.isErasing else { return }
            if !(before["withdrawnAt"] ?? .null).isNull, saving.changes("withdrawnAt", in: consent.values) { throw Invalid("withdrawnAt", .fixed) }
            if saving.changes("name", in: consent.values) { throw Invalid("name", .fixed) }
        },
        .afterSaving(Consent.self) { consent, saving in
            guard saving.changes("withdrawnAt", in: consent.values), consent[\.withdrawnAt] != nil,
                let owner = try saving.door.reader.find(Customer.self, consent[\.customer].id)?.owner
            else { return }
            saving.door.notify([owner], .consentWithdrawn, about: (Customer.name, consent[\.customer].id))
        },
    ]

    /// So many days before a consent ends, at the latest, the owner of the customer is told: once within each. A night that was missed is made up for,
    /// for a week also after the end.
    private static let warnings: [Int64] = [0, 7, 30]
    private static let late = 7

    static let expiry = JobKind("consentExpiry", every: .daily(at: 7, 30)) { _, run in
        var told = 0, first = -late
        for warning in warnings {
            var last = RecordID(rawValue: 0)
            while true {
                let (after, from) = (last, first)
                let (reached, count) = try await run.write { try warn(warning, from: from, after: after, through: $0) }
                guard let reached else { break }
                last = reached
                told += count
                try await run.progress(told)
            }
            first = Int(warning) + 1
        }
        return ["told": JSON(told)]
    }

    /// Tells of up to a hundred consents that end so many days from now and of which nobody was told so late yet.
    private static func warn(_ warning: Int64, from first: Int, after last: RecordID, through door: Door) throws -> (reached: RecordID?, told: Int) {
        let definition = door.catalogue.definition(Consent.self), today = door.reader.moment.today
        let ending = Consent.rule { $0.expiresOn >= today + first && $0.expiresOn <= today + Int(warning) } && .empty(["withdrawnAt"])
        let untold = Rule.empty(["warnedDays"]) || Consent.rule { $0.warnedDays > warning }
        let ids = try door.reader.firstIDs(definition, where: ending && untold && .compare([Common.id], .greater, .reference(last)), limit: 100)
        var told: [RecordID] = []
        for id in ids {
            // Where nobody owns the customer, whoever comes to do so is told.
            guard let consent = try door.reader.find(Consent.self, id), let end = consent[\.expiresOn],
                let customer = try door.reader.find(Customer.self, consent[\.customer].id), let owner = customer.owner
            else { continue }
            let days = end.number - today.number
            door.notify([owner], days > 0 ? .consentExpires : .consentEnded, about: (Customer.name, customer.id), ["days": .string(String(days))])
            told.append(id)
        }
        try door.keep("warnedDays", of: definition, told.map { ($0, .integer(warning)) })
        return (ids.last, told.count)
    }
}

extension NoticeKind {
    static let consentExpires = NoticeKind("consentExpires", icon: "event_busy")
    static let consentEnded = NoticeKind("consentEnded", icon: "event_busy")
    static let consentWithdrawn = NoticeKind("consentWithdrawn", icon: "do_not_disturb_on")
}
