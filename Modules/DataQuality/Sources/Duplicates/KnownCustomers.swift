import Customers
public import Engine
public import Inspection
import Kernel
import Linkage
import Store

/// The customers that rows of a file may be about, looked up by their match keys.
///
/// Compared without bounds; told is what the actor may see. Of any other customer only the unit, and only when it is certain.
public struct KnownCustomers: KnownRecords {
    private let engine: Engine
    private let actor: Actor
    private let linker: Linker

    private static let mostComparedPerRow = 20
    private static let mostToldPerRow = 3

    public init(_ engine: Engine, for actor: Actor) async throws {
        (self.engine, self.actor) = (engine, actor)
        linker = try await engine.read(as: .system) { try MatchSettings.linker($0) }
    }

    public func matches(of rows: [InspectedRow]) async throws -> [KnownMatch] {
        let found = try await candidates(rows)
        let ids = Set(found.map(\.id)).sorted()
        guard !ids.isEmpty else { return [] }
        let shown = try await engine.read(as: actor) { try ShownCustomer.all(ids, $0) }
        let units = try await engine.read(as: .system) { reader in try OrgUnit.codes(Set(found.lazy.filter { shown[$0.id] == nil }.compactMap(\.unit)), reader) }
        var seen: Set<[String]> = []
        return found.compactMap { found in
            if let customer = shown[found.id] {
                return KnownMatch(row: found.row, whom: .record(found.id.description, code: customer.code ?? found.id.description), score: found.score, isSame: found.isSame)
            }
            let unit = found.unit.flatMap { units[$0] } ?? ""
            guard found.isSame, seen.insert([String(found.row), unit]).inserted else { return nil }
            return KnownMatch(row: found.row, whom: .elsewhere(unit: unit), score: found.score, isSame: true)
        }
    }

    private struct Found: Sendable {
        let row: Int
        let id: RecordID
        let unit: RecordID?
        let score: Double
        let isSame: Bool
    }

    private func candidates(_ rows: [InspectedRow]) async throws -> [Found] {
        let today = Moment(now: engine.clock.now(), zone: actor.zone).today
        // What the actor may not read in the clear is not compared either: trying values would tell whose they are.
        let readable = Set(Customer.schema.definition.fields.filter { DuplicateCheck.mayRead($0, actor) }.map(\.key))
        let asked = rows.map { RowOfCustomer($0, on: today).values.filter { readable.contains($0.key) } }, settings = linker.settings
        let keys = asked.map { DuplicateCheck.keys($0, settings, engine) }
        let candidates = try await engine.database.read { session in
            try MatchKeys.candidates(ofEach: keys, largestBlock: settings.largestBlock, most: Self.mostComparedPerRow, in: session)
        }
        let ids = Set(candidates.joined()).sorted()
        guard !ids.isEmpty else { return [] }
        return try await engine.read(as: .system) { [linker] reader in
            var query = ListQuery(Customer.schema.definition)
            query.filter = .oneOf([Common.id], ids.map(Value.reference))
            query.fields = CustomerMatching.compared + [Common.unit]
            var known: [RecordID: (record: PreparedRecord, unit: RecordID?)] = [:]
            try reader.forEach(query) { values in
                guard let id = values[Common.id]?.reference else { return }
                known[id] = (CustomerMatching.record(values, settings), values[Common.unit]?.reference)
            }
            return zip(rows, zip(asked, candidates)).flatMap { row, looked -> [Found] in
                let (values, ids) = looked, typed = CustomerMatching.record(values, settings)
                let judged = ids.compactMap { id -> Found? in
                    guard let (record, unit) = known[id] else { return nil }
                    let judgement = linker.judge(typed, record)
                    guard judgement.verdict != .different else { return nil }
                    return Found(row: row.number, id: id, unit: unit, score: judgement.probability, isSame: judgement.verdict == .same)
                }
                return Array(judged.sorted { ($1.score, $0.id) < ($0.score, $1.id) }.prefix(Self.mostToldPerRow))
            }
        }
    }
}

/// What a row of a file says of a customer.
struct RowOfCustomer {
    let values: Values

    init(_ row: InspectedRow, on today: Day) {
        func first(_ roles: ColumnRole...) -> String? { roles.lazy.compactMap { row.values[$0]?.first }.first }
        func joined(_ roles: ColumnRole...) -> String? {
            let parts = roles.compactMap { row.values[$0]?.first }
            return parts.isEmpty ? nil : parts.joined()
        }
        let name = first(.name, .person, .company) ?? joined(.familyName, .givenName), credit = first(.creditCode), document = first(.identityCard, .identity, .passport, .document)
        let isOrganisation = first(.name, .person) == nil && first(.company) != nil || name.map(OrganisationName.holds) == true || credit != nil && document == nil
        var texts = ["name": name, "mail": first(.mail), "birthday": first(.birthday), "taxNumber": credit, "identityNumber": document ?? credit]
        let phones = (row.values[.mobile] ?? []) + (row.values[.phone] ?? [])
        // A file may have one column for phones of both kinds.
        texts["mobile"] = phones.first { NumberKind.mobile.check($0, on: today).isValid } ?? first(.mobile)
        texts["phone"] = phones.first { !NumberKind.mobile.check($0, on: today).isValid }
        texts["address"] = first(.address) ?? joined(.province, .city, .district, .street, .houseNumber, .building)
        var values: Values = ["kind": (isOrganisation ? Customer.Kind.organisation : .person).value]
        for case (let key, let text?) in texts {
            values[key] = key == "birthday" ? InspectedDay.read(text).map(Value.day) ?? .null : DuplicateCheck.value(of: text, key)
        }
        self.values = values
    }
}

/// As much of a customer as somebody may see.
struct ShownCustomer {
    let code: String?
    let name: String?

    /// Those that the reader's actor may see.
    static func all(_ ids: [RecordID], _ reader: Reader) throws -> [RecordID: ShownCustomer] {
        let customer = Customer.schema.definition
        guard reader.engine.permissions.may(reader.actor, .read, customer) else { return [:] }
        var shown: [RecordID: ShownCustomer] = [:]
        for start in stride(from: 0, to: ids.count, by: ListQuery.maximumLimit) {
            var query = ListQuery(customer)
            query.filter = .oneOf([Common.id], ids[start..<min(start + ListQuery.maximumLimit, ids.count)].map(Value.reference))
            query.fields = ["code", "name"]
            query.limit = ListQuery.maximumLimit
            for record in try JSON.parse(String(decoding: reader.list(query).json, as: UTF8.self))["data"]?.array ?? [] {
                guard let id = record["id"]?.string.flatMap({ RecordID($0) }) else { continue }
                shown[id] = ShownCustomer(code: record["code"]?.string, name: record["name"]?.string)
            }
        }
        return shown
    }
}
