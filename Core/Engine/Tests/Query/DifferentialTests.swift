@testable import Engine
import Foundation
@testable import Kernel
import Store
import TestKit
import Testing

/// A rule has two readings, SQL and memory, and they must be one.
@Suite struct DifferentialTests {
    @Test("Random rules find the same records in SQL as in memory", arguments: Dialect.allCases)
    func readings(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            var random = SeededRandom(20_261_122)
            let ids = try await made.engine.populate(&random, firms: 70, orders: 60)
            let seed = random.next()

            let differences = try await made.engine.read(as: .system, limit: nil) { reader in
                var random = SeededRandom(seed)
                var differences: [String] = []
                for (entity, rules) in [(Firm.definition, 1_800), (Order.definition, 500), (Region.definition, 200)] {
                    let comparison = try Comparing(entity, ids[entity.name] ?? [], ids, reader)
                    for index in 0..<rules where differences.count < 5 {
                        differences += try comparison.differences(of: comparison.rules.rule(&random), alsoDeleted: index % 4 == 0)
                    }
                }
                return differences
            }

            #expect(differences.isEmpty, "\(differences.joined(separator: "\n\n"))")
        }
    }
}

/// Compares both readings over all records of an entity, living and deleted.
private struct Comparing {
    let entity: EntityDefinition
    let reader: Reader
    let rules: RandomRules
    private let living: [(id: RecordID, values: Values)]
    private let deleted: [(id: RecordID, values: Values)]
    private let context: RuleContext

    init(_ entity: EntityDefinition, _ ids: [RecordID], _ all: [String: [RecordID]], _ reader: Reader) throws {
        (self.entity, self.reader) = (entity, reader)
        living = try ids.compactMap { id in try reader.values(of: entity, id).map { (id, $0) } }
        deleted = try ids.compactMap { id in try reader.values(of: entity, id, deleted: true).map { (id, $0) } }
        // The engine's own reading of paths, asked once for each record and path.
        let known = Known(reader.ruleContext(entity))
        context = RuleContext(moment: reader.moment) { known.follow($0, $1) }
        // Enough to know what occurs; each path of each record is a query.
        let records = living.prefix(12)
        let paths = reader.catalogue.paths(from: entity)
        rules = RandomRules(
            targets: try paths.map { path in
                let found = Set(records.map { path.count == 1 ? $0.values[path[0]] ?? .null : known.follow(path, $0.values) }).filter { !$0.isEmpty }
                return RandomRules.Target(
                    path: path, kind: try reader.catalogue.resolve(path, from: entity).kind, found: found.sorted { "\($0)" < "\($1)" })
            },
            ids: all)
    }

    private struct Failure: Error, CustomStringConvertible { let description: String }

    private final class Known {
        private let real: RuleContext
        private var values: [String: Value] = [:]
        init(_ real: RuleContext) { self.real = real }
        func follow(_ path: FieldPath, _ record: Values) -> Value {
            let key = "\(record[Common.id]?.reference?.rawValue ?? 0) \(path.joined(separator: "."))"
            if let value = values[key] { return value }
            let value = real.follow(path, record)
            values[key] = value
            return value
        }
    }

    func differences(of made: RandomRules.Made, alsoDeleted: Bool) throws -> [String] {
        var differences = try differences(of: made.rule, alsoDeleted)
        guard let json = made.json else { return differences }
        do {
            let parsed = try RuleParser.rule(JSON.parse(json.text), on: entity, reader.catalogue, for: .system)
            // Mostly it reads as the very rule that the JSON was made beside.
            guard parsed != made.rule else { return differences }
            for record in living where parsed.holds(for: record.values, in: context) != made.rule.holds(for: record.values, in: context) {
                differences.append("\(json.text) was read as \(parsed), which differs from \(made.rule) for \(record.values)")
                break
            }
            differences += try self.differences(of: parsed, alsoDeleted)
        } catch let error as Invalid {
            differences.append("\(json.text) was refused: \(error)")
        }
        return differences
    }

    private func differences(of rule: Rule, _ alsoDeleted: Bool) throws -> [String] {
        do {
            for (isDeleted, records) in alsoDeleted ? [(false, living), (true, deleted)] : [(false, living)] {
                var query = ListQuery(entity)
                (query.filter, query.fields, query.limit, query.countsTotal, query.deleted) = (rule, [], 1_000, true, isDeleted)
                let page = try reader.list(query)
                let listed = try JSON.parse(page.json)["data"]?.array?.compactMap { $0["id"]?.string.flatMap { RecordID($0) } } ?? []
                let found = Set(listed)
                let held = Set(records.filter { rule.holds(for: $0.values, in: context) }.map(\.id))
                guard found != held || listed.count != found.count || page.total != Int64(held.count) else { continue }
                return [explained(rule, found, held, records)]
            }
            return []
        } catch {
            // On PostgreSQL nothing works in the transaction after an error.
            throw Failure(description: "\(rule)\n\(sql(of: rule))\n\(error)")
        }
    }

    private func explained(_ rule: Rule, _ found: Set<RecordID>, _ held: Set<RecordID>, _ records: [(id: RecordID, values: Values)]) -> String {
        guard let record = records.first(where: { found.contains($0.id) != held.contains($0.id) }) else { return "\(rule): counted wrongly" }
        let read = rule.paths.map { path in
            "\(path.joined(separator: ".")) = \(path.count == 1 ? record.values[path[0]] ?? .null : context.follow(path, record.values))"
        }
        return """
            \(rule)
            holds in \(held.contains(record.id) ? "memory" : "SQL") alone of \(record.id): \(read.joined(separator: ", "))
            \(sql(of: rule))
            """
    }

    private func sql(of rule: Rule) -> String {
        var select = reader.select(entity)
        guard let condition = try? select.condition(rule) else { return "no SQL" }
        let (text, binds) = condition.rendered(for: reader.session.dialect)
        return "\(text)  \(binds)"
    }
}
