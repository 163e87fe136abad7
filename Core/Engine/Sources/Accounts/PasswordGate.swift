import Dispatch
import Store

/// At most two password hashes at once: each takes 19 MiB and a core. Beyond a bounded line nobody waits.
actor PasswordGate {
    static let shared = PasswordGate()
    private static let maximumWaiting = 200
    private var running = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func run<T: Sendable>(_ work: @escaping @Sendable () -> T) async throws -> T {
        guard waiting.count < Self.maximumWaiting else { throw StoreError.unavailable("too many passwords to check") }
        if running >= 2 { await withCheckedContinuation { waiting.append($0) } } else { running += 1 }
        let result = await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: work()) }
        }
        // The place passes to the next in line, or becomes free.
        if waiting.isEmpty { running -= 1 } else { waiting.removeFirst().resume() }
        return result
    }
}
