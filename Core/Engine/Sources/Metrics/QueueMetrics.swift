import Kernel
import Store

/// How far the work beside the requests has come: jobs that wait or run, and events that subscribers have still to be told.
struct QueueMetrics: MetricSource {
    let engine: Engine

    /// The indexes job_waiting and job_running hold no other rows.
    func metrics() async throws -> [Metric] {
        let now = engine.clock.now().milliseconds
        let names = engine.modules.flatMap(\.subscribers).map { Stored.text($0.name) }
        let (jobs, behind) = try await engine.database.read(limit: .seconds(2)) { session in
            let jobs = try session.first(
                """
                SELECT
                (SELECT COUNT(*) FROM \(name: SystemTables.jobs) WHERE state = 'waiting' AND run_at <= \(now)),
                (SELECT COUNT(*) FROM \(name: SystemTables.jobs) WHERE state = 'waiting' AND run_at > \(now)),
                (SELECT COUNT(*) FROM \(name: SystemTables.jobs) WHERE state = 'running'),
                (SELECT MIN(run_at) FROM \(name: SystemTables.jobs) WHERE state = 'waiting' AND run_at <= \(now))
                """)
            let last = try Outbox.bounds(session).last
            let rows = names.isEmpty ? [] : try session.rows(
                "SELECT name, place FROM \(name: SystemTables.subscribers) WHERE name IN (\(SQL.list(names))) ORDER BY name")
            return (jobs, rows.map { (name: $0[0].text ?? "", count: last - ($0[1].integer ?? 0)) })
        }
        func count(_ index: Int) -> Double { Double(jobs?[index].integer ?? 0) }
        return [
            Metric(
                "guanxi_jobs", "Jobs that have not ended.", .gauge,
                [.init(["state": "due"], count(0)), .init(["state": "later"], count(1)), .init(["state": "running"], count(2))]),
            Metric(
                "guanxi_jobs_lag_seconds", "How long the oldest job that is due has waited.", .gauge,
                [.init([:], jobs?[3].integer.map { Double(now - $0) / 1_000 } ?? 0)]),
            Metric(
                "guanxi_events_behind", "Events that a subscriber has still to come to.", .gauge,
                behind.map { .init(["subscriber": $0.name], Double($0.count)) }),
        ]
    }
}
