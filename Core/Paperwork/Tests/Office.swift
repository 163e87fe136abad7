@testable import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

@testable import Paperwork

/// A module with a deal and its lines, of which documents are made.
struct Trade: Module {
    let name = "Trade"
    let entities = [Deal.schema.definition, DealLine.schema.definition]
}

struct Deal: Entity {
    let title = Field<String>("name", .text(40), .listed)
    let stage = Field<Stage?>("stage", .choice)
    let total = Field<Money?>("total", .money)
    let passport = Field<String?>("passport", .identityNumber, .personal)
    let secret = Field<String?>("secret", .text(40))
    let address = Field<Address?>("address", .address)
    let parent = Field<Reference<Deal>?>("parent", .reference())

    enum Stage: String, Choice { case open, won }
    static let schema = Schema<Deal>(plural: "deals", title: \.title, .owned, .root)
}

struct DealLine: Entity {
    let title = Field<String>("name", .text(40), .listed)
    let deal = Field<Reference<Deal>>("deal", .reference(), .line)
    let price = Field<Money?>("price", .money)
    static let schema = Schema<DealLine>(plural: "deal-lines", title: \.title)
}

/// An engine that makes documents, with an administrator and a clerk who sees passports masked and no secrets.
struct Office: Sendable {
    let made: TestEngine
    let administrator, clerk: Actor
    let paperwork: Paperwork

    var engine: Engine { made.engine }

    static func run(_ dialect: Dialect, _ test: (Office) async throws -> Void) async throws {
        let paperwork = Paperwork()
        try await withEngine(dialect, modules: [Trade(), paperwork]) { made in
            let role = try await made.engine.makeRole(
                "clerk", grants: ["*": ["read": "all", "create": "all", "edit": "all", "export": "all"]], fields: ["deal": ["secret": "hidden"]],
                personal: .masked)
            func person(_ login: Value, _ values: Values) async throws -> Actor {
                let id = try await made.engine.perform(
                    .create(["login": login, "name": login].merging(values) { _, new in new }), on: User.schema.definition, as: .system).id
                return try #require(try await made.engine.actor(of: id))
            }
            let boss = try await person(.text("boss"), ["isAdministrator": .flag(true), "language": .text("en")])
            let clerk = try await person(.text("clerk"), ["roles": .list([.reference(role)]), "language": .text("en")])
            try await test(Office(made: made, administrator: boss, clerk: clerk, paperwork: paperwork))
        }
    }

    func template(_ body: String, _ values: Values = [:]) async throws -> RecordID {
        let own: Values = [
            "name": .text("Letter"), "entity": .text("deal"), "language": .text("zh-CN"), "markup": .text("<document title=\"{{name}}\">\(body)</document>"),
        ]
        return try await engine.perform(
            .create(own.merging(values) { _, new in new }), on: DocumentTemplate.schema.definition, as: administrator).id
    }

    func deal(_ name: String, _ values: Values = [:]) async throws -> RecordID {
        try await engine.perform(.create(["name": .text(name)].merging(values) { _, new in new }), on: Deal.schema.definition, as: administrator).id
    }

    func document(_ template: RecordID, of deal: RecordID, as actor: Actor? = nil) async throws -> DocumentFile {
        try await paperwork.document(DocumentOrder(template: template, entity: Deal.schema.definition, record: deal), on: engine, as: actor ?? administrator)
    }
}

/// The words of a PDF, with single blanks between them.
func words(_ bytes: [UInt8]) throws -> String {
    let file = FileManager.default.temporaryDirectory.appending(path: "guanxi-paper-\(UUID()).pdf")
    try Data(bytes).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process(), output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["pdftotext", "-layout", "-enc", "UTF-8", file.path, "-"]
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self).split(whereSeparator: \.isWhitespace).joined(separator: " ")
}

/// `field: code` of what was refused, or the refusal's code.
func refusal(_ body: () async throws -> Void) async -> [String] {
    do {
        try await body()
        return []
    } catch let invalid as Invalid {
        return invalid.problems.map { "\($0.field): \($0.problem.code.rawValue)" }
    } catch let refusal as Refusal {
        return [refusal.code]
    } catch {
        return ["\(error)"]
    }
}
