public import Kernel

/// The single point that decides what an actor may do and see. Everything that reads or writes asks here.
///
/// For now it asks whether the actor is somebody, and keeps accounts and the organisation to administrators. Roles and row
/// scope will answer through the same two questions.
public struct Permissions: Sendable {
    public init() {}

    /// Throws unless the actor may do this with records of the entity at all.
    public func check(_ actor: Actor, may verb: Verb, _ entity: EntityDefinition) throws(Refusal) {
        guard actor.scopes.allows(verb, entity.name) else { throw .forbidden(verb: verb, entity: entity.name) }
        let changes = verb != .read && verb != .export
        if changes, entity.traits.contains(.administered), !actor.isAdministrator {
            throw .forbidden(verb: verb, entity: entity.name)
        }
    }

    /// Throws unless the actor may read the security log.
    public func checkSecurityLog(_ actor: Actor) throws(Refusal) {
        guard mayReadSecurityLog(actor) else { throw .forbidden(verb: .read, entity: "securityLog") }
    }

    /// Whether the actor may read the security log.
    public func mayReadSecurityLog(_ actor: Actor) -> Bool {
        actor.isAdministrator && actor.scopes.allows(.read, "securityLog")
    }

    /// Whether one may work as the other for a while: never as somebody who may do more.
    public func mayImpersonate(_ actor: Actor, _ other: Actor) -> Bool {
        actor.isAdministrator && !other.isAdministrator && actor.user != other.user
    }

    /// Which records of the entity the actor may see: a rule that becomes part of every SELECT.
    public func scope(_ actor: Actor, _ entity: EntityDefinition) -> Rule { .always }
}
