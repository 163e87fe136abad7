package import Kernel
import Store

extension Engine {
    /// Some of the records that a job has made: in the order of their ids, those that were
    /// put away since as well. Whoever may see the job, may be told of them together, not of each.
    ///
    /// - Parameter after: the last one of the part before.
    package func records(of entity: EntityDefinition, madeBy job: RecordID, after: RecordID, limit: Int) async throws -> [RecordID] {
        try await database.read { session in
            // By the index audit_job.
            try session.rows(
                """
                SELECT DISTINCT record_id FROM \(name: SystemTables.audit)
                WHERE job_id = \(job.rawValue) AND job_id IS NOT NULL AND record_id > \(after.rawValue) AND kind = \(Change.Kind.create.rawValue)
                    AND entity = \(entity.name)
                ORDER BY record_id
                LIMIT \(limit)
                """
            ).compactMap { $0[0].integer.map(RecordID.init(rawValue:)) }
        }
    }
}
