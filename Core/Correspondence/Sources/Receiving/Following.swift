import Engine
import Kernel
import Mail
import Store
import Synchronization

/// Follows the mailboxes of all active accounts. Servers share them: each follows those that no other one does.
final class Following: Sendable {
    private let engine: Engine
    private let network: MailNetwork
    /// However many mailboxes there are, no more than this of their large mails is in memory at once; each of them about three times.
    private let gate = MailGate(bytes: 2 * Intake.maximumBytes)
    private let running = Mutex<[RecordID: Running]>([:])

    private struct Running {
        let settings: [Stored]
        let box: Box
        let task: Task<Void, Never>
        var prolongedAt: ContinuousClock.Instant
    }

    init(engine: Engine, network: MailNetwork) { (self.engine, self.network) = (engine, network) }

    /// Until the task is cancelled; then the boxes are left to others.
    func run(idle: Duration) async {
        var pause = idle
        while !Task.isCancelled {
            do {
                try await look()
                pause = idle
            } catch {
                // The database does not answer: it is asked again, less and less often.
                pause = min(pause * 2, .seconds(30))
            }
            try? await Task.sleep(for: pause)
        }
        for (_, running) in running.withLock({ $0 }) {
            running.task.cancel()
            await running.task.value
            await running.box.leave()
        }
    }

    /// Takes up what nobody follows, and leaves what is not to be followed any more.
    private func look() async throws {
        let wanted = try await accounts()
        for (id, current) in running.withLock({ $0 }) {
            if wanted[id] != current.settings {
                await end(id, current)
            } else if ContinuousClock.now - current.prolongedAt > .seconds(15) {
                do {
                    try await current.box.prolong()
                    running.withLock { $0[id]?.prolongedAt = .now }
                } catch is Box.Lost {
                    await end(id, current)
                }
            }
        }
        for (id, settings) in wanted where running.withLock({ $0[id] == nil }) {
            guard let box = try await Box.take(id, engine) else { continue }
            let task = Task { [engine, network, gate] in await Follower(box: box, engine: engine, network: network, gate: gate).run() }
            running.withLock { $0[id] = Running(settings: settings, box: box, task: task, prolongedAt: .now) }
        }
    }

    private func end(_ id: RecordID, _ current: Running) async {
        current.task.cancel()
        await current.task.value
        await current.box.leave()
        running.withLock { $0[id] = nil }
    }

    /// What is to be followed, with what makes it another box when it changes.
    private func accounts() async throws -> [RecordID: [Stored]] {
        let table = MailAccount.schema.definition.table
        let rows = try await engine.database.read { session in
            try session.rows(
                """
                SELECT id, imap_host, imap_port, imap_security, login, address, password, folder, marks_as_seen, bounce_address
                FROM \(name: table)
                WHERE is_active = 1 AND deleted_at IS NULL AND imap_host IS NOT NULL AND password IS NOT NULL
                """)
        }
        return Dictionary(rows.map { (RecordID(rawValue: $0[0].integer ?? 0), Array($0.cells)) }, uniquingKeysWith: { first, _ in first })
    }
}
