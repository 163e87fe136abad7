import Kernel
import Store

/// An import beside the requests, from a file that was brought before:
///
/// ```json
/// {"file": "912…", "mapping": {"entity": "customer", …}, "sheet": "客户", "encoding": "GB18030", "separator": ";", "header": true,
///  "dryRun": true, "with": "913…"}
/// ```
/// `with` is another import, to be taken back together with this one. `name`, that of the file, is added for people. Each batch is one transaction with the note of how far the job has come: a run that was broken off, or stopped and started again, goes on
/// behind the last row that was written. A dry run does all of it and takes every batch back; rows that would clash only with others of the
/// same file, in another batch, are not found by it.
enum ImportJob {
    static let name = "import"

    static let job = JobKind(name, isResumable: true, isWatched: { $0["dryRun"]?.flag == true }, begin: { payload, door in try door.begin(import: payload) }) { payload, run in
        try await withTaskExecutorPreference(ImportTableKind.threads) { () async throws -> JSON in try await take(payload, run) }
    }

    private static func take(_ payload: JSON, _ run: JobRun) async throws -> JSON {
        let actor = try await run.askingActor()
        let (table, plan) = try await opened(payload, run, actor)
        let details = try await run.engine.database.read { try JobDetails.of(run.id, in: $0) }
        let reached = Int(details?.reached.rawValue ?? 0)
        var writing = ImportWriting(result: Importer.Result(id: run.id, run.resultSoFar), transaction: transaction(run, payload))
        do {
            try await write(table, plan, &writing, after: reached, run)
        } catch let error as Invalid {
            // What was read so far is in; the rest cannot be read, however often it is tried.
            await writing.stop()
            throw badFile(error, run.engine, actor)
        } catch {
            await writing.stop()
            throw error
        }
        let result = writing.result
        try await run.write(as: actor) { try $0.note(result) }
        return result.json
    }

    private static func opened(_ payload: JSON, _ run: JobRun, _ actor: Actor) async throws -> (any ImportTable, ImportPlan) {
        let engine = run.engine
        do {
            let (mapping, reading, id) = try parts(payload, engine.catalogue, for: actor)
            try mapping.check(actor, engine)
            let file = try await engine.read(as: actor) { try ImportFile.find(id, of: actor.user, in: $0.session) }
            let table = try engine.table(of: file, reading)
            let plan = try ImportPlan(mapping, header: table.header, engine.catalogue, for: actor, addresses: engine.divisions.addresses())
            let form = ImportForm(table)
            try await run.write(as: actor) { try $0.note(import: run.id, plan, form) }
            return (table, plan)
        } catch let error as Invalid {
            throw badFile(error, engine, actor)
        } catch let error as Refusal {
            throw FinalFailure("forbidden", "\(error)")
        }
    }

    private static func badFile(_ error: Invalid, _ engine: Engine, _ actor: Actor) -> FinalFailure {
        FinalFailure("badFile", error.problems.map { engine.catalogue.message($0, actor.language) }.joined(separator: " "))
    }

    /// - Parameter reached: the rows that earlier runs have dealt with.
    private static func write(
        _ table: any ImportTable, _ plan: ImportPlan, _ writing: inout ImportWriting, after reached: Int, _ run: JobRun
    ) async throws {
        var waiting: [CSVReader.Row] = [], left = reached, isAtEnd = false
        while !isAtEnd {
            let next = try table.next()
            isAtEnd = next.isEmpty
            waiting += next.dropFirst(left)
            left -= min(left, next.count)
            var rest = waiting[...]
            while rest.count >= writing.batchSize || (isAtEnd && !rest.isEmpty) || isHeavy(rest) {
                let rows = rest.prefix(writing.batchSize)
                rest = rest.dropFirst(rows.count)
                // What somebody may do can change while their import works.
                let batch = plan.batch(rows, as: try await run.askingActor())
                try await writing.write(batch) { _ in }
                let done = writing.result.rows
                try await run.progress(done, of: table.share.map { max(done, Int(Double(done) / max($0, 0.001))) })
            }
            waiting = Array(rest)
        }
        try await writing.finish { _ in }
    }

    /// Rows of very long texts are written before there are as many as go into a batch.
    private static func isHeavy(_ rows: ArraySlice<CSVReader.Row>) -> Bool {
        var bytes = 0
        for case .success(let row) in rows {
            for field in row.fields { bytes += field.utf8.count }
            if bytes > 16 << 20 { return true }
        }
        return false
    }

    private static func transaction(_ run: JobRun, _ payload: JSON) -> ImportWriting.Transaction {
        let isDry = payload["dryRun"]?.flag ?? false
        return { body in
            let actor = try await run.askingActor()
            guard isDry else {
                return try await run.write(as: actor) { door in
                    door.job = run.id
                    let done = try body(door)
                    try door.keep(done, of: run.id)
                    return done
                }
            }
            do {
                return try await run.write(as: actor) { throw TakenBack(done: try body($0)) }
            } catch let taken as TakenBack {
                try await run.write(as: actor) { try $0.keep(taken.done, of: run.id) }
                return taken.done
            }
        }
    }

    /// What a batch of a dry run came to.
    private struct TakenBack: Error {
        let done: ImportWriting.Done
    }

    static let members = Set(TableReading.members + ["file", "mapping", "dryRun", "name", "with"])

    static func parts(
        _ payload: JSON, _ catalogue: Catalogue, for actor: Actor, members: Set<String> = members
    ) throws(Invalid) -> (ImportMapping, TableReading, file: RecordID) {
        let given = payload.object ?? [:]
        let unknown = given.keys.filter { !members.contains($0) }.sorted().map { String($0.prefix(60)) }
        guard unknown.isEmpty else { throw Invalid(unknown.map { ValueProblem(.unknownField, ["field": $0]).on($0) }) }
        guard let file = given["file"] else { throw Invalid("file", .required) }
        guard let id = file.string.flatMap({ RecordID($0) }) else { throw Invalid("file", .badReference) }
        guard let mapping = given["mapping"] else { throw Invalid("mapping", .required) }
        if let dry = given["dryRun"], dry.flag == nil { throw Invalid("dryRun", .badFlag) }
        return (try ImportMapping(mapping, catalogue, for: actor), try TableReading(given), id)
    }
}

extension Door {
    /// Puts an import into the queue.
    func begin(import payload: JSON) throws -> RecordID {
        var kept = try prepare(payload, members: ImportJob.members).payload.object ?? [:]
        if let with = kept["with"], with != .null { kept["with"] = .string(try firstImport(with).description) }
        let job = try enqueue(ImportJob.name, .object(kept))
        try JobDetails.make(job, address: actor.address, in: session)
        return job
    }

    /// Of files that belong together the first: what all of them name. It must have ended, since the rows of the others refer to its records.
    private func firstImport(_ given: JSON) throws -> RecordID {
        guard let id = given.string.flatMap({ RecordID($0) }) else { throw Invalid("with", .badReference) }
        let job: Job?
        do { job = try Jobs.job(id, actor, session) } catch is Refusal { job = nil }
        guard let job, job.kind == ImportJob.name, job.createdBy == actor.user, job.payload["dryRun"]?.flag != true else {
            throw Invalid("with", .notFound, ["id": id.description])
        }
        guard job.endedAt != nil else { throw Invalid("with", .notEnded) }
        return job.payload["with"]?.string.flatMap { RecordID($0) } ?? id
    }

    /// What a batch has refused, and how far the job is with it.
    fileprivate func keep(_ done: ImportWriting.Done, of run: RecordID) throws {
        try keep(done.refused, of: run)
        try JobDetails.note(run, reached: RecordID(rawValue: Int64(done.result.rows)), done.result.json, in: session)
    }
}

extension Housekeeping {
    /// Files that were brought to be imported a while ago; their bytes go with the next sweep.
    static let purgeImportFiles = JobKind("purgeImportFiles", every: .daily(at: 3, 45)) { _, run in
        let cut = run.engine.clock.now().milliseconds - ImportFile.days * day
        return ["deleted": JSON(try await run.write { try $0.session.execute("DELETE FROM \(name: SystemTables.importFiles) WHERE at < \(cut)") })]
    }
}
