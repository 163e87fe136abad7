public import Kernel
import Store

/// The rows that an import refused, as a file that can be mended and sent again: in the form of the original with its columns, then the
/// line and the reasons in the reader's language.
public struct RefusedRows: Sendable {
    let engine: Engine
    let actor: Actor

    public init(engine: Engine, actor: Actor) { (self.engine, self.actor) = (engine, actor) }

    /// How `write` will write it.
    public func form(of run: RecordID) async throws -> ImportForm {
        try await engine.database.read { [self] session in try find(run, in: session).form }
    }

    /// Calls `body` with pieces of the file. Only the one who imported, or an administrator, may read it.
    public func write(of run: RecordID, _ body: @escaping @Sendable ([UInt8]) throws -> Void) async throws {
        let written = try await engine.database.read { [self] session -> (entity: String, rows: Int) in
            let imported = try find(run, in: session), name = imported.entity
            guard actor.scopes.allows(.export, name) else { throw Refusal.forbidden(verb: .export, entity: name) }
            let texts = engine.catalogue.texts
            let remarks = [texts.text("import.line", actor.language), texts.text("import.reason", actor.language)]
            let writer = try imported.form.writer(imported.header + remarks, in: engine.files, at: engine.clock.now())
            func hand(_ bytes: [UInt8]) throws { if !bytes.isEmpty { try body(bytes) } }
            var rows = 0
            try session.forEach(Self.rows(of: run)) { row in
                let refused = try read(row, of: imported, run, in: actor.language)
                try hand(writer.write(refused.cells + [String(refused.line), refused.reasons.map(\.message).joined(separator: "; ")]))
                rows += 1
            }
            try writer.finish(hand)
            return (name, rows)
        }
        // What was refused holds what people typed, as an export does.
        let details: [String: JSON] = ["records": JSON(written.rows), "import": .string(run.description)]
        try await engine.write(as: actor) { $0.note(.export, of: SecurityLog.Subject(written.entity), details) }
    }

    public static let maximumLimit = 100

    /// Some of the rows for whoever brought them: `{"header", "data": [{"line", "cells", "reasons": [{"field", "code", "message"}]}], "page": {"next"}}`.
    ///
    /// - Parameters:
    ///   - after: the line of the last row of the page before.
    ///   - language: that of the messages.
    public func page(of run: RecordID, after: Int64, limit: Int, in language: Language) async throws -> JSON {
        let limit = min(max(limit, 1), Self.maximumLimit)
        return try await engine.database.read { [self] session in
            let imported = try find(run, in: session)
            guard imported.by == actor.user, actor.impersonator == nil else { throw Refusal.notFound(entity: "import", id: run.description) }
            let rows = try session.rows("\(Self.rows(of: run, after: after)) LIMIT \(limit + 1)").map { try read($0, of: imported, run, in: language) }
            return [
                "header": .array(imported.header.map(JSON.string)), "data": .array(rows.prefix(limit).map(\.json)),
                "page": ["next": rows.count > limit ? .string(String(rows[limit - 1].line)) : .null],
            ]
        }
    }

    private struct Imported {
        let entity: String
        let by: RecordID?
        let header: [String]
        let form: ImportForm
    }

    private struct Refused {
        let line: Int64
        let cells: [String]
        let reasons: [(field: String, code: String, message: String)]

        var json: JSON {
            let reasons = reasons.map { reason -> JSON in
                ["field": .string(reason.field), "code": .string(reason.code), "message": .string(reason.message)]
            }
            return ["line": JSON(line), "cells": .array(cells.map(JSON.string)), "reasons": .array(reasons)]
        }
    }

    private func find(_ run: RecordID, in session: any ReadSession) throws -> Imported {
        let row = try session.first("SELECT header, actor_id, entity, form FROM \(name: SystemTables.imports) WHERE id = \(run.rawValue)")
        guard let row, actor.isAdministrator || row[1].integer == actor.user?.rawValue,
            let header = try JSON.parse(row[0].text ?? "[]").array?.compactMap(\.string)
        else { throw Refusal.notFound(entity: "import", id: run.description) }
        return Imported(entity: row[2].text ?? "", by: row[1].integer.map(RecordID.init(rawValue:)), header: header,
            form: row[3].text.flatMap { try? JSON.parse($0) }.map(ImportForm.init) ?? .standard)
    }

    /// By the primary key.
    private static func rows(of run: RecordID, after: Int64 = .min) -> SQL {
        """
        SELECT line, cells, problems
        FROM \(name: SystemTables.refusals)
        WHERE import_id = \(run.rawValue) AND line > \(after)
        ORDER BY line
        """
    }

    private func read(_ row: Row, of imported: Imported, _ run: RecordID, in language: Language) throws -> Refused {
        let place = [.integer(run.rawValue), row[0]]
        let typed = try SystemTables.refusedCells.values(row[1], at: place, with: engine.vault)
        let problems = try SystemTables.refusedProblems.values(row[2], at: place, with: engine.vault)
        var cells = typed?.compactMap(\.string) ?? []
        cells += Array(repeating: "", count: max(0, imported.header.count - cells.count))
        let entity = engine.catalogue[imported.entity]
        var reasons = (problems ?? []).compactMap { FieldProblem($0) }.map {
            (field: $0.field, code: $0.problem.code.rawValue, message: engine.catalogue.message($0, of: entity, language))
        }
        if typed == nil || problems == nil {
            reasons.append((field: "", code: "unreadable", message: engine.catalogue.texts.text("import.unreadable", language)))
        }
        return Refused(line: row[0].integer ?? 0, cells: Array(cells.prefix(imported.header.count)), reasons: reasons)
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
        // What belongs to the row's record says so: `contact.mail`.
        if let entity, entity[key] == nil, let child = self[key] {
            let name = texts.text("entity.\(key)", language), rest = String(field.dropFirst(key.count + 1))
            return rest.isEmpty ? name : "\(name) · \(label(of: rest, child, language))"
        }
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
