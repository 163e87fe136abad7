import Engine
import Kernel

/// What a webhook is told of: changes of these kinds of an entity's records; of edits only those that change one of the fields, if any
/// are named; and only of records that meet the filter, if there is one.
struct Topic: Sendable {
    let entity: String
    let kinds: Set<Change.Kind>
    let fields: Set<String>
    let filter: JSON?

    /// Reads what `TopicCheck` has let pass.
    init?(_ json: JSON) {
        guard let entity = json["entity"]?.string else { return nil }
        self.entity = entity
        kinds = Set((json["kinds"]?.array ?? []).compactMap { $0.string.flatMap(Change.Kind.init) })
        fields = Set((json["fields"]?.array ?? []).compactMap(\.string))
        filter = json["filter"] == .null ? nil : json["filter"]
    }

    static func all(_ json: JSON) -> [Topic] { (json.array ?? []).compactMap(Topic.init) }

    /// Whether it is about this event, whatever the record holds.
    func concerns(_ event: Event) -> Bool {
        guard event.entity == entity, kinds.contains(event.kind) else { return false }
        return event.kind != .edit || fields.isEmpty || !fields.isDisjoint(with: event.fields)
    }
}

/// Looks through the topics of a webhook and finds all that could never be told, each problem at its place: `topics.0.fields.2`.
struct TopicCheck {
    private let catalogue: Catalogue
    private let actor: Actor
    private static let most = 50

    init(_ door: Door) { (catalogue, actor) = (door.catalogue, door.actor) }

    func check(_ json: JSON) throws(Invalid) {
        guard let items = json.array else { throw Invalid("topics", .wrongType, ["expected": "list"]) }
        guard !items.isEmpty else { throw Invalid("topics", .required) }
        guard items.count <= Self.most else { throw Invalid("topics", .tooMany, ["max": String(Self.most)]) }
        let found = items.enumerated().flatMap { problems(of: $1, at: "topics.\($0)") }
        guard found.isEmpty else { throw Invalid(found) }
    }

    private func problems(of json: JSON, at place: String) -> [FieldProblem] {
        guard let members = json.object else { return [ValueProblem(.wrongType, ["expected": "object"]).on(place)] }
        let known = ["entity", "kinds", "fields", "filter"]
        var found = members.keys.sorted().filter { !known.contains($0) }.map { key in
            ValueProblem(.unknownField, ["field": String(key.prefix(60))]).on("\(place).\(key.prefix(60))")
        }
        found += texts(members["kinds"], at: place + ".kinds", isRequired: true) { Change.Kind(rawValue: $0) == nil ? .unknownOption : nil }
        guard let name = members["entity"]?.string else { return found + [ValueProblem(.required).on(place + ".entity")] }
        guard let entity = catalogue[name], !entity.isRetired else {
            return found + [ValueProblem(.unknownOption, ["option": String(name.prefix(60))]).on(place + ".entity")]
        }
        found += texts(members["fields"], at: place + ".fields", isRequired: false) { key in
            entity[key].map { $0.isSecret || $0.isRetired } ?? true ? .unknownField : nil
        }
        return found + problems(ofFilter: members["filter"], entity, at: place + ".filter")
    }

    /// A list of different words.
    private func texts(
        _ json: JSON?, at place: String, isRequired: Bool, _ objection: (String) -> ValueProblem.Code?
    ) -> [FieldProblem] {
        guard let json, json != .null else { return isRequired ? [ValueProblem(.required).on(place)] : [] }
        guard let items = json.array else { return [ValueProblem(.wrongType, ["expected": "list"]).on(place)] }
        guard !items.isEmpty || !isRequired else { return [ValueProblem(.required).on(place)] }
        guard items.count <= Self.most else { return [ValueProblem(.tooMany, ["max": String(Self.most)]).on(place)] }
        var seen: Set<String> = []
        return items.enumerated().compactMap { index, item in
            guard let text = item.string else { return ValueProblem(.wrongType, ["expected": "text"]).on("\(place).\(index)") }
            let shown = String(text.prefix(60))
            if let code = objection(text) { return ValueProblem(code, ["option": shown, "field": shown]).on("\(place).\(index)") }
            return seen.insert(text).inserted ? nil : ValueProblem(.repeated).on("\(place).\(index)")
        }
    }

    private func problems(ofFilter json: JSON?, _ entity: EntityDefinition, at place: String) -> [FieldProblem] {
        guard let json, json != .null else { return [] }
        do throws(Invalid) {
            _ = try RuleParser.rule(json, on: entity, catalogue, for: actor)
            return []
        } catch {
            return error.problems.map { $0.problem.on($0.field == "filter" ? place : "\(place).\($0.field)") }
        }
    }
}
