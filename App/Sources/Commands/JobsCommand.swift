import ArgumentParser
import Engine

struct JobsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs", abstract: "List the jobs of the queue, newest first: what waits, runs, is done or has failed.")

    @OptionGroup var common: CommonOptions

    @Option(help: "Only in this state: waiting, running, done, failed or cancelled.")
    var state: String?

    @Option(help: "Only of this kind.")
    var kind: String?

    @Option(help: "How many at most, up to 200.")
    var limit = 50

    func validate() throws {
        guard (1...Jobs.maximumLimit).contains(limit) else { throw ValidationError("--limit takes 1 to \(Jobs.maximumLimit)") }
        guard state.map({ Job.State(rawValue: $0) != nil }) ?? true else {
            throw ValidationError("--state takes \(Job.State.allCases.map(\.rawValue).joined(separator: ", "))")
        }
    }

    func run() async throws {
        try await common.withEngine { engine, _ in
            let page = try await engine.jobs.list(as: .system, state: state.flatMap(Job.State.init), kind: kind, limit: limit)
            for job in page.jobs { print(Self.line(job)) }
            if page.jobs.isEmpty { print("No jobs.") }
            if page.next != nil { say("There are more; --limit shows up to \(Jobs.maximumLimit).") }
        }
    }

    private static func line(_ job: Job) -> String {
        let done = job.progress.done.map { done in job.progress.total.map { "\(done)/\($0)" } ?? "\(done)" }
        let words = [done, job.progress.message, job.trouble.map { "\($0.code): \($0.detail)" }].compactMap { $0 }
        let start = "\(job.id)  \(job.createdAt)  \(job.state.rawValue)  \(job.kind)  attempt \(job.attempts) of \(job.maximumAttempts)"
        return ([start] + words).joined(separator: "  ")
    }
}
