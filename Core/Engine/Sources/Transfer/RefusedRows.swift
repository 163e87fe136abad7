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
            let name = found[2].text ?? "", entity = engine.catalogue[name]
            guard actor.scopes.allows(.export, name) else { throw Refusal.forbidden(verb: .export, entity: name) }
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
                let place = [.integer(run.rawValue), row[0]]
                let typed = try SystemTables.refusedCells.values(row[1], at: place, with: engine.vault)
                let problems = try SystemTables.refusedProblems.values(row[2], at: place, with: engine.vault)
                var cells = typed?.compactMap(\.string) ?? []
                cells += Array(repeating: "", count: max(0, header.count - cells.count))
                var reasons = (problems ?? []).compactMap { FieldProblem($0) }.map {
                    engine.catalogue.message($0, of: entity, actor.language)
                }
                if typed == nil || problems == nil { reasons.append(texts.text("import.unreadable", actor.language)) }
                writer.write(Array(cells.prefix(header.count)) + [String(row[0].integer ?? 0), reasons.joined(separator: "; ")])
                try body(writer.take())
                rows += 1
            }
            return (name, rows)
        }
        // What was refused holds what people typed, as an export does.
        let details: [String: JSON] = ["records": JSON(written.rows), "import": .string(run.description)]
        try await engine.write(as: actor) { $0.note(.export, of: SecurityLog.Subject(written.entity), details) }
    }
}

extension SealedColumn {
    /// What was kept as a list; nil when no key opens it.
    fileprivate func values(_ stored: Stored, at key: [Stored], with vault: Vault) throws -> [JSON]? {
        try open(stored.text ?? "[]", at: key, with: vault).flatMap { try JSON.parse($0).array }
    }
}

extension SystemTables {
    static let refusedCells = SealedColumn(
        name: "import_refusal.cells", table: refusals, column: "cells", key: ["import_id", "line"])
    static let refusedProblems = SealedColumn(
        name: "import_refusal.problems", table: refusals, column: "problems", key: ["import_id", "line"])
}

extension Catalogue {
    /// A problem in words: what it is about, by its label where the entity is known, and what to do.
    public func message(_ problem: FieldProblem, of entity: EntityDefinition? = nil, _ language: Language) -> String {
        let reason = problem.problem.values["reason"].map { texts.text("csv.\($0)", language) }
        let text = texts.text("problem.\(problem.problem.code.rawValue)", language, texts.labelled(problem.problem, language))
        let words = [text, reason].compactMap { $0 }.joined(separator: " ")
        return problem.field.isEmpty ? words : "\(label(of: problem.field, entity, language)): \(words)"
    }

    private func label(of field: String, _ entity: EntityDefinition?, _ language: Language) -> String {
        let key = String(field.prefix { $0 != "." })
        let keys = ["field.\(entity?.name ?? "").\(key)", "field.common.\(key)"]
        return keys.first { texts.has($0, language) }.map { texts.text($0, language) } ?? field
    }
}

extension Texts {
    /// What a message needs, with options and fields as people know them.
    public func labelled(_ problem: ValueProblem, _ language: Language) -> [String: String] {
        var values = problem.values
        guard let entity = values["entity"], let field = values["field"], let controller = values["controller"], let option = values["option"] else { return values }
        func label(_ keys: String..., otherwise: String) -> String { keys.first { has($0, language) }.map { text($0, language) } ?? otherwise }
        values["option"] = label("option.\(entity).\(field).\(option)", otherwise: option)
        values["controller"] = label("field.\(entity).\(controller)", otherwise: controller)
        return values
    }
}
