public import Kernel

/// Rules by which the numbers of a field are issued in place of the declared one, kept as data by a module. They are read once in a
/// transaction, when the first record of the entity is numbered.
public struct Numbering: Sendable {
    let entity: String
    let field: String
    let rules: @Sendable (Reader) throws -> Rules

    public init<E: Entity>(of field: KeyPath<E, Field<String>>, _ rules: @escaping @Sendable (Reader) throws -> Rules) {
        (entity, self.field) = (E.name, E.schema.columns[keyPath: field].key)
        self.rules = rules
    }

    /// What is in force.
    public struct Rules: Sendable {
        /// Every rule that there is or was: what looks like theirs is theirs.
        public let known: [NumberRule]
        /// The rule for a record of these values, with the code of the unit that its number names; nil for the declared rule.
        public let issuing: @Sendable (Values) -> (rule: NumberRule, unit: String)?

        public init(known: [NumberRule], issuing: @escaping @Sendable (Values) -> (rule: NumberRule, unit: String)?) {
            (self.known, self.issuing) = (known, issuing)
        }
    }
}

extension Reader {
    /// Every rule by which numbers of a field are or were issued, the declared one first, whoever may read the rules.
    public func knownNumberRules(of entity: EntityDefinition, _ key: String) throws -> [NumberRule] {
        let all = Reader(engine: engine, catalogue: catalogue, actor: actor.unbound, session: session)
        let own = try engine.modules.lazy.flatMap(\.numberings).filter { $0.entity == entity.name && $0.field == key }.flatMap { try $0.rules(all).known }
        return [entity[key]?.numbering].compactMap(\.self) + own
    }
}
