import ArgumentParser
import Engine

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Look whether search and roll-ups agree with the records, and the security log with itself. Ends with 1 when not.")

    @OptionGroup var common: CommonOptions

    @Flag(help: "Mend what does not agree.")
    var mend = false

    func run() async throws {
        let (findings, log) = try await common.withEngine { engine, _ in
            (try await Check(engine).run(mending: mend), try await engine.securityLog.verify())
        }
        for finding in findings {
            print("\(finding.entity)\(finding.field.map { "." + $0 } ?? ""): \(finding.kind.rawValue) \(finding.count)\(mend ? ", mended" : "")")
        }
        if findings.isEmpty { print("Everything agrees.") }
        // To be kept elsewhere: a log that was written anew as a whole would agree with itself.
        print("security log: \(log.count) entries are as they were written; the last has the hash \(log.hash.isEmpty ? "none" : log.hash)")
        if let fault = log.fault { print("security log: \(fault)") }
        if log.fault != nil || !findings.isEmpty && !mend { throw ExitCode(1) }
    }
}
