import ArgumentParser

/// The program. Its commands stand in the order in which a company meets them.
@main
struct Guanxi: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "guanxi",
        abstract: "Guanxi 关系: customer relationship management.",
        discussion: """
            Settings come from a YAML file (--config, GUANXI_CONFIG, or guanxi.yaml here), from the environment \
            (GUANXI_DATABASE, GUANXI_PORT, …) and from options; the later wins. An unknown setting is an error.
            """,
        version: "0.1.0",
        subcommands: [
            Serve.self, Migrate.self, UserCommand.self, Token.self, Demo.self, DemoFile.self, Import.self, Export.self, CheckCommand.self, Keys.self,
            JobsCommand.self, BackupCommand.self, RestoreCommand.self, MoveCommand.self, SearchCommand.self, ValidateCommand.self,
            InspectCommand.self,
        ])
}

extension Guanxi {
    /// Those whose exit codes scripts tell apart: 2 says that the call was wrong, as it does with grep and diff.
    private static let answersWithTwo: Set = [ValidateCommand.configuration.commandName, InspectCommand.configuration.commandName]

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand { try await command.run() } else { try command.run() }
        } catch {
            guard exitCode(for: error) == .validationFailure, answersWithTwo.contains(CommandLine.arguments.dropFirst().first) else { exit(withError: error) }
            say(fullMessage(for: error))
            exit(withError: ExitCode(2))
        }
    }
}
