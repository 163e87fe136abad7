import ArgumentParser
import Engine
import Foundation
import enum Kernel.JSON
import Yams

struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Load a CSV file. Rows that are refused go to a file of their own, with the reasons.")

    @OptionGroup var common: CommonOptions

    @Argument(help: "The CSV file, UTF-8.")
    var file: String

    @Option(help: "A YAML file that says which column is which field.")
    var mapping: String?

    @Option(help: "The entity, when there is no mapping: columns are then known by key or label.")
    var entity: String?

    @Option(help: "Where refused rows go; FILE.refused.csv unless said otherwise.")
    var refused: String?

    @Option(name: .customLong("as"), help: "The login of the user who imports; new records are theirs.")
    var login: String?

    func run() async throws {
        try await common.withEngine { engine, _ in
            let actor = try await actor(engine)
            let mapping = try ImportMapping(try mappingDocument(), engine.catalogue, for: actor)
            guard let handle = FileHandle(forReadingAtPath: file) else { throw ValidationError("cannot read \(file)") }
            let started = Date()
            var lastWords = started
            let result = try await Importer(engine: engine, actor: actor, mapping: mapping).run(FileChunks(handle: handle)) { result in
                guard Date().timeIntervalSince(lastWords) > 2 else { return }
                lastWords = Date()
                say("\(result.rows) rows, \(Int(Double(result.rows) / Date().timeIntervalSince(started))) a second")
            }
            if result.refused > 0 { try await writeRefused(result, engine, actor) }
            let seconds = Date().timeIntervalSince(started)
            print(
                "\(result.rows) rows in \(String(format: "%.1f", seconds)) s: \(result.created) created, \(result.updated) updated, "
                    + "\(result.unchanged) unchanged, \(result.refused) refused")
        }
    }

    private func actor(_ engine: Engine) async throws -> Actor {
        guard let login else { return .system }
        guard let actor = try await engine.accounts.actor(login: login) else { throw ValidationError("there is no user \(login)") }
        return actor
    }

    private func mappingDocument() throws -> JSON {
        guard let mapping else {
            guard let entity else { throw ValidationError("say --mapping FILE, or --entity NAME") }
            return ["entity": .string(entity)]
        }
        guard let text = try? String(contentsOfFile: mapping, encoding: .utf8), let node = try Yams.compose(yaml: text) else {
            throw ValidationError("cannot read the mapping \(mapping)")
        }
        return try JSON(node)
    }

    private func writeRefused(_ result: Importer.Result, _ engine: Engine, _ actor: Actor) async throws {
        let path = refused ?? file + ".refused.csv"
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
            let handle = FileHandle(forWritingAtPath: path) else {
            throw ValidationError("cannot write \(path)")
        }
        try await RefusedRows(engine: engine, actor: actor).write(of: result.id) { try handle.write(contentsOf: Data($0)) }
        try handle.close()
        say("The refused rows are in \(path).")
    }
}

/// The bytes of a file in pieces.
struct FileChunks: AsyncSequence {
    let handle: FileHandle

    struct AsyncIterator: AsyncIteratorProtocol {
        let handle: FileHandle
        func next() throws -> [UInt8]? {
            guard let data = try handle.read(upToCount: 1 << 18), !data.isEmpty else { return nil }
            return Array(data)
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(handle: handle) }
}

extension JSON {
    /// A YAML document that says what JSON can say.
    init(_ node: Node) throws {
        switch node {
        case .mapping(let mapping):
            var members: [String: JSON] = [:]
            for (key, value) in mapping {
                guard members.updateValue(try JSON(value), forKey: key.string ?? "") == nil else {
                    throw ValidationError("the mapping names \(key.string ?? "") twice")
                }
            }
            self = .object(members)
        case .sequence(let sequence): self = .array(try sequence.map { try JSON($0) })
        case .scalar(let scalar):
            if node.null != nil {
                self = .null
            } else if scalar.style == .plain, let flag = node.bool, ["true", "false"].contains(scalar.string) {
                self = .flag(flag)
            } else {
                self = .string(scalar.string)
            }
        case .alias: throw ValidationError("aliases are not read in a mapping")
        }
    }
}
