import Engine
import Hummingbird
import Kernel
import Store

/// How the whole is, for administrators.
extension Routes {
    func addSystem(to table: RouteTable<MemberContext>) {
        table.get("/system") { request, context in
            _ = try QueryParameters(request).only()
            let state = try await engine.systemState(as: context.actor)
            return .json(json(state))
        }
    }

    private func json(_ state: SystemState) -> JSON {
        let jobs = Job.State.allCases.map { ($0.rawValue, JSON(state.jobs[$0] ?? 0)) }
        let pools = state.pools.map { pool -> JSON in
            ["pool": .string(pool.pool), "places": JSON(pool.places), "busy": JSON(pool.busy), "waiting": JSON(pool.waiting)]
        }
        let recent = meter.recent
        return [
            "version": .string(settings.version), "startedAt": .string(engine.startedAt.description),
            "uptimeSeconds": JSON(max(0, engine.clock.now().milliseconds - engine.startedAt.milliseconds) / 1_000),
            "database": [
                "engine": .string(engine.database.dialect.rawValue), "version": .string(state.databaseVersion), "bytes": JSON(state.databaseBytes),
            ],
            "schema": [
                "number": JSON(state.schemaNumber), "generation": JSON(state.catalogueGeneration), "isReindexing": .flag(state.isReindexing),
            ],
            "jobs": .object(Dictionary(uniqueKeysWithValues: jobs)),
            "events": [
                "unplaced": JSON(state.unplacedEvents), "behind": JSON(state.eventsBehind), "lagSeconds": JSON(state.lagMilliseconds / 1_000),
            ],
            "connections": ["http": JSON(departures.connections), "streams": JSON(state.streams), "database": .array(pools)],
            "activeUsers": JSON(state.activeUsers),
            "requests": ["perMinute": JSON(recent.count), "p95Milliseconds": recent.quantile(0.95).map { JSON(Int64($0 * 1_000)) } ?? .null],
            "disk": ["freeBytes": state.freeBytes.map { JSON($0) } ?? .null],
            "backup": backup(state.lastBackup),
        ]
    }

    private func backup(_ last: LastBackup?) -> JSON {
        let days = settings.backupWarningDays, life = Int64(days) * 86_400_000
        let isOverdue = days > 0 && (last.map { $0.at.milliseconds + life < engine.clock.now().milliseconds } ?? true)
        return [
            "lastBackupAt": last.map { .string($0.at.description) } ?? .null, "madeBy": last.map { .string($0.by) } ?? .null,
            "bytes": last.map { JSON($0.bytes) } ?? .null, "isOverdue": .flag(isOverdue), "warningDays": JSON(days),
        ]
    }
}
