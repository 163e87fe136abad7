import Store

extension Engine {
    /// Everything that has figures to show. A new room adds its source here.
    public var metricSources: [any MetricSource] {
        [DatabaseMetrics(database: database), meter, QueueMetrics(engine: self)] + modules.flatMap(\.metricSources)
    }
}

/// Connections of the database: those that work and those that are waited for.
struct DatabaseMetrics: MetricSource {
    let database: any Database

    func metrics() -> [Metric] {
        let pools = database.load
        func samples(_ value: (DatabaseLoad) -> Int) -> [Metric.Sample] { pools.map { .init(["pool": $0.pool], Double(value($0))) } }
        return [
            Metric("guanxi_database_connections", "Connections that there may be.", .gauge, samples(\.places)),
            Metric("guanxi_database_connections_busy", "Connections in use.", .gauge, samples(\.busy)),
            Metric("guanxi_database_calls_waiting", "Calls that wait for a connection.", .gauge, samples(\.waiting)),
        ]
    }
}
