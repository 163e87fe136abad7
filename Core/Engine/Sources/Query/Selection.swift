public import Kernel
public import Store

/// What modules build statements of their own from, where the query language does not reach: the columns and conditions of an entity's
/// records, as lists read them. It sees what its reader sees.
///
/// ```swift
/// var customers = Selection(of: entity, by: reader)
/// let condition = try customers.condition(rule)
/// try reader.rows("SELECT t0.id FROM \(customers.tables) WHERE \(condition)")
/// ```
public struct Selection {
    private var select: Select

    /// - Parameter alias: that of the entity's own table; two selections of one statement need two.
    public init(of entity: EntityDefinition, by reader: Reader, as alias: String = "t0") {
        select = reader.select(entity, as: alias)
    }

    /// What stands after FROM; complete once all columns and conditions were asked for.
    public var tables: SQL { select.tables }

    /// The columns of a field, one for each that its kind has.
    public mutating func columns(_ key: String) throws -> [SQL] { try select.place([key]).columns }

    public mutating func condition(_ rule: Rule) throws -> SQL { try select.condition(rule) }
}

extension Reader {
    /// The rows of a module's own statement, on the snapshot of this reader.
    public func rows(_ sql: SQL) throws -> [Row] { try session.rows(sql) }

    public var dialect: Dialect { session.dialect }

    /// The same snapshot as the program itself sees it. Whoever asks by it has looked before what the actor may be told.
    public var unbounded: Reader { Reader(engine: engine, catalogue: catalogue, actor: actor.unbound, session: session) }
}
