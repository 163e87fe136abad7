public import Kernel

extension Reader {
    /// The names of the actions that the actor can do with a record as it is now.
    public func possibleActions(on id: RecordID, of entity: EntityDefinition) throws -> [String] {
        let actions = catalogue.actions(on: entity.name).filter { engine.permissions.may(actor, .act($0.name), entity) }
        guard !actions.isEmpty, !entity.isRetired, let values = try values(of: entity, id) else { return [] }
        let context = ruleContext(entity)
        return actions.filter { action in
            let scope = scope(entity, for: .act(action.name))
            return (scope == .always || scope.holds(for: values, in: context)) && action.condition.holds(for: values, in: context)
        }.map(\.name)
    }
}
