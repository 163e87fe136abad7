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
            JobsCommand.self, BackupCommand.self, RestoreCommand.self, MoveCommand.self, SearchCommand.self,
        ])
}
