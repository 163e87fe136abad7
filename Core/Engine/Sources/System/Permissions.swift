public import Kernel

/// The single point that decides what an actor may do and see. Everything that reads or writes asks here, and the answer about
/// records is a rule, which becomes part of every statement.
public struct Permissions: Sendable {
    public init() {}

    /// Throws unless the actor may do this with some records of the entity.
    public func check(_ actor: Actor, may verb: Verb, _ entity: EntityDefinition) throws(Refusal) {
        guard may(actor, verb, entity) else { throw .forbidden(verb: verb, entity: entity.name) }
    }

    public func may(_ actor: Actor, _ verb: Verb, _ entity: EntityDefinition) -> Bool {
        let right = entity.right(to: verb)
        guard actor.scopes.allows(right.verb, right.entity) else { return false }
        if actor.rights.isUnlimited { return true }
        if entity.traits.contains(.confined) { return false }
        if verb.changes, entity.traits.contains(.administered) { return false }
        if entity.isOpen, Verb.everybodys.contains(verb) { return actor.user != nil }
        return !actor.rights.scopes(verb, entity).isEmpty
    }

    /// With which records of the entity the actor may do this: what their roles say, and to look at, what lies in pools of theirs.
    public func scope(_ actor: Actor, _ entity: EntityDefinition, in catalogue: Catalogue, for verb: Verb = .read) -> Rule {
        let ruled = ruled(actor, entity, in: catalogue, for: verb)
        guard verb == .read, ruled != .always, let pooled = pooled(actor, entity) else { return ruled }
        return .any([ruled, pooled])
    }

    /// With which records the roles of the actor let them do this. Only this is what reaches what hangs on records or belongs to them.
    func ruled(_ actor: Actor, _ entity: EntityDefinition, in catalogue: Catalogue, for verb: Verb = .read) -> Rule {
        guard may(actor, verb, entity) else { return .never }
        if let publishing = entity.publishing { return actor.rights.rule(publishing.audience, verb) }
        if let header = entity.header, let target = header.target.flatMap({ catalogue[$0] }) {
            let seen = ruled(actor, target, in: catalogue, for: entity.right(to: verb).verb)
            return seen == .always || seen == .never ? seen : .whose(header.key, seen)
        }
        // The system itself sees everything; administrators what hangs on what they see, and nobody else's own inbox and views are of that.
        if let attachment = entity.attachment, !(actor.rights.isUnlimited && actor.user == nil) {
            let seen = catalogue.entities.filter { $0.carries(entity) }.map { (entity: $0.name, scope: ruled(actor, $0, in: catalogue)) }
            return actor.rights.rule(attachment.record, attachment.entity, seen, verb)
        }
        if actor.rights.isUnlimited { return .always }
        return actor.rights.rule(actor.rights.scopes(verb, entity), verb, entity, catalogue)
    }

    public func right(_ actor: Actor, _ field: FieldDefinition, _ entity: EntityDefinition) -> FieldRight {
        actor.rights.right(field, of: entity)
    }

    /// Only auditors read the log that also tells what administrators do.
    public func mayReadSecurityLog(_ actor: Actor) -> Bool {
        actor.rights.abilities.contains(.readSecurityLog) && actor.scopes.allows(.read, "securityLog")
    }

    /// Throws unless the actor may read the security log.
    public func checkSecurityLog(_ actor: Actor) throws(Refusal) {
        guard mayReadSecurityLog(actor) else { throw .forbidden(verb: .read, entity: "securityLog") }
    }

    /// Whether an administrator may work as the other for a while: never as somebody who may what they may not themselves.
    public func mayImpersonate(_ actor: Actor, _ other: Actor) -> Bool {
        actor.isAdministrator && !other.isAdministrator && other.rights.abilities.isSubset(of: actor.rights.abilities)
    }
}

extension EntityDefinition {
    /// What one must be allowed to do, and with what: a line goes with its header, and to change a line is to edit that.
    func right(to verb: Verb) -> (verb: Verb, entity: String) {
        guard let header = header?.target else { return (verb, name) }
        return (verb == .reveal || !verb.changes ? verb : .edit, header)
    }
}
