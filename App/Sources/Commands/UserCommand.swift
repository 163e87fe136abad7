import ArgumentParser
import Engine
import Foundation
import enum Kernel.JSON
import enum Kernel.Value

struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Make a user, or set a user's password. The password is read from standard input.")

    @OptionGroup var common: CommonOptions

    @Argument(help: "The login.")
    var login: String

    @Option(help: "The name; needed for a new user.")
    var name: String?

    @Flag(help: "A new user becomes an administrator.")
    var administrator = false

    @Option(name: .customLong("role"), help: "The key of a role of a new user, such as representative; can be given several times.")
    var roles: [String] = []
    @Flag(help: "The password must be changed at the next log-in.")
    var temporary = false

    @Flag(help: "Take away the user's second factor instead of setting a password.")
    var resetSecondFactor = false

    func run() async throws {
        try await common.withEngine { engine, _ in
            if resetSecondFactor {
                guard let id = try await engine.accounts.user(login: login) else { throw ValidationError("there is no user \(login)") }
                try await engine.accounts.resetSecondFactor(of: id, as: .system)
                return print("\(login) logs in with the password alone again.")
            }
            say("Password:")
            guard let password = readLine(strippingNewline: true), !password.isEmpty else {
                throw ValidationError("no password on standard input")
            }
            if let id = try await engine.accounts.user(login: login) {
                try await engine.accounts.setPassword(password, of: id, temporary: temporary)
                return print("Password set for \(login).")
            }
            guard let name else { throw ValidationError("there is no user \(login); --name makes one") }
            var values = try Input.values(
                ["login": .string(login), "name": .string(name), "isAdministrator": .flag(administrator)], for: User.schema.definition, as: .system)
            var held: [Value] = []
            for key in roles {
                guard let role = try await engine.role(key) else { throw ValidationError("there is no role \(key)") }
                held.append(.reference(role))
            }
            values["roles"] = .list(held.sorted { ($0.reference?.rawValue ?? 0) < ($1.reference?.rawValue ?? 0) })
            let saved = try await engine.perform(.create(values), on: User.schema.definition, as: .system)
            try await engine.accounts.setPassword(password, of: saved.id, temporary: temporary)
            print("Made the user \(login).")
        }
    }
}
