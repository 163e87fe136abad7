public import Kernel

/// What a caller wants to write, read by the fields that it names. Everything from outside becomes values here, or an
/// `Invalid` with every problem.
public enum Input {
    /// Reads an object of field values that an actor gives. `null` empties a field. What the actor may not write is refused.
    public static func values(_ json: JSON, for entity: EntityDefinition, as actor: Actor) throws(Invalid) -> Values {
        guard let members = json.object else { throw Invalid("", .wrongType, ["expected": "object"]) }
        return try collect(members.sorted { $0.key < $1.key }, entity, actor) { field, member throws(ValueProblem) in
            member == .null ? emptied(field) : try field.kind.parse(member)
        }
    }

    /// Reads cells of a file. An empty cell empties the field.
    public static func values(texts: [String: String], for entity: EntityDefinition, as actor: Actor) throws(Invalid) -> Values {
        try collect(texts.sorted { $0.key < $1.key }, entity, actor) { field, text throws(ValueProblem) in
            text.allSatisfy(\.isWhitespace) ? emptied(field) : try field.kind.parse(text: text)
        }
    }

    private static func emptied(_ field: FieldDefinition) -> Value {
        field.kind is FlagKind && field.isRequired ? field.standard : .null
    }

    private static func collect<Source>(
        _ members: [(key: String, value: Source)], _ entity: EntityDefinition, _ actor: Actor,
        _ read: (FieldDefinition, Source) throws(ValueProblem) -> Value
    ) throws(Invalid) -> Values {
        var values: Values = [:]
        var problems: [FieldProblem] = []
        for (key, member) in members {
            do throws(ValueProblem) {
                guard let field = entity[key], !field.traits.contains(.secret) else {
                    throw ValueProblem(.unknownField, ["field": String(key.prefix(60))])
                }
                guard !field.isReadOnly else { throw ValueProblem(.readOnly) }
                try actor.rights.checkWriting(field, of: entity)
                guard !field.isRetired else { throw ValueProblem(.retired) }
                values[key] = try read(field, member)
            } catch {
                problems.append(error.on(String(key.prefix(60))))
            }
        }
        guard problems.isEmpty else { throw Invalid(problems) }
        return values
    }
}
