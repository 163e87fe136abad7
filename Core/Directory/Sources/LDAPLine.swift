import Foundation
import Synchronization

/// At most so many log-ins are with the directory at once, each on a thread of its own: it may keep them waiting for seconds, and
/// the threads of the program are there to work. Nobody waits longer than the deadline, whatever the library does meanwhile.
final class LDAPLine: Sendable {
    private static let maximumRunning = 16
    private static let maximumWaiting = 128

    private struct State {
        var running = 0
        var waiting: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())

    func run<T: Sendable>(
        until deadline: LDAPDeadline, _ work: @escaping @Sendable () throws(LDAPError) -> T
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            let answer = Answer(continuation)
            // A directory's name may have to be looked up, and that knows no deadline.
            let watch = Task {
                try await Task.sleep(until: deadline.end)
                answer.give(.failure(.unreachable("it took too long")))
            }
            let job: @Sendable () -> Void = {
                answer.give(Result { () throws(LDAPError) in
                    // Whoever has waited too long makes room at once.
                    _ = try deadline.left()
                    return try work()
                })
                watch.cancel()
            }
            if !begin(job) {
                answer.give(.failure(.busy))
                watch.cancel()
            }
        }
    }

    /// Starts it now or later; false when the line is too long.
    private func begin(_ job: @escaping @Sendable () -> Void) -> Bool {
        let (isTaken, isDue) = state.withLock { state in
            if state.running < Self.maximumRunning {
                state.running += 1
                return (true, true)
            }
            guard state.waiting.count < Self.maximumWaiting else { return (false, false) }
            state.waiting.append(job)
            return (true, false)
        }
        if isDue { Thread.detachNewThread { self.work(through: job) } }
        return isTaken
    }

    /// The thread goes on with the next in line, and ends with the line.
    private func work(through first: @escaping @Sendable () -> Void) {
        // The library writes to connections that the other side has closed; that must not end the program.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        var next: (@Sendable () -> Void)? = first
        while let job = next {
            job()
            next = state.withLock { state in
                guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
                state.running -= 1
                return nil
            }
        }
    }
}

/// What somebody waits for, given once; what comes after that is dropped.
private final class Answer<T: Sendable>: Sendable {
    private let continuation: Mutex<CheckedContinuation<T, any Error>?>

    init(_ continuation: CheckedContinuation<T, any Error>) { self.continuation = Mutex(continuation) }

    func give(_ result: Result<T, LDAPError>) {
        let waiting = continuation.withLock { continuation in
            defer { continuation = nil }
            return continuation
        }
        waiting?.resume(with: result.mapError { $0 as any Error })
    }
}
