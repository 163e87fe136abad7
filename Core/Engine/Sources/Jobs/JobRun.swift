public import Kernel
import Store
import Synchronization

/// One attempt at a job, as its body sees it.
///
/// Its task is cancelled when somebody cancels the job, when the server stops, and when the job has become somebody else's.
public final class JobRun: Sendable {
    public let engine: Engine
    private let queue: JobQueue
    private let held: JobQueue.Held
    private let state = Mutex(State())

    private struct State {
        var progress = Job.Progress()
        var writtenAt = Instant.first
        var isCancelAsked = false
    }

    init(engine: Engine, queue: JobQueue, held: JobQueue.Held) { (self.engine, self.queue, self.held) = (engine, queue, held) }

    public var id: RecordID { held.job.id }
    /// 1 the first time.
    public var attempt: Int { held.job.attempts }
    public var createdBy: RecordID? { held.job.createdBy }
    /// What an attempt before this one has left.
    var resultSoFar: JSON { held.job.result }

    /// The job has become somebody else's: its lease ended before this attempt did.
    public struct Lost: Error, Sendable {}

    /// Says how far it is; kept at most once a second. Throws when the job should end.
    public func progress(_ done: Int, of total: Int? = nil, _ message: String? = nil) async throws {
        try Task.checkCancellation()
        let now = engine.clock.now()
        let isDue = state.withLock { state in
            state.progress = Job.Progress(done: Int64(done), total: total.map(Int64.init), message: message.map { String($0.prefix(500)) })
            guard now.milliseconds - state.writtenAt.milliseconds >= 1_000 else { return false }
            state.writtenAt = now
            return true
        }
        guard isDue else { return }
        guard let isCancelAsked = try await renew() else { throw Lost() }
        if isCancelAsked { throw CancellationError() }
    }

    /// Changes in one transaction, which fails when the job is not this run's any more.
    @discardableResult
    public func write<T: Sendable>(as actor: Actor = .system, _ body: @escaping @Sendable (Door) throws -> T) async throws -> T {
        try await engine.write(as: actor) { [held] door in
            guard try JobQueue.lock(held, door.session) else { throw Lost() }
            door.run = held.job.id
            return try body(door)
        }
    }

    /// Nil when the job is lost, true when it should end.
    func renew() async throws -> Bool? {
        let isCancelAsked = try await queue.renew(held, lastProgress)
        if isCancelAsked == true { state.withLock { $0.isCancelAsked = true } }
        return isCancelAsked
    }

    var isCancelAsked: Bool { state.withLock(\.isCancelAsked) }
    var lastProgress: Job.Progress { state.withLock(\.progress) }
}
