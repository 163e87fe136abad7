import ArgumentParser
import Engine
import struct Kernel.RecordID

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Look whether records, history, events, references, search, counts and the security log agree. Ends with 1 when they do not.")

    @OptionGroup var common: CommonOptions

    @Flag(help: "Mend what is derived: search, roll-ups, counts of numbers.")
    var mend = false

    func run() async throws {
        let (findings, log) = try await common.withEngine { engine, _ in
            (try await Check(engine).run(mending: mend), try await engine.securityLog.verify())
        }
        for finding in findings { print(words(finding)) }
        if findings.isEmpty { print("Everything agrees.") }
        // To be kept elsewhere: a log that was written anew as a whole would agree with itself.
        print("security log: \(log.count) entries are as they were written; the last has the hash \(log.hash.isEmpty ? "none" : log.hash)")
        if let fault = log.fault { print("security log: \(fault)") }
        if log.fault != nil || findings.contains(where: { !mend || !$0.kind.isDerived }) { throw ExitCode(1) }
    }

    private func words(_ finding: Check.Finding) -> String {
        let place = (finding.entity ?? "database") + (finding.field.map { "." + $0 } ?? "")
        let examples = finding.examples.isEmpty ? "" : ", such as " + finding.examples.map(\.description).joined(separator: " ")
        return "\(place): \(finding.kind.rawValue) \(finding.count)\(mend && finding.kind.isDerived ? ", mended" : "")\(examples)"
    }
}
