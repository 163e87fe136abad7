import Store
import Synchronization

/// The catalogue in force, and the way to a newer one: an immutable snapshot that is swapped whole.
final class Snapshots: Sendable {
    private struct State {
        var catalogue: Catalogue
        /// Many requests may notice a change at once; one reads it for all.
        var reload: (generation: Int64, task: Task<Void, any Error>)?
    }

    private let state: Mutex<State>

    /// What was declared in Swift, without anything made at run time.
    let builtIn: Catalogue

    init(_ catalogue: Catalogue, builtIn: Catalogue) {
        state = Mutex(State(catalogue: catalogue))
        self.builtIn = builtIn
    }

    var current: Catalogue { state.withLock(\.catalogue) }

    /// Makes sure that the catalogue is at least of this generation.
    func reach(_ generation: Int64, _ load: @escaping @Sendable () async throws -> Catalogue) async throws {
        let task = state.withLock { state -> Task<Void, any Error>? in
            if state.catalogue.generation >= generation { return nil }
            if let reload = state.reload, reload.generation >= generation { return reload.task }
            let task = Task { adopt(try await load()) }
            state.reload = (generation, task)
            return task
        }
        // Done or failed, the next one who misses something reads anew.
        defer { state.withLock { if $0.reload?.task == task { $0.reload = nil } } }
        try await task?.value
    }

    private func adopt(_ catalogue: Catalogue) {
        state.withLock { state in
            if catalogue.generation > state.catalogue.generation { state.catalogue = catalogue }
        }
    }
}
