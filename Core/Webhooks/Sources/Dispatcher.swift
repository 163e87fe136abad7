import Engine
import Kernel
import Synchronization

/// Sends what is due: of each webhook a few at a time, so that one whose target hangs takes nobody else's place.
final class Dispatcher: Sendable {
    private let engine: Engine
    private let ledger: Ledger
    private let post: Post
    private let running = Mutex<[RecordID: Int]>([:])

    /// How many deliveries of one webhook this server sends at once.
    static let places = 4

    init(engine: Engine, sender: Sender) {
        self.engine = engine
        (ledger, post) = (Ledger(engine: engine), Post(engine: engine, sender: sender))
    }

    /// Until the task is cancelled; then what runs is given back.
    func run(idle: Duration) async {
        var listener = engine.listen()
        defer { listener.leave() }
        await withDiscardingTaskGroup { group in
            var pause = idle
            while !Task.isCancelled {
                do {
                    for delivery in try await take() { group.addTask { await self.deliver(delivery) } }
                    pause = idle
                } catch {
                    // The database does not answer: it is asked again, less and less often.
                    pause = min(pause * 2, .seconds(30))
                }
                await listener.wait(atMost: pause)
            }
        }
    }

    private func take() async throws -> [Delivery] {
        var taken: [Delivery] = []
        // One short statement for each webhook that has something due and a place free: SQLite has no way to limit within groups.
        for webhook in try await ledger.due() {
            let free = Self.places - running.withLock { $0[webhook] ?? 0 }
            guard free > 0, !Task.isCancelled else { continue }
            let deliveries = try await ledger.take(of: webhook, atMost: free)
            running.withLock { $0[webhook, default: 0] += deliveries.count }
            taken += deliveries
        }
        return taken
    }

    private func deliver(_ delivery: Delivery) async {
        do {
            let letter = try await post.message(for: delivery)
            let attempt: Attempt? = if let letter { await post.sender.send(letter.message, to: letter.url) } else { nil }
            // A server that stops has cut it short: that says nothing of the target.
            let isCut = Task.isCancelled && attempt?.isDelivered == false
            try await Task { [ledger] in
                if isCut {
                    try await ledger.giveBack(delivery)
                } else if let attempt {
                    try await ledger.end(delivery, attempt)
                } else {
                    try await ledger.drop(delivery)
                }
            }.value
        } catch {
            // The database does not answer: the delivery comes back when its lease ends.
        }
        running.withLock { $0[delivery.webhook, default: 0] -= 1 }
        engine.wake()
    }
}
