import ArgumentParser
import Customers
import Engine
import Foundation
import Logging
import Store

/// Measures the server against hand-written code and against the goals, and writes what came out into a page of the documents.
@main
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "guanxi-bench", abstract: "Measure Guanxi on the databases given and write the figures into a page.")

    @Option(help: "The program to measure.")
    var program: String

    @Option(help: "A database to measure on, sqlite:PATH or postgres://…; may be given twice. It is filled if it has too few customers.")
    var database: [String]

    @Option(help: "How many customers there are to be.")
    var customers = 1_000_000

    @Option(help: "How many rows are imported.")
    var importRows = 100_000

    @Option(help: "How long each load lasts.")
    var seconds = 5

    @Option(help: "A folder for files that come and go.")
    var folder: String

    @Option(help: "Only this part: reads, writes, inserts, backups, imports; may be given several times. Without the page.")
    var only: [Course.Part] = []

    @Option(help: "The page whose figures are replaced, between its markers.")
    var page: String?

    func validate() throws {
        guard (100...1_000_000).contains(customers) else { throw ValidationError("--customers takes 100 to 1000000") }
        guard (1...1_000_000).contains(importRows) else { throw ValidationError("--import-rows takes 1 to 1000000") }
        guard (1...60).contains(seconds) else { throw ValidationError("--seconds takes 1 to 60") }
        guard only.isEmpty || page == nil else { throw ValidationError("--page wants all parts") }
    }

    func run() async throws {
        let folder = URL(fileURLWithPath: folder)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let key = try Self.key(in: folder)
        var report = Report(customers: customers, seconds: seconds, importRows: importRows)
        for url in database {
            let isFile = url.hasPrefix("sqlite:"), other = database.first { $0.hasPrefix("sqlite:") != isFile }
            let course = Course(
                url: url, other: other, program: program, customers: customers, importRows: importRows, folder: folder,
                load: Load(folder: folder, seconds: seconds), key: key, parts: only.isEmpty ? Set(Course.Part.allCases) : Set(only))
            report.add(try await course.run())
        }
        print(report.text)
        if let page { try report.write(into: URL(fileURLWithPath: page)) }
    }

    /// One key for all databases of the folder, made once.
    private static func key(in folder: URL) throws -> String {
        let file = folder.appending(path: "keys")
        if let known = try? String(contentsOf: file, encoding: .utf8) { return known }
        let key = KeyRing.newLine()
        try key.write(to: file, atomically: true, encoding: .utf8)
        return key
    }
}
