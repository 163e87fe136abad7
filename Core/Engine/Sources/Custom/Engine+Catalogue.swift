public import Kernel
import Store

extension Engine {
    /// The catalogue in force. What takes several steps takes it once and passes it on.
    public var catalogue: Catalogue { snapshots.current }

    /// Takes over what any server has changed in the catalogue; every request begins with it.
    public func keepUp() async throws {
        try await keepUp(with: database.read { try $0.generations()[.catalogue] ?? 0 })
    }

    /// The same for a caller who has read the generation with something else.
    func keepUp(with generation: Int64) async throws {
        try await snapshots.reach(generation) { [database, snapshots] in
            try await snapshots.builtIn.extended(by: database.read { try CustomDefinitions($0) })
        }
    }

    /// Brings a database to the shape of the modules, then to that of what was made in it at run time.
    static func prepare(_ database: any Database, _ builtIn: Catalogue) async throws -> (Catalogue, SchemaReport) {
        var report = try await database.prepare(builtIn.schemaPlan)
        let custom = try await database.read { try CustomDefinitions($0) }
        let catalogue = try builtIn.extended(by: custom)
        // A change makes its tables with itself; this heals a database that was put together from an incomplete copy.
        if !custom.isEmpty { report.add(try await database.prepare(catalogue.schemaPlan)) }
        return (catalogue, report)
    }
}
