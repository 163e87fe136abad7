import ArgumentParser
import Engine
import Foundation
import enum Kernel.JSON
import Yams

struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Load files: CSV, XLSX, vCard, JSON Lines. Rows that are refused go to files of their own, with the reasons.",
        discussion: """
            Files are loaded one after the other: rows of a later file may name records of an earlier one, as contacts name their customers \
            (columns: {customer_code: {field: customer, by: externalCode}}). Every mapping is read before the first row is loaded.
            """)

    @OptionGroup var common: CommonOptions

    @Argument(help: "The files.")
    var files: [String]

    @Option(help: "A YAML file that says which column is which field; one for all files, or as many as files, in their order.")
    var mapping: [String] = []

    @Option(help: "The entity, when there is no mapping: columns are then known by key or label.")
    var entity: String?

    @Option(help: "Where refused rows go, of one file; FILE.refused.csv (or .xlsx, .jsonl, as the file is) unless said otherwise.")
    var refused: String?

    @Option(name: .customLong("as"), help: "The login of the user who imports; new records are theirs.")
    var login: String?

    func validate() throws {
        guard !files.isEmpty else { throw ValidationError("say which file") }
        guard mapping.count < 2 || mapping.count == files.count else {
            throw ValidationError("there are \(files.count) files and \(mapping.count) mappings; say one for all, or one for each")
        }
        guard mapping.isEmpty != (entity == nil) else { throw ValidationError("say --mapping FILE, or --entity NAME") }
        guard refused == nil || files.count == 1 else { throw ValidationError("--refused is for one file") }
    }

    func run() async throws {
        try await common.withEngine { engine, _ in try await load(engine) }
    }

    private func load(_ engine: Engine) async throws {
        let actor = try await actor(engine)
        let importers = try files.indices.map { try importer($0, engine, actor) }
        for number in files.indices { try await load(files[number], importers[number], engine, actor) }
    }

    private func importer(_ number: Int, _ engine: Engine, _ actor: Actor) throws -> Importer {
        guard FileManager.default.isReadableFile(atPath: files[number]) else { throw ValidationError("cannot read \(files[number])") }
        return Importer(engine: engine, actor: actor, mapping: try ImportMapping(try mappingDocument(number), engine.catalogue, for: actor))
    }

    private func load(_ file: String, _ importer: Importer, _ engine: Engine, _ actor: Actor) async throws {
        let started = Date()
        var lastWords = started
        let result = try await importer.run(file: URL(fileURLWithPath: file)) { result in
            guard Date().timeIntervalSince(lastWords) > 2 else { return }
            lastWords = Date()
            say("\(result.rows) rows, \(Int(Double(result.rows) / Date().timeIntervalSince(started))) a second")
        }
        if result.refused > 0 { try await writeRefused(result, of: file, engine, actor) }
        let seconds = String(format: "%.1f", Date().timeIntervalSince(started)), name = files.count > 1 ? "\(file): " : ""
        print(
            "\(name)\(result.rows) rows in \(seconds) s: \(result.created) created, \(result.updated) updated, "
                + "\(result.unchanged) unchanged, \(result.refused) refused")
        for (entity, counts) in (result.json["children"]?.object ?? [:]).sorted(by: { $0.key < $1.key }) {
            let words = ["created", "updated", "unchanged"].map { "\(counts[$0]?.integer ?? 0) \($0)" }
            print("\(name)\(entity): \(words.joined(separator: ", "))")
        }
    }

    private func actor(_ engine: Engine) async throws -> Actor {
        guard let login else { return .system }
        guard let actor = try await engine.accounts.actor(login: login) else { throw ValidationError("there is no user \(login)") }
        return actor
    }

    private func mappingDocument(_ number: Int) throws -> JSON {
        guard let path = mapping.count == 1 ? mapping[0] : mapping.dropFirst(number).first else {
            return ["entity": .string(entity ?? "")]
        }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8), let node = try Yams.compose(yaml: text) else {
            throw ValidationError("cannot read the mapping \(path)")
        }
        return try JSON(node)
    }

    private func writeRefused(_ result: Importer.Result, of file: String, _ engine: Engine, _ actor: Actor) async throws {
        let rows = RefusedRows(engine: engine, actor: actor)
        let form = try await rows.form(of: result.id)
        let path = refused ?? "\(file).refused.\(form.ending)"
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
            let handle = FileHandle(forWritingAtPath: path) else {
            throw ValidationError("cannot write \(path)")
        }
        try await rows.write(of: result.id) { try handle.write(contentsOf: Data($0)) }
        try handle.close()
        say("The refused rows are in \(path).")
    }
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
