import ArgumentParser
import Engine

struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a made-up insurer into the database: units, users, customers, contacts. Nobody in it exists.")

    @OptionGroup var common: CommonOptions

    @Option(help: "How many customers, up to 1,000,000.")
    var customers = 2_000

    func validate() throws {
        guard (0...1_000_000).contains(customers) else { throw ValidationError("--customers takes 0 to 1000000") }
    }

    func run() async throws {
        try await common.withEngine { engine, _ in
            let demonstration = Demonstration(engine: engine, customers: customers) { say($0) }
            for module in engine.modules { try await module.demonstrate(demonstration) }
        }
    }
}
