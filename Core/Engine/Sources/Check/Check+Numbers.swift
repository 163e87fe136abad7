import Kernel
import Store

/// No count is behind the highest number in use: the next one issued would be taken.
extension Check {
    func numbers(_ entity: EntityDefinition, _ mending: Bool) async throws -> [Finding] {
        var findings = Findings()
        for field in entity.fields {
            guard let rule = field.numbering else { continue }
            for (series, number) in try await numbersBehind(entity, field, rule) {
                findings.add(.numberBehind, entity.name, field: field.key, nil)
                if mending { try await engine.write(as: .system) { $0.takenNumbers[series] = number } }
            }
        }
        return findings.all
    }

    /// The series that are behind, with the number that they must have reached.
    private func numbersBehind(_ entity: EntityDefinition, _ field: FieldDefinition, _ rule: NumberRule) async throws -> [String: Int64] {
        try await engine.database.read { session in
            var highest: [String: Int64] = [:]
            try session.forEach("SELECT \(name: field.column) FROM \(name: entity.table) WHERE \(name: field.column) IS NOT NULL") { row in
                guard let (series, number) = rule.match(row[0].text ?? "") else { return }
                highest["\(entity.name).\(field.key):\(series)", default: 0] = max(highest["\(entity.name).\(field.key):\(series)"] ?? 0, number)
            }
            return try highest.filter { series, number in
                let row = try session.first("SELECT last FROM \(name: SystemTables.numbers) WHERE series = \(series)")
                return row?[0].integer ?? 0 < number
            }
        }
    }
}
