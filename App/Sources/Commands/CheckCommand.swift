import ArgumentParser
import Engine

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Look whether search and roll-ups agree with the records. Ends with 1 when they do not.")

    @OptionGroup var common: CommonOptions

    @Flag(help: "Mend what does not agree.")
    var mend = false

    func run() async throws {
        let findings = try await common.withEngine { engine, _ in try await Check(engine).run(mending: mend) }
        for finding in findings {
            print("\(finding.entity)\(finding.field.map { "." + $0 } ?? ""): \(finding.kind.rawValue) \(finding.count)\(mend ? ", mended" : "")")
        }
        if findings.isEmpty { print("Everything agrees.") }
        if !findings.isEmpty, !mend { throw ExitCode(1) }
    }
}
