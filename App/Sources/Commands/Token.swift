import ArgumentParser
import Engine

struct Token: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Make a bearer token for a program that works as a user. It is shown once.")

    @OptionGroup var common: CommonOptions

    @Argument(help: "The login of the user.")
    var login: String

    @Option(help: "What the token is for.")
    var name = "command line"

    @Option(help: "For how many days it is good.")
    var days = 90

    func validate() throws {
        guard (1...3_650).contains(days) else { throw ValidationError("--days takes 1 to 3650") }
    }

    func run() async throws {
        try await common.withEngine { engine, _ in
            guard let id = try await engine.accounts.user(login: login) else { throw ValidationError("there is no user \(login)") }
            let access = try await engine.accounts.grant(.token, to: id, name: name, milliseconds: Int64(days) * 86_400_000)
            print(access.secret)
            say("Good until \(access.expiresAt).")
        }
    }
}
