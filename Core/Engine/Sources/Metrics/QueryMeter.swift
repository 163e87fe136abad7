import Store
import Synchronization

/// Times what the engine asks of the database, with the wait for a connection.
final class QueryMeter: Sendable {
    enum Purpose: String, CaseIterable { case read, write }

    private struct State {
        var times: [Purpose: Histogram] = [:]
        var failures: [String: Int] = [:]
    }

    private let state = Mutex(State())

    func timing<T: Sendable>(_ purpose: Purpose, _ call: () async throws -> T) async throws -> T {
        let start = ContinuousClock.now
        do {
            let result = try await call()
            state.withLock { $0.times[purpose, default: Histogram()].add(ContinuousClock.now - start) }
            return result
        } catch {
            state.withLock { state in
                state.times[purpose, default: Histogram()].add(ContinuousClock.now - start)
                if let reason = Self.reason(error) { state.failures[reason, default: 0] += 1 }
            }
            throw error
        }
    }

    /// What the database could not do. What was refused for its content is no failure of the database.
    private static func reason(_ error: any Error) -> String? {
        switch error {
        case StoreError.timedOut: "timedOut"
        case StoreError.unavailable: "unavailable"
        case StoreError.conflict: "conflict"
        case StoreError.failed: "failed"
        default: nil
        }
    }
}

extension QueryMeter: MetricSource {
    func metrics() -> [Metric] {
        let state = state.withLock { $0 }
        return [
            Metric(
                "guanxi_database_call_seconds", "Reads and transactions, with the wait for a connection.", .histogram,
                Purpose.allCases.flatMap { (state.times[$0] ?? Histogram()).samples(["purpose": $0.rawValue]) }),
            Metric(
                "guanxi_database_failures_total", "Calls that the database could not carry out.", .counter,
                ["timedOut", "unavailable", "conflict", "failed"].map { .init(["reason": $0], Double(state.failures[$0] ?? 0)) }),
        ]
    }
}
