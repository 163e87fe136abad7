public import Kernel
import Synchronization

extension JobRun {
    /// Keeps a file for whoever asked for the job, for a day; see `Jobs.file(of:as:)`. Returns the members that tell of it in the job's result.
    public func keep(file bytes: [UInt8], named name: String, type: String) throws -> [String: JSON] {
        let draft = try engine.files.draft(of: id)
        try draft.append(bytes)
        return try keep(draft, named: name, type: type)
    }

    func keep(_ draft: FileDraft, named name: String, type: String) throws -> [String: JSON] {
        let size = try draft.finish(as: engine.files.file(of: id))
        let until = Instant(milliseconds: engine.clock.now().milliseconds + FileFolder.life)
        return ["bytes": JSON(size), "name": .string(name), "type": .string(type), "until": .string(until.description)]
    }

    /// Runs work that tells how far it is, and says so from time to time; whoever cancels the job ends the work.
    public func telling<T: Sendable>(
        of total: Int?, _ work: @escaping @Sendable (_ tell: @escaping @Sendable (Int) -> Void) async throws -> T
    ) async throws -> T {
        let done = Done()
        return try await withThrowingTaskGroup(of: T?.self) { group in
            group.addTask { try await work { done.count = $0 } }
            group.addTask { [self] in
                while true {
                    try await progress(done.count, of: total)
                    try await Task.sleep(for: .seconds(1))
                }
            }
            defer { group.cancelAll() }
            guard let result = try await group.next().flatMap(\.self) else { throw CancellationError() }
            return result
        }
    }

    /// How much is done, said by one task and read by another.
    private final class Done: Sendable {
        private let value = Mutex(0)

        var count: Int {
            get { value.withLock { $0 } }
            set { value.withLock { $0 = newValue } }
        }
    }
}
