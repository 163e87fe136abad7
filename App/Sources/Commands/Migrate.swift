import ArgumentParser
import Engine
import Store

struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Bring the database to the shape that this program needs.")

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await common.withEngine { engine, _ in
            print("The database is up to date: \(engine.catalogue.entities.count) entities.")
        }
    }
}
