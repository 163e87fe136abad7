public import Kernel

/// A verb on a record, declared once: it yields the button, the endpoint, the audit line and the workflow step.
///
/// ```swift
/// Action("assign", on: Customer.self, parameters: [.init("owner", ReferenceKind(to: "user"), isRequired: true)]) { customer, call in
///     customer[\.owner] = …
/// }
/// ```
public struct Action: Sendable {
    public let name: String
    public let entity: String
    /// What the caller is asked for, as fields; read and checked like any other.
    public let parameters: [FieldDefinition]
    /// When it can be done; the button shows only then.
    public let condition: Rule
    let run: @Sendable (Values, ActionCall) throws -> Saved

    /// - Parameter body: changes the record, which is then written through the door.
    public init<E: Entity>(
        _ name: String, on type: E.Type, parameters: [FieldDefinition] = [], when condition: Rule = .always,
        _ body: @escaping @Sendable (inout Record<E>, ActionCall) throws -> Void
    ) {
        (self.name, entity, self.parameters, self.condition) = (name, E.name, parameters, condition)
        run = { values, call in
            var record = try Record<E>(values)
            try body(&record, call)
            let definition = call.door.catalogue.definition(type)
            let writable = definition.fields.filter { !$0.isReadOnly && !$0.traits.contains(.secret) }
            // What was not read is not written: it would be emptied.
            let after = Dictionary(uniqueKeysWithValues: writable.compactMap { field in record.values[field.key].map { (field.key, $0) } })
            return try call.door.perform(.edit(record.id, after), on: definition)
        }
    }
}

extension Action {
    /// Its parameters as they came from outside.
    func given(_ parameters: JSON, by actor: Actor) throws(Invalid) -> Values {
        let form = EntityDefinition(name: name, plural: "", title: "", fields: self.parameters)
        let given = try Input.values(parameters == .null ? [:] : parameters, for: form, as: actor.unbound)
        let missing = self.parameters.filter { $0.isRequired && (given[$0.key] ?? .null).isEmpty }
        guard missing.isEmpty else { throw Invalid(missing.map { ValueProblem(.required).on($0.key) }) }
        return given
    }
}

/// One use of an action: its door and what the caller gave.
public struct ActionCall {
    public let door: Door
    public let parameters: Values

    public subscript(key: String) -> Value { parameters[key] ?? .null }
}

extension Door {
    /// Does an action with parameters as they came from outside.
    public func act(_ action: Action, on entity: EntityDefinition, _ id: RecordID, _ parameters: JSON) throws -> Saved {
        let entity = catalogue[entity.name] ?? entity
        try engine.permissions.check(actor, may: .act(action.name), entity)
        let values = try hold(entity, id, for: .act(action.name))
        guard action.condition.holds(for: values, in: reader.ruleContext(entity)) else {
            throw Refusal.notPossible(action: action.name)
        }
        let given = try action.given(parameters, by: actor)
        return try trusting { try action.run(values, ActionCall(door: self, parameters: given)) }
    }
}
