import ArgumentParser
import Engine
import Foundation
import struct Kernel.Day
import struct Kernel.Moment
import enum Kernel.NumberKind
import struct Kernel.NumberLines
import struct Kernel.RegionCodes

struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Check numbers, one a line: of identity papers, organisations, phones, plates, bank cards, postcodes, regions.",
        discussion: """
            One line of JSON answers each line: whether it is valid, and form, checksum, date and region each by itself, with a reason. \
            It ends with 0 whatever the numbers are. docs/data-quality.md explains reasons and notes.
            """)

    @Argument(help: "What they are.")
    var kind: NumberKind

    @Argument(help: "A file of UTF-8 text; standard input unless said otherwise.")
    var file: String?

    @Option(help: "A table of divisions (see script/divisions), to note districts that are not in it.")
    var divisions: String?

    @Option(help: "The day that counts as today, YYYY-MM-DD.")
    var today: Day?

    func run() throws {
        let input = try opened()
        let table = try divisions.map { path in try reporting { try RegionCodes(DivisionTable(URL(filePath: path)).divisions().codes) } }
        var lines = NumberLines(kind, on: today ?? Moment(now: Clock.system.now(), zone: .current).today, divisions: table)
        while let chunk = try input.read(upToCount: 1 << 16), !chunk.isEmpty {
            try write(lines.feed(Array(chunk)))
        }
        try write(lines.finish())
    }

    private func opened() throws -> FileHandle {
        guard let file else { return .standardInput }
        guard let handle = FileHandle(forReadingAtPath: file), (try? handle.seekToEnd()) != nil else { throw ValidationError("cannot read \(file)") }
        try handle.seek(toOffset: 0)
        return handle
    }

    private func write(_ bytes: [UInt8]) throws {
        if !bytes.isEmpty { try FileHandle.standardOutput.write(contentsOf: bytes) }
    }
}
