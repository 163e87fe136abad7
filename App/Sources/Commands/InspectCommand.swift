import ArgumentParser
import DataQuality
import Engine
import Foundation
import Inspection
import enum Kernel.JSON
import enum Kernel.Language
import struct Kernel.Moment
import Yams

struct InspectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Look at a file of customers: how complete it is, what is invalid, suspicious, and in it twice. Nothing is loaded.",
        discussion: """
            The report is one page of HTML. Pairs of rows that are the same, or that a person should look at, go to a CSV file: \
            left,right,score,verdict, rows of data counted from 1. With --database the rows are compared with the customers that are \
            there as well: such a pair has code:K2600000017 on its right. docs/data-quality.md explains the mapping.
            """)

    @OptionGroup var common: CommonOptions

    @Argument(help: "The file: CSV, XLSX, vCard, JSON Lines.")
    var file: String

    @Option(help: "A YAML file that says which column holds what.")
    var mapping: String

    @Option(help: "Where the report goes.")
    var report: String

    @Option(help: "Where pairs of equal rows go.")
    var pairs: String?

    @Option(help: "Where everything that was found goes: row,column,kind.")
    var findings: String?

    @Option(help: "The language of the report: zh-CN or en.")
    var language = "zh-CN"

    @Option(help: "A table of divisions (see script/divisions), to take addresses apart.")
    var divisions: String?

    func validate() throws {
        guard Language(rawValue: language) != nil else { throw ValidationError("--language is zh-CN or en") }
        guard FileManager.default.isReadableFile(atPath: file) else { throw ValidationError("cannot read \(file)") }
    }

    func run() async throws {
        let mapping = try reporting { try InspectionMapping(document()) }
        let table = try divisions.map { path in try reporting { try DivisionTable(URL(filePath: path)).divisions() } }
        let today = Moment(now: Clock.system.now(), zone: .current).today
        let inspection = FileInspection(mapping, on: today, divisions: table)
        let list = try findings.map(FindingList.init)
        let found = try await reporting { try await look(inspection, list) }
        try list?.close()
        try write(HTMLReport(found, InspectionTexts(Language(rawValue: language) ?? .chinese), on: today).html, to: report)
        if let pairs { try write(found.pairsCSV, to: pairs) }
        print("\(found.rows) rows, \(found.unusable) cannot be worked with, \(found.duplicates.pairs.count) pairs in \(found.duplicates.groups.count) groups")
        if let known = found.known { print("\(known.known) rows are known already, \(known.uncertain) more may be") }
    }

    /// Without a database nothing but the file is looked at.
    private func look(_ inspection: FileInspection, _ list: FindingList?) async throws -> InspectedFile {
        let file = URL(filePath: file)
        guard common.database != nil || common.config != nil else { return try await inspection.run(file, told: list?.add) }
        return try await common.withEngine { engine, _ in try await inspection.run(file, against: KnownCustomers(engine, for: .system), told: list?.add) }
    }

    private func document() throws -> JSON {
        guard let text = try? String(contentsOfFile: mapping, encoding: .utf8) else { throw ValidationError("cannot read the mapping \(mapping)") }
        do {
            guard let node = try Yams.compose(yaml: text) else { throw ValidationError("the mapping \(mapping) is empty") }
            return try JSON(node)
        } catch let error as YamlError {
            throw ValidationError("the mapping \(mapping) is no YAML: \(error)")
        }
    }

    /// Customers stand in both files: nobody else may read them.
    private func write(_ text: String, to path: String) throws {
        guard FileManager.default.createFile(atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600]) else {
            throw ValidationError("cannot write \(path)")
        }
    }
}

/// A file of findings, written as they come.
private final class FindingList {
    private let file: FileHandle
    private var writer = CSVWriter()
    private var waiting = 0

    init(_ path: String) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]), let file = FileHandle(forWritingAtPath: path) else {
            throw ValidationError("cannot write \(path)")
        }
        self.file = file
        writer.write(["row", "column", "kind"])
    }

    func add(_ finding: Finding) throws {
        writer.write([String(finding.row), finding.column, finding.kind])
        waiting += 1
        if waiting == 1_000 { try flush() }
    }

    func close() throws {
        try flush()
        try file.close()
    }

    private func flush() throws {
        try file.write(contentsOf: writer.take())
        waiting = 0
    }
}
