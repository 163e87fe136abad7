import Kernel

/// One change of all records that meet a filter, or of those that are named: a job that goes through the door record by record, as
/// whoever asked for it and with what they may do at that moment.
struct BulkChange: Sendable {
    let entity: EntityDefinition
    let operation: Operation

    enum Operation: Sendable {
        case edit(Edits)
        case act(Action, JSON)
        case delete
        case restore

        var verb: Verb {
            switch self {
            case .edit: .edit
            case .act(let action, _): .act(action.name)
            case .delete, .restore: .delete
            }
        }
    }

    static let maximumIDs = 10_000
    private static let members: Set = ["entity", "filter", "q", "ids", "change", "action", "parameters", "delete", "restore"]

    /// Reads a payload, with the rights that the actor has now.
    init(_ payload: JSON, _ catalogue: Catalogue, for actor: Actor, _ permissions: Permissions) throws {
        guard let members = payload.object else { throw Invalid("payload", .wrongType, ["expected": "object"]) }
        let unknown = members.keys.filter { !Self.members.contains($0) }.sorted().map { String($0.prefix(60)) }
        guard unknown.isEmpty else { throw Invalid(unknown.map { ValueProblem(.unknownField, ["field": $0]).on($0) }) }
        entity = try Self.entity(members["entity"], catalogue)
        operation = try Self.operation(members, entity, catalogue, actor)
        try permissions.check(actor, may: .read, entity)
        try permissions.check(actor, may: operation.verb, entity)
    }

    static func entity(_ json: JSON?, _ catalogue: Catalogue) throws(Invalid) -> EntityDefinition {
        guard let json else { throw Invalid("entity", .required) }
        guard let name = json.string else { throw Invalid("entity", .wrongType, ["expected": "text"]) }
        guard let entity = catalogue[name] else { throw Invalid("entity", .unknownOption, ["option": String(name.prefix(60))]) }
        return entity
    }

    private static func operation(
        _ members: [String: JSON], _ entity: EntityDefinition, _ catalogue: Catalogue, _ actor: Actor
    ) throws(Invalid) -> Operation {
        let given = ["change", "action", "delete", "restore"].filter { members[$0] != nil }
        guard let name = given.first else { throw Invalid("change", .required) }
        guard given.count == 1 else { throw Invalid(given[1], .notTogether, ["other": name]) }
        if members["parameters"] != nil, name != "action" { throw Invalid("parameters", .notTogether, ["other": name]) }
        switch name {
        case "change":
            let edits = try Input.edits(members["change"] ?? .null, for: entity, as: actor)
            guard !edits.isEmpty else { throw Invalid("change", .required) }
            return .edit(edits)
        case "action":
            let text = members["action"]?.string ?? ""
            guard let action = catalogue.actions(on: entity.name).first(where: { $0.name == text }) else {
                throw Invalid("action", .unknownOption, ["option": String(text.prefix(60))])
            }
            let parameters = members["parameters"] ?? [:]
            _ = try action.given(parameters, by: actor)
            return .act(action, parameters)
        default:
            guard members[name]?.flag == true else { throw Invalid(name, .badFlag) }
            return name == "delete" ? .delete : .restore
        }
    }
}

extension BulkChange {
    /// Which records: those named, or those that meet the query. Rights narrow both where they are read.
    enum Selection: Sendable {
        case named([RecordID])
        case meeting(ListQuery)
    }

    /// - Parameter isDeleted: whether deleted records are meant.
    static func selection(
        _ payload: JSON, of entity: EntityDefinition, isDeleted: Bool, _ catalogue: Catalogue, for actor: Actor
    ) throws(Invalid) -> Selection {
        guard let ids = payload["ids"] else {
            guard payload["filter"] != nil || payload["q"] != nil else { throw Invalid("filter", .required) }
            return .meeting(try query(payload, of: entity, isDeleted: isDeleted, catalogue, for: actor))
        }
        for other in ["filter", "q"] where payload[other] != nil { throw Invalid("ids", .notTogether, ["other": other]) }
        guard let items = ids.array else { throw Invalid("ids", .wrongType, ["expected": "list"]) }
        guard !items.isEmpty else { throw Invalid("ids", .required) }
        guard items.count <= maximumIDs else { throw Invalid("ids", .tooMany, ["max": String(maximumIDs)]) }
        var named: Set<RecordID> = []
        for item in items {
            guard let id = item.string.flatMap({ RecordID($0) }) else { throw Invalid("ids", .badReference) }
            named.insert(id)
        }
        return .named(named.sorted())
    }

    /// `filter` and `q` of a payload, as lists read them.
    static func query(
        _ payload: JSON, of entity: EntityDefinition, isDeleted: Bool, _ catalogue: Catalogue, for actor: Actor
    ) throws(Invalid) -> ListQuery {
        var query = ListQuery(entity)
        query.deleted = isDeleted
        if let filter = payload["filter"] { query.filter = try RuleParser.rule(filter, on: entity, catalogue, for: actor) }
        if let search = payload["q"] {
            guard let text = search.string else { throw Invalid("q", .wrongType, ["expected": "text"]) }
            guard text.utf8.count <= 400 else { throw Invalid("q", .tooLong, ["max": "400"]) }
            query.search = text
        }
        return query
    }

    var meansDeleted: Bool { if case .restore = operation { true } else { false } }
}

extension Door {
    /// Puts the change into the queue. The set ends with the record that was made last before: what is made later is not touched.
    func begin(bulkChange payload: JSON) throws -> RecordID {
        // A job works later, in one person's name: it cannot tell that somebody else worked as them.
        guard actor.impersonator == nil, actor.user != nil else { throw Refusal.sessionNeeded }
        let change = try BulkChange(payload, catalogue, for: actor, engine.permissions)
        let selection = try BulkChange.selection(payload, of: change.entity, isDeleted: change.meansDeleted, catalogue, for: actor)
        var kept = payload.object ?? [:]
        var ids: [RecordID]?
        if case .named(let named) = selection {
            // Too many for a payload: they lie beside it.
            (ids, kept["ids"]) = (named, nil)
            kept["count"] = JSON(named.count)
        }
        let job = try enqueue(BulkChange.job.name, .object(kept))
        try JobDetails.make(job, ids: ids, in: session)
        return job
    }
}
