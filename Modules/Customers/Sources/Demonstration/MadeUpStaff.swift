import Engine
import Kernel

/// The people and units of the insurer as they are in the database, and who looks after whom.
struct MadeUpStaff: Sendable {
    private var units: [String: RecordID] = [:]
    private var users: [String: RecordID] = [:]

    init(_ reader: Reader) throws {
        let codes = MadeUp.Insurer.units.map(\.code), logins = MadeUp.Insurer.colleagues.map(\.login)
        let unitIDs = try reader.firstIDs(OrgUnit.schema.definition, where: OrgUnit.rule { $0.code.isOne(of: codes) }, limit: codes.count)
        let userIDs = try reader.firstIDs(User.schema.definition, where: User.rule { $0.login.isOne(of: logins) }, limit: logins.count)
        for case let unit? in try unitIDs.map({ try reader.find(OrgUnit.self, $0) }) { units[unit[\.code]] = unit.id }
        for case let user? in try userIDs.map({ try reader.find(User.self, $0) }) { users[user[\.login]] = user.id }
    }

    /// Somebody who left since, or a unit that was closed, is left out.
    func owning(_ adviser: MadeUp.Colleague) -> Values {
        [
            Common.owner: users[adviser.login].map(Value.reference) ?? .null,
            Common.unit: units[adviser.unit].map(Value.reference) ?? .null,
        ]
    }

    func unit(_ code: String) -> RecordID? { units[code] }
    func user(_ login: String) -> RecordID? { users[login] }

    /// The units of that code and below it.
    func units(under code: String) -> [RecordID] { units.filter { $0.key == code || $0.key.hasPrefix(code + "-") }.values.sorted() }

    /// Those of a unit, its head first.
    func people(of unit: String) -> [RecordID] { MadeUp.Insurer.colleagues.filter { $0.unit == unit }.compactMap { users[$0.login] } }
}

/// The cities by the customers they have, and in each the people who look after them.
struct MadeUpTerritory: Sendable {
    let city: MadeUp.City
    let advisers: [MadeUp.Colleague]

    static let all = MadeUp.Weighted<MadeUpTerritory>(
        zip(MadeUp.cities, [11, 13, 8, 13, 9, 6, 14, 14, 8, 15, 4, 3]).map { city, weight in
            let units = Set(MadeUp.Insurer.units.filter { $0.hasCustomers && $0.city == city }.map(\.code))
            return (MadeUpTerritory(city: city, advisers: MadeUp.Insurer.colleagues.filter { units.contains($0.unit) }), weight)
        })
}
