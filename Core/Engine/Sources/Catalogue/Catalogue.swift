public import Kernel

/// Everything that is known about entities: what they are, what may be done with them, how they are called.
///
/// An immutable snapshot: a request reads it once and keeps it; a change makes a new one.
public struct Catalogue: Sendable {
    public let entities: [EntityDefinition]
    public let texts: Texts
    /// Grows with every change at run time; the higher one is the newer.
    public let generation: Int64
    private let byName: [String: EntityDefinition]
    private let byPlural: [String: EntityDefinition]
    private let hooksByEntity: [String: [Hook]]
    private let actionsByEntity: [String: [Action]]
    private let rollUpsByChild: [String: [RollUp]]
    let linesByHeader: [String: [EntityDefinition]]

    let modules: [any Module]

    /// Throws when declarations contradict each other, with every contradiction that was found.
    public init(modules: [any Module]) throws {
        var texts = Texts()
        for folder in modules.compactMap(\.texts) { texts.merge(try Texts(folder: folder)) }
        try self.init(modules: modules, entities: modules.flatMap(\.entities), texts: texts, generation: 0)
    }

    /// The same modules with other entities and texts.
    func with(entities: [EntityDefinition], texts: Texts, generation: Int64) throws -> Catalogue {
        try Catalogue(modules: modules, entities: entities, texts: texts, generation: generation)
    }

    private init(modules: [any Module], entities: [EntityDefinition], texts: Texts, generation: Int64) throws {
        (self.modules, self.entities, self.texts, self.generation) = (modules, entities, texts, generation)
        byName = Dictionary(entities.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        byPlural = Dictionary(entities.map { ($0.plural, $0) }, uniquingKeysWith: { first, _ in first })
        hooksByEntity = Dictionary(grouping: modules.flatMap(\.hooks), by: \.entity)
        actionsByEntity = Dictionary(grouping: modules.flatMap(\.actions), by: \.entity)
        rollUpsByChild = Dictionary(grouping: entities.flatMap(RollUp.declared), by: \.kind.entity)
        linesByHeader = Dictionary(grouping: entities.filter(\.isLine), by: { $0.header?.target ?? "" })
        let mistakes = mistakes() + JobKind.mistakes(in: modules) + Subscriber.mistakes(in: modules) + NoticeKind.mistakes(in: modules)
            + Endpoint.mistakes(in: modules, entities)
        guard mistakes.isEmpty else { throw Contradiction(mistakes: mistakes) }
    }

    /// Declarations that cannot work together; for the programmer who wrote them.
    public struct Contradiction: Error, CustomStringConvertible {
        public let mistakes: [String]
        public var description: String { mistakes.joined(separator: "\n") }
    }

    /// What people are told of, in the order in which it was declared.
    public var noticeKinds: [NoticeKind] { modules.flatMap(\.noticeKinds) }

    /// What modules answer beside records.
    public var endpoints: [Endpoint] { modules.flatMap(\.endpoints) }

    public subscript(name: String) -> EntityDefinition? { byName[name] }

    /// What is known now of an entity that was declared in Swift: with the fields and options that it got at run time.
    public func definition<E: Entity>(_ type: E.Type) -> EntityDefinition { self[E.name] ?? E.schema.definition }

    /// The entity of a resource's name in an address, such as `return-orders`.
    public func resource(_ plural: String) throws(Refusal) -> EntityDefinition {
        guard let entity = byPlural[plural] else { throw .unknownResource(plural) }
        return entity
    }

    public func hooks(on entity: String) -> [Hook] { hooksByEntity[entity] ?? [] }
    public func actions(on entity: String) -> [Action] { actionsByEntity[entity] ?? [] }

    public func action(_ name: String, on entity: EntityDefinition) throws(Refusal) -> Action {
        guard let action = actions(on: entity.name).first(where: { $0.name == name }) else { throw .unknownAction(name) }
        return action
    }

    /// The roll-ups of other entities that count records of this one.
    func rollUps(over child: String) -> [RollUp] { rollUpsByChild[child] ?? [] }

    /// A roll-up field with the entity that has it.
    struct RollUp: Sendable {
        let parent: EntityDefinition
        let field: FieldDefinition
        let kind: RollUpKind

        static func declared(by entity: EntityDefinition) -> [RollUp] {
            entity.fields.compactMap { field in
                (field.kind as? RollUpKind).map { RollUp(parent: entity, field: field, kind: $0) }
            }
        }
    }

    private func mistakes(of rollUp: RollUpKind, over child: EntityDefinition) -> [String] {
        var mistakes: [String] = []
        if let key = rollUp.field {
            guard let summed = child[key]?.kind else { return ["\(child.name) has no field \(key)"] }
            let held = (summed as? any ComputedKind)?.result ?? summed
            let isNumber = held is IntegerKind || held is DecimalKind || held is MoneyKind
            if rollUp.function == .sum ? !isNumber : !held.operators.contains(.less) {
                mistakes.append("\(child.name).\(key) cannot be added or compared")
            }
            let isKeptAlike = held.columns == rollUp.result.columns
                && (held as? DecimalKind)?.places == (rollUp.result as? DecimalKind)?.places
            if rollUp.function != .count, !isKeptAlike {
                mistakes.append("the result is kept otherwise than \(child.name).\(key)")
            }
        } else if rollUp.function != .count {
            mistakes.append("it does not say what is summed or compared")
        }
        for path in rollUp.condition.paths {
            do {
                let resolved = try resolve(path, from: child)
                // A change of another record would not count anew.
                if !resolved.references.isEmpty {
                    mistakes.append("the condition reads \(path.joined(separator: ".")), which is beyond \(child.name)")
                }
            } catch {
                mistakes.append("the condition reads \(path.joined(separator: ".")), which \(child.name) does not have")
            }
        }
        return mistakes
    }

    private func lineMistakes(_ header: EntityDefinition) -> [String] {
        let lines = lines(of: header), keys = lines.map(\.linesKey)
        var mistakes = keys.filter { header[$0] != nil }.map { "\(header.name): its lines and a field are called \($0)" }
        if Set(keys).count != keys.count { mistakes.append("\(header.name): two kinds of lines have the same name") }
        if !lines.isEmpty, !header.canHaveLines { mistakes.append("\(header.name) cannot have lines") }
        let common: [EntityTrait] = [.open, .administered]
        for line in lines where common.contains(where: { line.traits.contains($0) != header.traits.contains($0) }) {
            mistakes.append("\(line.name): it is not open or administered as its header is")
        }
        return mistakes
    }

    private func mistakes() -> [String] {
        var mistakes = entities.flatMap(\.mistakes)
        if byName.count != entities.count || byPlural.count != entities.count { mistakes.append("two entities have the same name") }
        for entity in entities {
            for field in entity.fields {
                let target = (field.kind as? ReferenceKind)?.target ?? (field.kind as? ReferencesKind)?.target
                if let target, byName[target] == nil { mistakes.append("\(entity.name).\(field.key): there is no entity \(target)") }
                guard let kind = field.kind as? RollUpKind else { continue }
                let child = byName[kind.entity]
                if (child?[kind.reference]?.kind as? ReferenceKind)?.target != entity.name {
                    mistakes.append("\(entity.name).\(field.key): \(kind.entity).\(kind.reference) does not refer to \(entity.name)")
                }
                mistakes += child.map { self.mistakes(of: kind, over: $0) }?.map { "\(entity.name).\(field.key): \($0)" } ?? []
            }
        }
        mistakes += entities.flatMap(lineMistakes)
        for name in Set(hooksByEntity.keys).union(actionsByEntity.keys) where byName[name] == nil {
            mistakes.append("a hook or an action names the entity \(name), which nobody declares")
        }
        return mistakes.sorted()
    }
}

extension EntityDefinition {
    /// Lines have no lines, nor has what hangs on other records or belongs to whoever published it.
    var canHaveLines: Bool { !isLine && !isOpen }
}
