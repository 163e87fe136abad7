public import Engine
public import Kernel

extension Verification {
    static let hooks: [Hook] = [
        .beforeSaving(Verification.self) { verification, saving in
            // When customers become one, it goes with the number that it was about.
            if saving.isMoving { return try verification.judgeAnew(saving.door.reader) }
            guard !verification[\.isVoid] else { return }
            let now = saving.door.reader.moment.now
            verification[\.verifiedAt] = verification[\.verifiedAt] ?? now
            verification[\.verifiedBy] = verification[\.verifiedBy] ?? saving.door.actor.user.map { Reference($0) }
            if let at = verification[\.verifiedAt], at > now { throw Invalid("verifiedAt", .outOfRange, ["min": "", "max": now.description]) }
            try verification.takeNumber(saving.door.reader)
        },
        .afterSaving(Verification.self) { verification, saving in
            guard !saving.isMoving else { return }
            try renew(verification[\.customer].id, through: saving.door)
        },
        .beforeLifeChange(Verification.self) { verification, saving in
            let isBack = saving.kind == .restore
            try renew(verification[\.customer].id, with: isBack ? verification : nil, without: isBack ? nil : verification.id, through: saving.door)
        },
    ]

    /// The customer proves itself with another number now: what was found out about that one holds, and nothing else.
    static func judgeAnew(of customer: Record<Customer>, through door: Door) throws {
        let all = rule { $0.customer == Reference(customer.id) }
        for id in try door.reader.firstIDs(schema.definition, where: all, limit: most) {
            guard let verification = try door.reader.find(Verification.self, id) else { continue }
            let isVoid = verification[\.documentNumber] != customer[\.identityNumber]
            if verification[\.isVoid] != isVoid { try door.perform(.edit(id, ["isVoid": .flag(isVoid)]), on: schema.definition) }
        }
    }

    /// Brings what the customer says of itself in line with the newest verification that holds.
    static func renew(_ customer: RecordID, with more: Record<Verification>? = nil, without gone: RecordID? = nil, through door: Door) throws {
        var all = try ids(of: customer, door.reader).filter { $0 != gone }.compactMap { try door.reader.find(Verification.self, $0) }
        if let more, !more[\.isVoid] { all.append(more) }
        let newest = all.max { ($0[\.verifiedAt] ?? .first, $0.id) < ($1[\.verifiedAt] ?? .first, $1.id) }
        let state = newest?.state(on: door.reader.moment.today) ?? .unverified
        let moment = state == .verified || state == .expired ? newest?[\.verifiedAt] : nil
        guard let record = try door.reader.find(Customer.self, customer), record[\.realName] != state || record[\.identityVerifiedAt] != moment else { return }
        try door.perform(
            .edit(customer, ["realName": .text(state.rawValue), "identityVerifiedAt": moment.map(Value.instant) ?? .null]), on: Customer.schema.definition)
    }

    /// More than anybody ever makes of one customer.
    private static let most = 500

    private static func ids(of customer: RecordID, _ reader: Reader) throws -> [RecordID] {
        try reader.firstIDs(schema.definition, where: rule { $0.customer == Reference(customer) && $0.isVoid == false }, limit: most)
    }
}

extension Verification {
    /// The next customers whose verification has run out by a day, for work that goes through all of them.
    public static func expired(by today: Day, after: RecordID, limit: Int, _ reader: Reader) throws -> [RecordID] {
        let rule = Rule.compare(["expiresOn"], .less, .day(today)) && .compare(["isVoid"], .equal, .flag(false))
            && .compare(["customer", "realName"], .equal, .text(Customer.RealName.verified.rawValue))
        return try reader.firstIDs(schema.definition, where: rule && .compare([Common.id], .greater, .reference(after)), limit: limit)
    }

    /// Looks anew at the customer of a verification.
    public static func refresh(_ verification: RecordID, through door: Door) throws {
        guard let found = try door.reader.find(Verification.self, verification) else { return }
        try renew(found[\.customer].id, through: door)
    }
}

extension Record<Verification> {
    fileprivate func state(on today: Day) -> Customer.RealName {
        guard self[\.result] == .passed else { return .failed }
        return self[\.expiresOn].map { $0 < today } ?? false ? .expired : .verified
    }

    fileprivate mutating func judgeAnew(_ reader: Reader) throws {
        guard let customer = try reader.find(Customer.self, self[\.customer].id) else { return }
        self[\.isVoid] = self[\.documentNumber] != customer[\.identityNumber]
    }

    fileprivate mutating func takeNumber(_ reader: Reader) throws {
        guard let customer = try reader.find(Customer.self, self[\.customer].id) else { return }
        guard let number = customer[\.identityNumber] else {
            if self[\.documentNumber] == nil { throw Invalid("documentNumber", .required) }
            return
        }
        self[\.documentNumber] = self[\.documentNumber] ?? number
        if self[\.documentNumber] != number { throw Invalid("documentNumber", .contradicts) }
    }
}
