public import Foundation
public import Kernel
import Store

/// An export that writes its file beside the requests, for lists that take longer than anybody waits.
enum ExportJob {
    static let name = "export"

    static let job = JobKind(name, maximumAttempts: 3, isRepeatable: true, makesFile: true, begin: { payload, door in try door.begin(export: payload) }) { payload, run in
        try await Housekeeping.removeOldFiles(run.engine)
        var actor = try await run.askingActor()
        actor.address = try await run.engine.database.read { try JobDetails.address(of: run.id, in: $0) }
        let exporter = try exporter(payload, run.engine, actor)
        let query = exporter.query
        let total = try await run.engine.read(as: actor, limit: nil) { try Int($0.count(query)) }
        let draft = try run.engine.files.draft(of: run.id)
        let outcome = try await run.telling(of: total) { tell in try await exporter.write(telling: tell, draft.append) }
        let style = try style(payload, query.entity, actor)
        let file = try run.keep(draft, named: style.fileName(of: query.entity), type: style.mediaType)
        return .object(file.merging(["records": JSON(outcome.records), "shortened": JSON(outcome.shortened)]) { first, _ in first })
    }

    /// Whoever may not take these records along any more gets no file.
    private static func exporter(_ payload: JSON, _ engine: Engine, _ actor: Actor) throws -> Exporter {
        do {
            let query = try query(payload, engine.catalogue, for: actor)
            return try Exporter(engine: engine, actor: actor, query: query, style: style(payload, query.entity, actor))
        } catch let error as Invalid {
            throw FinalFailure("forbidden", "\(error)")
        } catch let error as Refusal {
            throw FinalFailure("forbidden", "\(error)")
        }
    }

    private static let members = ExportStyle.names.union(["entity", "filter", "q", "sort", "fields"])

    fileprivate static func style(_ payload: JSON, _ entity: EntityDefinition, _ actor: Actor) throws(Invalid) -> ExportStyle {
        var given: [String: String] = [:]
        for name in ExportStyle.names.sorted() {
            switch payload[name] {
            case nil, .null?: break
            case .flag(let flag)? where name == "labels": given[name] = String(flag)
            case .string(let text)? where name != "labels": given[name] = text
            default: throw Invalid(name, .wrongType, ["expected": name == "labels" ? "flag" : "text"])
            }
        }
        return try ExportStyle(given, of: entity, language: actor.language)
    }

    fileprivate static func query(_ payload: JSON, _ catalogue: Catalogue, for actor: Actor) throws(Invalid) -> ListQuery {
        let given = payload.object ?? [:]
        let unknown = given.keys.filter { !members.contains($0) }.sorted().map { String($0.prefix(60)) }
        guard unknown.isEmpty else { throw Invalid(unknown.map { ValueProblem(.unknownField, ["field": $0]).on($0) }) }
        let entity = try BulkChange.entity(given["entity"], catalogue)
        // As the address of an export would say it.
        var parameters: [(name: String, value: String)] = []
        if let filter = given["filter"] { parameters.append(("filter", filter.text)) }
        for name in ["q", "sort"] {
            guard let json = given[name] else { continue }
            guard let text = json.string else { throw Invalid(name, .wrongType, ["expected": "text"]) }
            parameters.append((name, text))
        }
        if let json = given["fields"] {
            guard let items = json.array, !items.isEmpty else { throw Invalid("fields", .wrongType, ["expected": "list"]) }
            var keys: [String] = []
            for item in items {
                guard let key = item.string, !key.contains(",") else { throw Invalid("fields", .wrongType, ["expected": "text"]) }
                keys.append(key)
            }
            parameters.append(("fields", keys.joined(separator: ",")))
        }
        return try ListQuery(parameters, on: entity, catalogue, for: actor)
    }
}

extension Door {
    /// Puts an export into the queue.
    func begin(export payload: JSON) throws -> RecordID {
        guard actor.impersonator == nil, actor.user != nil else { throw Refusal.sessionNeeded }
        let query = try ExportJob.query(payload, catalogue, for: actor)
        _ = try ExportJob.style(payload, query.entity, actor)
        try engine.permissions.check(actor, may: .read, query.entity)
        try engine.permissions.check(actor, may: .export, query.entity)
        let job = try enqueue(ExportJob.name, payload)
        try JobDetails.make(job, address: actor.address, in: session)
        return job
    }
}

extension Jobs {
    /// The file that a job has written: for whoever asked for it, and while they may still take such records along. To everybody
    /// else there is none.
    public func file(of id: RecordID, as actor: Actor) async throws -> (url: URL, name: String, type: String) {
        let job = try await find(id, as: actor)
        let age = job.endedAt.map { engine.clock.now().milliseconds - $0.milliseconds } ?? .max
        let url = engine.files.file(of: id)
        guard engine.jobKinds[job.kind]?.makesFile == true, job.state == .done, job.createdBy == actor.user, age < FileFolder.life,
            let entity = job.payload["entity"]?.string.flatMap({ engine.catalogue[$0] }), FileManager.default.fileExists(atPath: url.path)
        else { throw Refusal.notFound(entity: "job", id: id.description) }
        try engine.permissions.check(actor, may: .export, entity)
        let standard = ExportStyle.standard
        return (url, job.result["name"]?.string ?? standard.fileName(of: entity), job.result["type"]?.string ?? standard.mediaType)
    }
}

extension Housekeeping {
    /// Files that were written for somebody to fetch, and leftovers of runs that were broken off.
    static let purgeFiles = JobKind("purgeFiles", every: .minutes(60)) { _, run in
        ["deleted": JSON(try await removeOldFiles(run.engine))]
    }

    /// Looks through the folder of this server; others may have their own.
    @discardableResult
    static func removeOldFiles(_ engine: Engine) async throws -> Int {
        let files = engine.files.files, now = engine.clock.now().milliseconds
        var deleted = engine.files.removeOldScratch(before: Instant(milliseconds: now - FileFolder.life)), ids = files.keys.sorted()[...]
        while !ids.isEmpty {
            let part = ids.prefix(batch)
            ids = ids.dropFirst(batch)
            let kept = try await engine.database.read { session in
                try session.rows(
                    """
                    SELECT id FROM \(name: SystemTables.jobs)
                    WHERE id IN (\(SQL.list(part.map { .integer($0.rawValue) })))
                    AND (state IN ('waiting', 'running') OR (state = 'done' AND ended_at > \(now - FileFolder.life)))
                    """
                ).compactMap { $0[0].integer.map(RecordID.init(rawValue:)) }
            }
            for id in Set(part).subtracting(kept) {
                for name in files[id] ?? [] {
                    engine.files.remove(name)
                    deleted += 1
                }
            }
        }
        return deleted
    }
}
