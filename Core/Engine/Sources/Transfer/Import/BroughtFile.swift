package import Kernel
import Store

/// A file that was brought, with a mapping, for a look at it that takes nothing in:
///
/// ```json
/// {"file": "912…", "mapping": {"entity": "customer", …}, "sheet": "客户", "encoding": "GB18030", "separator": ";", "header": true}
/// ```
package struct BroughtFile: Sendable {
    package let name: String
    /// Where each column goes, by header: `address.city`, `contact.mobile`; nil for one that is left out.
    package let fields: [String: String?]
    fileprivate let begin: @Sendable () throws -> any ImportTable

    /// The rows from the first one on.
    package func open() throws -> any ImportTable { try begin() }

    /// Where files are read.
    package static var threads: ThreadsExecutor { ImportTableKind.threads }

    fileprivate static let members = Set(TableReading.members + ["file", "mapping", "name"])
}

extension Door {
    /// Makes sure that the actor may import such a file, and keeps the mapping for the next file with the same columns.
    ///
    /// - Returns: the payload with the file's name.
    package func prepare(brought payload: JSON) throws -> (payload: JSON, entity: EntityDefinition) {
        try prepare(payload, members: BroughtFile.members)
    }

    /// - Parameter members: those that the payload may have.
    func prepare(_ payload: JSON, members: Set<String>) throws -> (payload: JSON, entity: EntityDefinition) {
        guard actor.impersonator == nil, let user = actor.user else { throw Refusal.sessionNeeded }
        let (mapping, _, id) = try ImportJob.parts(payload, catalogue, for: actor, members: members)
        try mapping.check(actor, engine)
        var kept = payload.object ?? [:]
        do {
            kept["name"] = .string(try ImportFile.find(id, of: user, in: session).name)
        } catch is Refusal {
            throw Invalid("file", .notFound, ["id": id.description])
        }
        if let json = kept["mapping"] { try remember(mapping, json, of: user) }
        return (.object(kept), mapping.entity)
    }
}

extension Engine {
    /// The file that a job's payload names, for whoever asked for the job.
    package func broughtFile(_ payload: JSON, for actor: Actor) async throws -> BroughtFile {
        do {
            let (mapping, reading, id) = try ImportJob.parts(payload, catalogue, for: actor, members: BroughtFile.members)
            try mapping.check(actor, self)
            let file = try await read(as: actor) { try ImportFile.find(id, of: actor.user, in: $0.session) }
            let plan = try ImportPlan(mapping, header: table(of: file, reading).header, catalogue, for: actor)
            return BroughtFile(name: file.name, fields: plan.paths) { [self] in try table(of: file, reading) }
        } catch let error as Invalid {
            throw FinalFailure("badFile", error.problems.map { catalogue.message($0, actor.language) }.joined(separator: " "))
        } catch let error as Refusal {
            throw FinalFailure("forbidden", "\(error)")
        }
    }
}
