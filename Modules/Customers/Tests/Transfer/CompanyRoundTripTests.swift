import Customers
@testable import Engine
import Foundation
import Kernel
import Store
import Synchronization
import TestKit
import Testing

/// A whole company goes out in every format and comes in again, into either database, as it was.
@Suite(.serialized) struct CompanyRoundTripTests {
    private static let formats = [["format": "csv"], ["format": "csv", "encoding": "GB18030"], ["format": "xlsx"], ["format": "jsonl"]]

    @Test("Every record comes in again as it was, also in the other database", arguments: [(Dialect.sqlite, Dialect.postgres), (.postgres, .sqlite)])
    func whole(_ from: Dialect, _ to: Dialect) async throws {
        try await withEngine(from, modules: [Customers()]) { first in
            try await filled(first.engine)
            for style in Self.formats {
                try await withEngine(to, modules: [Customers()]) { second in
                    try await CompanyFilling(second.engine).prepare()
                    for entity in CompanyFilling.entities { try await carry(entity, style, from: first.engine, to: second.engine) }
                }
            }
        }
    }

    private func carry(_ entity: String, _ style: [String: String], from first: Engine, to second: Engine) async throws {
        let file = try await file(of: entity, style, first)
        defer { try? FileManager.default.removeItem(at: file) }

        let importer = try second.importer(["entity": .string(entity)]), result = try await importer.run(file: file)
        // Customers whose parents stand further down go in with the refused rows, as they are.
        let rest = result.refused > 0 ? try await importer.run(file: refused(result.id, second)) : nil

        #expect(result.rows >= 6 && result.created + (rest?.created ?? 0) == result.rows, "\(entity) \(style): \(result.json.text)")
        #expect(entity == "customer" || result.refused == 0, "\(entity) \(style): \(result.json.text)")
        // A workbook has one sort of line ends.
        let isBook = style["format"] == "xlsx"
        let before = try await records(of: entity, first).map { isBook ? $0.withLineFeeds : $0 }, after = try await records(of: entity, second)
        #expect(before.count == after.count)
        for (old, new) in zip(before, after) where old != new {
            Issue.record("\(entity) \(style): \(old) became \(new)")
            break
        }
    }

    @Test("People go into cards and come in again, as far as cards go", arguments: Dialect.allCases)
    func cards(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { first in
            try await filled(first.engine)
            try await withEngine(dialect, modules: [Customers()]) { second in
                try await CompanyFilling(second.engine).prepare()
                let customers = try await file(of: "customer", ["format": "jsonl"], first.engine, fields: "code,name,kind")
                _ = try await second.engine.importer(["entity": "customer"]).run(file: customers)
                let cards = try await file(of: "contact", ["format": "vcard"], first.engine)
                var columns: [String: JSON] = [
                    "name": "name", "organisation": ["field": "customer", "by": "name"], "jobTitle": "position", "mobile": "mobile", "phone": "phone",
                    "email": "mail", "birthDate": "birthday", "notes": "notes", "externalCode": "code",
                ]
                for other in ["familyName", "givenName", "website", "address.country", "address.province", "address.city", "address.street", "address.postcode"] {
                    columns[other] = .null
                }

                let result = try await second.engine.importer(["entity": "contact", "columns": .object(columns)]).run(file: cards)

                #expect(result.rows == 120 && result.created == 120, "\(result.json.text)")
                let fields = "code,name,customer,position,mobile,phone,mail,birthday,notes"
                let before = try Data(contentsOf: await file(of: "contact", ["format": "jsonl"], first.engine, fields: fields))
                let after = try Data(contentsOf: await file(of: "contact", ["format": "jsonl"], second.engine, fields: fields))
                let pairs = zip(String(decoding: before, as: UTF8.self).split(separator: "\n"), String(decoding: after, as: UTF8.self).split(separator: "\n"))
                // A card has one sort of line ends.
                for (old, new) in pairs where old.replacing("\\r\\n", with: "\\n") != new {
                    Issue.record("\(old) became \(new)")
                    break
                }
            }
        }
    }

    private func filled(_ engine: Engine) async throws {
        var filling = CompanyFilling(engine)
        try await filling.prepare()
        try await filling.fill()
    }

    private func file(of entity: String, _ style: [String: String], _ engine: Engine, fields: String? = nil) async throws -> URL {
        let entity = try #require(engine.catalogue[entity]), style = try ExportStyle(style, of: entity, language: .chinese)
        let query = try ListQuery(fields.map { [(name: "fields", value: $0)] } ?? [], on: entity, engine.catalogue, for: .system)
        let written = Mutex<[UInt8]>([])
        let outcome = try await Exporter(engine: engine, actor: .system, query: query, style: style).write { piece in written.withLock { $0 += piece } }
        #expect(outcome.shortened == 0)
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).\(style.fileName(of: entity))")
        try Data(written.withLock { $0 }).write(to: file)
        return file
    }

    private func refused(_ run: RecordID, _ engine: Engine) async throws -> URL {
        let rows = RefusedRows(engine: engine, actor: .system), written = Mutex<[UInt8]>([])
        try await rows.write(of: run) { piece in written.withLock { $0 += piece } }
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).\(try await rows.form(of: run).ending)")
        try Data(written.withLock { $0 }).write(to: file)
        return file
    }

    private struct Exported: Equatable {
        let said: JSON
        let stored: Values

        var withLineFeeds: Exported {
            let said = (try? JSON.parse(said.text.replacing("\\r\\n", with: "\\n"))) ?? .null
            return Exported(said: said, stored: stored.mapValues { $0.text.map { .text($0.replacing("\r\n", with: "\n")) } ?? $0 })
        }
    }

    /// What an export says of the records, with those that they refer to by their names, and what lies in the database itself.
    private func records(of name: String, _ engine: Engine) async throws -> [Exported] {
        let lines = try String(contentsOf: await file(of: name, ["format": "jsonl"], engine), encoding: .utf8).split(separator: "\n")
        let entity = try #require(engine.catalogue[name])
        let plain = entity.fields.filter { !$0.isReadOnly && $0.kind.referenceTarget == nil }.map(\.key)
        var query = ListQuery(entity)
        (query.sort, query.fields) = ([ListQuery.SortKey([entity.naturalKey?.key ?? Common.id])], plain)
        let values = try await engine.read(as: .system) { [query] reader in
            var all: [Values] = []
            try reader.forEach(query) { values in all.append(values.filter { plain.contains($0.key) }) }
            return all
        }
        // Lines have no code, and ids of one millisecond no order: their names are unique here.
        return try zip(lines, values).map { Exported(said: try JSON.parse(String($0)), stored: $1) }
            .sorted { ($0.said["name"]?.string ?? "") < ($1.said["name"]?.string ?? "") }
    }
}

extension Engine {
    fileprivate func importer(_ mapping: JSON) throws -> Importer {
        Importer(engine: self, actor: .system, mapping: try ImportMapping(mapping, catalogue, for: .system))
    }
}
