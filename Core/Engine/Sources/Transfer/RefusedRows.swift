public import Kernel
import Store

/// The rows that an import refused, as a file that can be mended and sent again: the columns of the original, then the line
/// and the reasons in the reader's language.
public struct RefusedRows: Sendable {
    let engine: Engine
    let actor: Actor

    public init(engine: Engine, actor: Actor) { (self.engine, self.actor) = (engine, actor) }

    /// Calls `body` with pieces of the file. Only the one who imported, or an administrator, may read it.
    public func write(of run: RecordID, _ body: @escaping @Sendable ([UInt8]) throws -> Void) async throws {
        let written = try await engine.database.read { [engine, actor] session -> (entity: String, rows: Int) in
            let found = try session.first(
                "SELECT header, actor_id, entity FROM \(name: SystemTables.imports) WHERE id = \(run.rawValue)")
            guard let found, actor.isAdministrator || found[1].integer == actor.user?.rawValue,
                let header = try JSON.parse(found[0].text ?? "[]").array?.compactMap(\.string)
            else { throw Refusal.notFound(entity: "import", id: run.description) }
            let entity = engine.catalogue[found[2].text ?? ""]
            var writer = CSVWriter(byteOrderMark: true)
            let texts = engine.catalogue.texts
            writer.write(header + [texts.text("import.line", actor.language), texts.text("import.reason", actor.language)])
            try body(writer.take())
            var rows = 0
            try session.forEach(
                """
                SELECT line, cells, problems
                FROM \(name: SystemTables.refusals)
                WHERE import_id = \(run.rawValue)
                ORDER BY line
                """
            ) { row in
                var cells = try JSON.parse(row[1].text ?? "[]").array?.compactMap(\.string) ?? []
                cells += Array(repeating: "", count: max(0, header.count - cells.count))
                let problems = try JSON.parse(row[2].text ?? "[]").array?.compactMap { FieldProblem($0) } ?? []
                let reasons = problems.map { engine.catalogue.message($0, of: entity, actor.language) }.joined(separator: "; ")
                writer.write(Array(cells.prefix(header.count)) + [String(row[0].integer ?? 0), reasons])
                try body(writer.take())
                rows += 1
            }
            return (found[2].text ?? "", rows)
        }
        // What was refused holds what people typed, as an export does.
        let details: [String: JSON] = ["records": JSON(written.rows), "import": .string(run.description)]
        try await engine.write(as: actor) { $0.note(.export, of: SecurityLog.Subject(written.entity), details) }
    }
}

extension Catalogue {
    /// A problem in words: what it is about, by its label where the entity is known, and what to do.
    public func message(_ problem: FieldProblem, of entity: EntityDefinition? = nil, _ language: Language) -> String {
        let reason = problem.problem.values["reason"].map { texts.text("csv.\($0)", language) }
        let text = texts.text("problem.\(problem.problem.code.rawValue)", language, problem.problem.values)
        let words = [text, reason].compactMap { $0 }.joined(separator: " ")
        return problem.field.isEmpty ? words : "\(label(of: problem.field, entity, language)): \(words)"
    }

    private func label(of field: String, _ entity: EntityDefinition?, _ language: Language) -> String {
        let key = String(field.prefix { $0 != "." })
        let keys = ["field.\(entity?.name ?? "").\(key)", "field.common.\(key)"]
        return keys.first { texts.has($0, language) }.map { texts.text($0, language) } ?? field
    }
}
