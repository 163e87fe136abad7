import ArgumentParser
import Engine

/// The keys that protect identity numbers and other secrets.
struct Keys: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Change the key that seals identity numbers and other secrets, while servers run.",
        subcommands: [Rotate.self])

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate",
            abstract: "Put a new key into the key file, wait until all servers know it, and seal everything anew.")

        @OptionGroup var common: CommonOptions

        @Flag(help: "Add no key: seal everything under the first one that is there.")
        var noNewKey = false

        func run() async throws {
            if !noNewKey {
                // Once before, so that a first key is there and every key that is needed too.
                try await common.withEngine { _, settings in try KeyStore(settings).addKey() }
                say("A new key stands first in the key file. Waiting \(KeyRotation.waitForServers.components.seconds) s for the servers.")
                try await Task.sleep(for: KeyRotation.waitForServers)
            }
            try await common.withEngine { engine, _ in
                let result = try await KeyRotation(engine).run()
                print("\(result.sealed) values sealed under the newest key, \(result.unreadable) cannot be opened.")
                if result.unreadable > 0 { throw ExitCode(1) }
                say("The other keys are needed no more: keep them only as long as backups that were sealed with them.")
            }
        }
    }
}
