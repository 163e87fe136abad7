/// Runs a transaction again, at most five times, when it met another one in its way.
func retryingConflicts<T: Sendable>(
    _ interruption: Interruption, _ transaction: () async throws -> T
) async throws -> T {
    var repetitions = 0
    while true {
        do {
            return try await transaction()
        } catch StoreError.conflict(let code) {
            try interruption.check()
            repetitions += 1
            if repetitions > 5 { throw StoreError.conflict(code: code) }
            try await pause(after: repetitions, interruption)
        }
    }
}

/// Waits 2 to 4 ms the first time and twice as long each time; by chance, so that two do not meet again.
private func pause(after repetitions: Int, _ interruption: Interruption) async throws {
    let shortest = 2.0 * Double(1 << (repetitions - 1))
    do {
        try await Task.sleep(for: .milliseconds(shortest * Double.random(in: 1...2)))
    } catch {
        throw interruption.reason ?? StoreError.cancelled
    }
}
