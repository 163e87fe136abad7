import ArgumentParser
import Engine

/// The index of the search.
struct SearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Make the index of the search anew.", subcommands: [Rebuild.self])

    struct Rebuild: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Cut the search tokens of all records anew, while servers run and people search.",
            discussion: "When it is stopped, the next server that starts goes on with what is left.")

        @OptionGroup var common: CommonOptions

        func run() async throws {
            let records = try await common.withEngine { engine, _ in
                var told = ContinuousClock.now
                return try await SearchRebuilding(engine).run { done, total in
                    guard told.duration(to: .now) > .seconds(2) else { return }
                    told = .now
                    say("\(done) of \(total)")
                }
            }
            print("The search tokens of \(records) records were cut anew.")
        }
    }
}
