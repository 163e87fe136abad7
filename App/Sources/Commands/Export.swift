import ArgumentParser
import Engine
import Foundation
import class Kernel.EntityDefinition
import enum Kernel.Language

struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Write records as a file that import reads back.")

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

    @Option(help: "csv, xlsx, jsonl or vcard.")
    var format = "csv"

    @Option(help: "Of CSV: UTF-8 or GB18030.")
    var encoding: String?

    @Option(help: "Names of fields, options and records in this language (zh-CN, en) instead of keys.")
    var labels: String?

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
            let given = [("format", format), ("encoding", encoding), ("labels", labels.map { _ in "true" }), ("language", labels)]
            let style = try ExportStyle(
                Dictionary(uniqueKeysWithValues: given.compactMap { name, value in value.map { (name, $0) } }), of: entity, language: .chinese)
            let exporter = try Exporter(engine: engine, actor: .system, query: query, style: style)
            let handle = try outputHandle()
            let outcome = try await exporter.write { try handle.write(contentsOf: Data($0)) }
            if outcome.shortened > 0 { say("\(outcome.shortened) texts were too long for a cell and were cut") }
            say("\(outcome.records) records")
        }
    }

    private func outputHandle() throws -> FileHandle {
        guard let output else { return .standardOutput }
        guard FileManager.default.createFile(atPath: output, contents: nil, attributes: [.posixPermissions: 0o600]),
            let handle = FileHandle(forWritingAtPath: output) else {
            throw ValidationError("cannot write \(output)")
        }
        return handle
    }
}
