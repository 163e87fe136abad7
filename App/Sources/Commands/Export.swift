import ArgumentParser
import Engine
import Foundation
import class Kernel.EntityDefinition

struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Write records as CSV that import reads back.")

    @OptionGroup var common: CommonOptions

    @Argument(help: "The entity, such as customer.")
    var entity: String

    @Option(help: "The file; standard output unless said otherwise.")
    var output: String?

    @Option(help: #"A filter, such as '{"grade":"a"}'."#)
    var filter: String?

    @Option(help: "Keys of the fields, with commas between them.")
    var fields: String?

    @Option(help: "The order, such as -createdAt.")
    var sort: String?

    func run() async throws {
        try await common.withEngine { engine, _ in
            guard let entity = engine.catalogue[entity] else {
                let names = engine.catalogue.entities.map(\.name).joined(separator: ", ")
                throw ValidationError("there is no entity \(entity); there are \(names)")
            }
            let parameters = [("filter", filter), ("fields", fields), ("sort", sort)].compactMap { name, value in
                value.map { (name: name, value: $0) }
            }
            let query = try ListQuery(parameters, on: entity, engine.catalogue, for: .system)
            let handle = try outputHandle()
            let count = try await Exporter(engine: engine, actor: .system, query: query).write {
                try handle.write(contentsOf: Data($0))
            }
            say("\(count) records")
        }
    }

    private func outputHandle() throws -> FileHandle {
        guard let output else { return .standardOutput }
        guard FileManager.default.createFile(atPath: output, contents: nil), let handle = FileHandle(forWritingAtPath: output) else {
            throw ValidationError("cannot write \(output)")
        }
        return handle
    }
}
