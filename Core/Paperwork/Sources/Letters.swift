import Documents
import Engine
import Kernel

/// Documents of all records that match, one after the other in one PDF:
///
/// ```json
/// {"entity": "customer", "template": "912…", "filter": {"grade": "a"}, "q": "…", "sort": "name"}
/// ```
enum Letters {
    static let name = "letters"
    /// The records of one job. All of it lies in memory until the file is written.
    static let maximum = 1_000

    static func job(_ press: DocumentRenderer) -> JobKind {
        JobKind(name, maximumAttempts: 2, isRepeatable: true, makesFile: true, begin: { payload, door in try begin(payload, door) }) { payload, run in
            try await make(payload, run, press)
        }
    }

    private static func make(_ payload: JSON, _ run: JobRun, _ press: DocumentRenderer) async throws -> JSON {
        let actor = try await run.askingActor(), engine = run.engine
        let wish = try Wish(checked: payload, engine.catalogue, actor), entity = wish.query.entity
        let draft = try await engine.read(as: actor) { reader -> Draft in
            try reader.engine.permissions.check(actor, may: .export, entity)
            return try Draft(template: wish.template, of: entity, reader, actor.language)
        }
        let ids = try await engine.read(as: actor, limit: nil) { try Self.ids(of: wish, $0) }
        guard !ids.isEmpty else { throw FinalFailure("nothing", "no record matches") }
        let me = try await engine.name(of: actor)
        var inputs: [DocumentInput] = []
        for id in ids {
            try await run.progress(0, of: ids.count)
            let input = try await engine.read(as: actor) { reader -> DocumentInput in
                var values = TemplateValues(reader, draft.language, paths: draft.parsed.paths, me: me)
                return draft.input(try values.of(id, entity), actor, engine)
            }
            inputs.append(input)
        }
        let drawn = try await draw(draft, inputs, press, run)
        var result = try run.keep(file: drawn.bytes, named: "\(entity.plural).pdf", type: "application/pdf")
        (result["records"], result["pages"]) = (JSON(ids.count), JSON(drawn.pageCount))
        let details: [String: JSON] = ["records": JSON(ids.count), "format": "pdf", "template": .string(wish.template.description)]
        try await run.write(as: actor) { $0.note(.export, of: SecurityLog.Subject(entity.name), details) }
        return .object(result)
    }

    private static func draw(
        _ draft: Draft, _ inputs: [DocumentInput], _ press: DocumentRenderer, _ run: JobRun
    ) async throws -> RenderedDocument {
        try await run.telling(of: inputs.count) { tell in
            do throws(DocumentError) {
                return try await press.render(draft.parsed, each: inputs, telling: tell)
            } catch {
                throw FinalFailure("badTemplate", error.invalid(draft.speech).problems.compactMap { $0.problem.values["mistake"] }.joined(separator: " "))
            }
        }
    }

    private static func ids(of wish: Wish, _ reader: Reader) throws -> [RecordID] {
        var query = wish.query, ids: [RecordID] = []
        query.fields = [Common.id]
        try reader.forEach(query) { values in
            guard ids.count < maximum else { throw FinalFailure("tooMany", "more than \(maximum) records match by now") }
            if let id = values[Common.id]?.reference { ids.append(id) }
        }
        return ids
    }

    private static func begin(_ payload: JSON, _ door: Door) throws -> RecordID {
        guard door.actor.impersonator == nil, door.actor.user != nil else { throw Refusal.sessionNeeded }
        let wish = try Wish(payload, door.catalogue, door.actor)
        try door.engine.permissions.check(door.actor, may: .read, wish.query.entity)
        try door.engine.permissions.check(door.actor, may: .export, wish.query.entity)
        _ = try Draft(template: wish.template, of: wish.query.entity, door.reader, door.actor.language)
        let count = try door.reader.count(wish.query)
        guard count > 0 else { throw Invalid("filter", .notMatched) }
        guard count <= Int64(maximum) else { throw Invalid("filter", .tooMany, ["max": String(maximum)]) }
        return try door.enqueue(name, payload)
    }

    /// What a payload asks for, with the rights that the actor has now.
    private struct Wish: Sendable {
        let template: RecordID
        let query: ListQuery

        private static let members: Set = ["entity", "template", "filter", "q", "sort"]

        init(_ payload: JSON, _ catalogue: Catalogue, _ actor: Actor) throws(Invalid) {
            let given = payload.object ?? [:]
            let unknown = given.keys.filter { !Self.members.contains($0) }.sorted().map { String($0.prefix(60)) }
            guard unknown.isEmpty else { throw Invalid(unknown.map { ValueProblem(.unknownField, ["field": $0]).on($0) }) }
            guard let name = given["entity"]?.string else { throw Invalid("entity", .required) }
            guard let entity = catalogue[name] else { throw Invalid("entity", .unknownOption, ["option": String(name.prefix(60))]) }
            guard let template = given["template"] else { throw Invalid("template", .required) }
            guard let id = template.string.flatMap({ RecordID($0) }) else { throw Invalid("template", .badReference) }
            self.template = id
            var parameters: [(name: String, value: String)] = []
            if let filter = given["filter"] { parameters.append(("filter", filter.text)) }
            for name in ["q", "sort"] {
                guard let json = given[name] else { continue }
                guard let text = json.string else { throw Invalid(name, .wrongType, ["expected": "text"]) }
                parameters.append((name, text))
            }
            var query = try ListQuery(parameters, on: entity, catalogue, for: actor)
            // What one may see is more than what one may take along.
            query.filter = query.filter && Permissions().scope(actor, entity, in: catalogue, for: .export)
            self.query = query
        }

        /// Of a job that runs: what does not hold any more ends it.
        init(checked payload: JSON, _ catalogue: Catalogue, _ actor: Actor) throws {
            do { try self.init(payload, catalogue, actor) } catch { throw FinalFailure("forbidden", "\(error)") }
        }
    }
}
