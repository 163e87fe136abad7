import Kernel
import Store

/// Runs the jobs of the queue on this server, a few at a time.
actor Workers {
    /// How it works; other than this only in tests.
    struct Habits: Sendable {
        /// How many jobs run at once.
        var count = 2
        /// How long to wait before looking again, when nothing called.
        var idle = Duration.seconds(1)
        var lease = Duration.seconds(60)
        /// How often the lease of a running job is prolonged.
        var heartbeat = Duration.seconds(20)
        /// How long running jobs may go on when the server stops.
        var grace = Duration.seconds(10)
    }

    private let engine: Engine
    private let queue: JobQueue
    private let habits: Habits
    private var running: [JobQueue.Key: Running] = [:]
    private var isStopping = false
    private var supervision: Task<Void, Never>?
    private var companions: [Task<Void, Never>] = []

    private struct Running {
        let body: Task<JSON, any Error>
        var reason: Reason?
    }

    /// Why a body was told to end.
    private enum Reason { case cancelled, stopping, lost }

    init(engine: Engine, habits: Habits) {
        (self.engine, self.habits) = (engine, habits)
        queue = JobQueue(engine: engine, leaseMilliseconds: Int64(habits.lease.components.seconds) * 1_000)
    }

    func start() {
        supervision = Task { await supervise() }
        companions = engine.modules.flatMap(\.subscribers).map { subscriber in
            let delivery = Delivery(engine: engine, subscriber: subscriber, habits: habits)
            return Task { await delivery.run() }
        }
        companions += engine.modules.flatMap(\.routines).map { routine in
            Task { [engine, habits] in await routine.run(engine, habits.idle) }
        }
    }

    private func supervise() async {
        var listener = engine.bell.listen()
        defer { listener.leave() }
        var hasEntered = false
        var pause = habits.idle
        while !isStopping {
            do {
                if !hasEntered { try await queue.enterSchedules() }
                hasEntered = true
                if try await look() { continue }
                pause = habits.idle
            } catch {
                // The database does not answer: it is asked again, less and less often.
                pause = min(pause * 2, .seconds(30))
            }
            if !isStopping { await listener.wait(atMost: pause) }
        }
    }

    /// Does what there is to do; true when there may be more.
    private func look() async throws -> Bool {
        let outlook = try await queue.outlook(running: running.keys.map(\.job))
        for key in running.keys where outlook.cancelled.contains(key.job) { end(key, .cancelled) }
        if outlook.hasLapsed { try await queue.freeLapsed() }
        for (kind, due) in outlook.schedules { try await queue.enqueue(scheduled: kind, due: due) }
        let free = habits.count - running.count
        guard free > 0, outlook.hasDue, !isStopping else { return outlook.hasLapsed }
        let taken = try await queue.take(free)
        for held in taken { run(held) }
        return taken.count > 0
    }

    // MARK: - One job

    private func run(_ held: JobQueue.Held) {
        let run = JobRun(engine: engine, queue: queue, held: held)
        let body = Task { [engine] in
            // Another server may have put it there for an entity that was made a moment ago.
            try await engine.keepUp()
            return try await held.kind.run(held.job.payload, run)
        }
        // After a pause of this process, an attempt of before may still think that it has the job.
        for key in running.keys where key.job == held.job.id { end(key, .lost) }
        running[held.key] = Running(body: body)
        if isStopping { end(held.key, .stopping) }
        let heartbeat = Task { await self.keep(held.key, run) }
        Task {
            let result = await body.result
            heartbeat.cancel()
            await self.conclude(held, run, result)
        }
    }

    /// Prolongs the lease until it is cancelled.
    private func keep(_ key: JobQueue.Key, _ run: JobRun) async {
        while true {
            do { try await Task.sleep(for: habits.heartbeat) } catch { return }
            do {
                guard let isCancelAsked = try await run.renew() else { return end(key, .lost) }
                if isCancelAsked { end(key, .cancelled) }
            } catch {
                // Tried again before the lease ends.
            }
        }
    }

    private func end(_ key: JobQueue.Key, _ reason: Reason) {
        guard running[key]?.reason == nil else { return }
        running[key]?.reason = reason
        running[key]?.body.cancel()
    }

    private func conclude(_ held: JobQueue.Held, _ run: JobRun, _ result: Result<JSON, any Error>) async {
        // A body may hear it from its own call of `progress` before the supervision comes to it.
        let reason = running[held.key]?.reason ?? (run.isCancelAsked ? .cancelled : nil)
        let outcome = outcome(of: result, reason)
        if let outcome {
            // A database that is away for a moment should not cost another attempt.
            for pause in [0, 1, 4] {
                if pause > 0 { try? await Task.sleep(for: .seconds(pause)) }
                if (try? await queue.end(held, outcome, run.lastProgress)) != nil { break }
            }
        }
        running[held.key] = nil
        engine.bell.ring()
    }

    /// Nil where nothing is to be written.
    private func outcome(of result: Result<JSON, any Error>, _ reason: Reason?) -> JobQueue.Outcome? {
        switch (result, reason) {
        case (_, .lost), (.failure(is JobRun.Lost), _): return nil
        case (.success(let value), _):
            guard value.text.utf8.count <= Door.maximumPayload else {
                return .failed(Job.Trouble(code: "resultTooLong", detail: ""), isFinal: true)
            }
            return .done(value)
        case (.failure, .cancelled): return .cancelled
        case (.failure, .stopping): return .returned
        case (.failure(let error), nil): return .failed(Job.Trouble(error), isFinal: error is FinalFailure)
        }
    }

    // MARK: - The end

    /// Takes no more jobs, lets the running ones end for a while, and gives back those that did not.
    func stop() async {
        isStopping = true
        engine.bell.ring()
        for companion in companions { companion.cancel() }
        await supervision?.value
        for companion in companions { await companion.value }
        if !(await areAllOver(within: habits.grace)) {
            for key in running.keys { end(key, .stopping) }
            // Who does not listen is left to the end of the lease.
            _ = await areAllOver(within: .seconds(5))
        }
    }

    private func areAllOver(within limit: Duration) async -> Bool {
        var listener = engine.bell.listen()
        defer { listener.leave() }
        let deadline = ContinuousClock.now + limit
        while !running.isEmpty, ContinuousClock.now < deadline { await listener.wait(atMost: deadline - .now) }
        return running.isEmpty
    }

    /// Does nothing more by itself, as a server that hangs: what runs goes on, and nothing is given back.
    func abandon() async {
        isStopping = true
        engine.bell.ring()
        for companion in companions { companion.cancel() }
        await supervision?.value
    }
}
