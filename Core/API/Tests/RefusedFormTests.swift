import Engine
import Formats
import Foundation
import Kernel
import Store
import TestKit
import Testing

/// Refused rows come back in the form in which they were brought.
@Suite struct RefusedFormTests {
    private static let header = ["name", "amount", "code", "notes"]
    private static let rows = [
        ["甲", "1", "G-1", "好"], ["乙", "x", "0012", "=1+1"], ["丙", "y", "'=2", "两行\n\"引号\"; 逗号,"],
    ]

    /// The rows as cells: where a quote may guard a formula, one that belongs to the text has a second one before it.
    private static func cells(_ form: Form) -> [[String]] {
        form == .lines ? rows : rows.map { row in row.map { $0.hasPrefix("'=") ? "'" + $0 : $0 } }
    }

    enum Form: String, CaseIterable, Sendable {
        case utf8 = "UTF-8", gb18030 = "GB18030", utf16 = "UTF-16LE", workbook = "xlsx", lines = "jsonl"

        var ending: String { [.workbook, .lines].contains(self) ? rawValue : "csv" }

        /// A table as a file of this form, as another program would write it.
        func file(_ header: [String], _ rows: [[String]]) throws -> [UInt8] {
            switch self {
            case .workbook:
                let path = FileManager.default.temporaryDirectory.appending(path: "refused-\(UUID().uuidString).xlsx")
                defer { try? FileManager.default.removeItem(at: path) }
                let writer = try WorkbookWriter(file: path.path, sheet: "客户 1", columns: header, created: testTime)
                for row in rows { try writer.write(row.map { .text($0) }) }
                try writer.finish()
                return Array(try Data(contentsOf: path))
            case .lines:
                return rows.flatMap { row in
                    Array(JSON.object(Dictionary(uniqueKeysWithValues: zip(header, row.map(JSON.string)))).text.utf8) + [0x0A]
                }
            case .utf8, .gb18030, .utf16:
                var writer = CSVWriter(separator: .semicolon, guardsFormulas: false)
                for row in [header] + rows { writer.write(row) }
                return try TextEncoder(#require(TextEncoding(rawValue: rawValue))).encode(writer.take())
            }
        }

        /// The header and the rows of a file of this form, whose cells must all be text.
        func table(_ bytes: [UInt8]) throws -> (header: [String], rows: [[String]]) {
            switch self {
            case .workbook:
                let path = FileManager.default.temporaryDirectory.appending(path: "refused-\(UUID().uuidString).xlsx")
                defer { try? FileManager.default.removeItem(at: path) }
                try Data(bytes).write(to: path)
                let sheet = try #require(try Workbook(file: path.path).sheets.first)
                #expect(sheet.name == "客户 1")
                let rows = try sheet.rows()
                var all: [[String]] = []
                while let row = try rows.next() {
                    all.append((0..<6).map { column in
                        guard let value = row[column] else { return "" }
                        guard case .text(let text) = value else {
                            Issue.record("\(value) is no text")
                            return ""
                        }
                        return text
                    })
                }
                return (try #require(all.first), Array(all.dropFirst()))
            case .lines:
                let objects = try String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { try JSON.parse(String($0)) }
                let names = RefusedFormTests.header + ["Line", "Reason"]
                return (names, objects.map { object in names.map { object[$0]?.string ?? "" } })
            case .utf8, .gb18030, .utf16:
                let decoder = TextDecoder(encoding: TextEncoding(rawValue: rawValue))
                var reader = CSVReader(separator: .semicolon)
                let rows = try reader.feed(try decoder.feed(bytes) + decoder.finish()) + reader.finish()
                let fields = try rows.map { try $0.get().fields }
                return (try #require(fields.first), Array(fields.dropFirst()))
            }
        }
    }

    @Test("They keep format, encoding and separator, tell why, and come in again once they are mended", arguments: Dialect.allCases, Form.allCases)
    func mending(_ dialect: Dialect, _ form: Form) async throws {
        try await withServer(dialect, clock: Importing.clock) { server in
            let file = try await Importing.bring(form.file(Self.header, Self.cells(form)), named: "a.\(form.ending)", server)
            let mapping: JSON = ["entity": "gadget", "columns": .object(Dictionary(uniqueKeysWithValues: Self.header.map { ($0, .string($0)) }))]
            let job = try await Importing.run(["file": .string(file), "mapping": mapping], server)
            #expect(job.result["created"] == 1 && job.result["refused"] == 2, "\(job)")

            let refused = try await server.clerk.get("/api/v1/imports/\(job.id)/refused")
            var (header, rows) = try form.table(refused.bytes)

            #expect(refused.header("content-disposition")?.hasSuffix(".\(form.ending)\"") == true)
            try #require(rows.allSatisfy { $0.count == 6 })
            #expect(header.count == 6 && rows.count == 2 && rows.allSatisfy { $0[5].contains("number") }, "\(header) \(rows)")
            for (row, amount) in zip(rows.indices, ["2", "3"]) { rows[row][1] = amount }
            let mended = try await Importing.bring(form.file(header, rows), named: "b.\(form.ending)", server)
            let second = try await Importing.run(["file": .string(mended), "mapping": mapping], server)
            #expect(second.result["created"] == 2 && second.result["refused"] == 0, "\(second)")
            let saved = try await server.clerk.get("/api/v1/gadgets?sort=amount&fields=name,amount,code,notes").data
            #expect(saved.map { $0["amount"] } == [1, 2, 3])
            #expect(saved.map { $0["notes"] } == Self.rows.map { .string($0[3]) })
            #expect(saved.map { $0["code"] } == Self.rows.map { .string($0[2]) })
        }
    }
}
