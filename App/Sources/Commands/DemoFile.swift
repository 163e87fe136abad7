import ArgumentParser
import Customers
import Engine
import Foundation

struct DemoFile: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo-file",
        abstract: "Write the customer file of a made-up insurer with faults planted in it, and a second file that tells them. Nobody in it exists.")

    @Argument(help: "The CSV file to write.")
    var file: String

    @Option(help: "The file that tells what is wrong with which row.")
    var truth: String

    @Option(help: "How many rows, up to 1,000,000.")
    var customers = 10_000

    @Option(help: "Of a hundred rows, how many are spoilt.")
    var faults = 23

    func validate() throws {
        guard (1...1_000_000).contains(customers) else { throw ValidationError("--customers takes 1 to 1000000") }
        guard (0...100).contains(faults) else { throw ValidationError("--faults takes 0 to 100") }
    }

    func run() throws {
        let spoilt = SpoiltFile(faults: faults, now: Clock.system.now())
        let rows = try Self.open(file), truths = try Self.open(truth)
        var table = CSVWriter(byteOrderMark: true), told = CSVWriter()
        table.write(SpoiltFile.header)
        told.write(SpoiltFile.truthHeader)
        for number in 1...customers {
            let (cells, truth) = spoilt.row(number)
            table.write(cells)
            if let truth { told.write(truth) }
            guard number % 5_000 == 0 || number == customers else { continue }
            try rows.write(contentsOf: table.take())
            try truths.write(contentsOf: told.take())
        }
        try rows.close()
        try truths.close()
    }

    private static func open(_ path: String) throws -> FileHandle {
        guard FileManager.default.createFile(atPath: path, contents: nil), let handle = FileHandle(forWritingAtPath: path) else {
            throw ValidationError("\(path) cannot be written.")
        }
        return handle
    }
}
