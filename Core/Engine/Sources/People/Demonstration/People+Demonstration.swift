import Kernel

/// Writes the made-up insurer: 40 units, 120 people.
extension People {
    /// What the demo administrator and one adviser log in with. It exists nowhere but in demo data.
    public static let demonstrationPassword = "guanxi-demo"

    /// Does nothing where the insurer is there already; all of it comes in one transaction.
    public func demonstrate(_ demonstration: Demonstration) async throws {
        let engine = demonstration.engine
        let count = try await engine.write(as: .system) { door in try Self.writeInsurer(through: door) }
        if let count {
            demonstration.say("Demo organisation: \(MadeUp.Insurer.units.count) units, \(count) users.")
        } else {
            demonstration.say("The demo organisation is there already.")
        }
        try await setPasswords(demonstration)
    }

    /// How many users were made; nil when there was nothing to do.
    private static func writeInsurer(through door: Door) throws -> Int? {
        let isThere = OrgUnit.rule { $0.code == MadeUp.Insurer.headquarters }
        guard try door.reader.firstID(OrgUnit.schema.definition, where: isThere) == nil else { return nil }
        var units: [String: RecordID] = [:]
        for (number, unit) in MadeUp.Insurer.units.enumerated() {
            let values = unit.values(parent: unit.parent.flatMap { units[$0] }, number)
            units[unit.code] = try door.perform(.create(values), on: OrgUnit.schema.definition).id
        }
        // A database whose first administrator was made before the demo data keeps that one.
        let known = Set(try logins(door.reader))
        let colleagues = MadeUp.Insurer.colleagues.filter { !known.contains($0.login) }
        for colleague in colleagues {
            let role = try door.reader.firstID(Role.schema.definition, where: Role.rule { $0.key == colleague.role })
            try door.perform(.create(colleague.values(unit: units[colleague.unit], role: role)), on: User.schema.definition)
        }
        return colleagues.count
    }

    private static func logins(_ reader: Reader) throws -> [String] {
        let logins = MadeUp.Insurer.colleagues.map(\.login)
        let ids = try reader.firstIDs(User.schema.definition, where: User.rule { $0.login.isOne(of: logins) }, limit: logins.count)
        return try ids.compactMap { try reader.find(User.self, $0)?[\.login] }
    }

    /// Only where nobody can log in: a password that everybody knows must never come into a database in use.
    private func setPasswords(_ demonstration: Demonstration) async throws {
        let accounts = demonstration.engine.accounts
        guard try await accounts.isEmpty() else { return }
        for login in [MadeUp.Colleague.adviser, MadeUp.Colleague.administrator] {
            guard let user = try await accounts.user(login: login) else { continue }
            try await accounts.setDemonstrationPassword(of: user)
        }
        demonstration.say(
            "Log in as \(MadeUp.Colleague.administrator) or \(MadeUp.Colleague.adviser) with the password \(Self.demonstrationPassword).")
    }
}

extension MadeUp.Unit {
    fileprivate func values(parent: RecordID?, _ number: Int) -> Values {
        var dice = MadeUp.Dice(seed: MadeUp.seed, 2, number)
        var draft = MadeUp.Draft<OrgUnit>()
        draft[\.code] = code
        draft[\.title] = name
        draft[\.kind] = kind
        draft[\.parent] = parent.map { Reference($0) }
        draft[\.address] = city.office(&dice)
        draft[\.phone] = MadeUp.landline(in: city, &dice)
        return draft.values
    }
}

extension MadeUp.Colleague {
    fileprivate func values(unit: RecordID?, role: RecordID?) -> Values {
        var draft = MadeUp.Draft<User>()
        draft[\.login] = login
        draft[\.title] = name
        draft[\.unit] = unit.map { Reference($0) }
        draft[\.mail] = mail
        draft[\.mobile] = mobile
        draft[\.isAdministrator] = isAdministrator
        draft[\.roles] = role.map { [Reference($0)] }
        return draft.values
    }
}
