public import Kernel
import Store

/// The module of what administrators make at run time: entities, fields, and options of choices.
///
/// To put one away is to retire it: its data stay, nobody is shown it or may give it new values, and it can be restored. Each change
/// is a change of a record like any other; in its transaction the tables follow, and the catalogue of every server after it.
public struct Customisation: Module {
    public let name = "Customisation"
    public let entities = Self.definitions

    static let definitions = [CustomEntity.schema.definition, CustomField.schema.definition, CustomOption.schema.definition]

    public let hooks: [Hook] = [
        .beforeSaving(CustomEntity.self) { entity, saving in try entity.check(try Drafting(saving, entity.id)) },
        .beforeSaving(CustomField.self) { field, saving in try field.check(try Drafting(saving, field.id)) },
        .beforeSaving(CustomOption.self) { option, saving in try option.check(try Drafting(saving, option.id)) },
        .afterSaving(CustomEntity.self) { entity, saving in
            try saving.door.keepName(entity[\.key], of: "", shape: "entity")
            saving.door.redefines = true
        },
        .afterSaving(CustomField.self) { field, saving in
            try saving.door.keepName(field[\.key], of: field[\.entity], shape: field.shape)
            if saving.before != nil, saving.changes("isSearched", in: field.values) { saving.door.reindexes.insert(field[\.entity]) }
            saving.door.redefines = true
        },
        .afterSaving(CustomOption.self) { _, saving in saving.door.redefines = true },
        .beforeLifeChange(CustomEntity.self) { entity, saving in
            let drafting = try Drafting(saving, entity.id)
            if saving.kind == .purge { try entity.refusePurge(drafting) }
            saving.door.redefines = true
        },
        .beforeLifeChange(CustomField.self) { field, saving in
            let drafting = try Drafting(saving, field.id)
            if saving.kind == .purge { try field.refusePurge(drafting) }
            if field[\.isSearched] { saving.door.reindexes.insert(field[\.entity]) }
            saving.door.redefines = true
        },
        .beforeLifeChange(CustomOption.self) { option, saving in
            let drafting = try Drafting(saving, option.id)
            if saving.kind == .purge { try option.refusePurge(drafting) }
            saving.door.redefines = true
        },
    ]

    public init() {}
}

/// A definition in the making, and all that it must fit: read from the database itself, with all other administrators waiting, since
/// a server's own snapshot may be out of date.
struct Drafting {
    let door: Door
    /// Nil for a new one.
    let before: Values?
    let others: CustomDefinitions
    /// With all definitions but this one.
    let catalogue: Catalogue

    init(_ saving: Saving, _ id: RecordID) throws {
        door = saving.door
        before = saving.before
        try door.session.lockSchema()
        others = try CustomDefinitions(door.session).without(id)
        catalogue = try door.engine.snapshots.builtIn.extended(by: others)
    }

    /// Nothing can be added to what describes additions, nor to what is not there.
    func problem(entity name: String) -> ValueProblem? {
        guard let entity = catalogue[name] else { return ValueProblem(.unknownOption, ["option": String(name.prefix(60))]) }
        if Customisation.definitions.contains(where: { $0.name == name }) { return ValueProblem(.reserved, ["value": name]) }
        return entity.isRetired && before == nil ? ValueProblem(.retired) : nil
    }

    /// Two things of one name would be confused, by people and by the header of an imported file.
    func problem(label: String?, among taken: [String]) -> ValueProblem? {
        guard let label, taken.contains(where: { $0.lowercased() == label.lowercased() }) else { return nil }
        return ValueProblem(.taken, ["value": label])
    }
}

extension Door {
    /// Notes for ever what a key was used for: its column stays, and with another shape it could not be read.
    fileprivate func keepName(_ key: String, of entity: String, shape: String) throws {
        try session.execute(
            """
            INSERT INTO \(name: SystemTables.customNames) (entity, key, shape)
            VALUES (\(entity), \(key), \(shape))
            ON CONFLICT (entity, key) DO NOTHING
            """)
    }

    func keptShape(of key: String, of entity: String) throws -> String? {
        try session.first("SELECT shape FROM \(name: SystemTables.customNames) WHERE entity = \(entity) AND key = \(key)")?[0].text
    }
}
