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

    /// So many days before a consent ends, the owner of the customer is told.
    private static let warnings = [30, 7, 0]

    static let expiry = JobKind("consentExpiry", every: .daily(at: 7, 30)) { _, run in
        var told = 0
        for days in warnings {
            var last = RecordID(rawValue: 0)
            while true {
                let after = last
                let (ids, count) = try await run.write { door in
                    let day = door.reader.moment.today + days
                    let ending = Consent.rule { $0.expiresOn == day } && .empty(["withdrawnAt"]) && .compare([Common.id], .greater, .reference(after))
                    let ids = try door.reader.firstIDs(door.catalogue.definition(Consent.self), where: ending, limit: 100)
                    var count = 0
                    for id in ids {
                        guard let consent = try door.reader.find(Consent.self, id), let customer = try door.reader.find(Customer.self, consent[\.customer].id),
                            let owner = customer.owner
                        else { continue }
                        door.notify([owner], .consentExpires, about: (Customer.name, customer.id), ["days": .string(String(days))])
                        count += 1
                    }
                    return (ids, count)
                }
                guard let reached = ids.last else { break }
                last = reached
                told += count
                try await run.progress(told)
            }
        }
        return ["told": JSON(told)]
    }
}

extension NoticeKind {
    static let consentExpires = NoticeKind("consentExpires", icon: "event_busy")
    static let consentWithdrawn = NoticeKind("consentWithdrawn", icon: "do_not_disturb_on")
}
