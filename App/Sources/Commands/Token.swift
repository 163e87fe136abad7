import ArgumentParser
import Engine
import struct Kernel.RecordID

struct Token: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bearer tokens for programs that work as a user.", subcommands: [Make.self, List.self, Revoke.self],
        defaultSubcommand: Make.self)

    struct Make: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a token. It is shown once.")

        @OptionGroup var common: CommonOptions

        @Argument(help: "The login of the user.")
        var login: String

        @Option(help: "What the token is for.")
        var name = "command line"

        @Option(help: "For how many days it is good.")
        var days: Int64 = 90

        @Option(help: "What it may do: read, write, or by entity such as customer:read. Say it several times for several.")
        var scope: [String] = []

        func validate() throws {
            guard (1...Accounts.maximumTokenDays).contains(days) else {
                throw ValidationError("--days takes 1 to \(Accounts.maximumTokenDays)")
            }
        }

        func run() async throws {
            try await common.withEngine { engine, _ in
                let user = try await engine.known(login)
                let scopes = scope.isEmpty ? .all : try Scopes(scope, engine.catalogue)
                let access = try await engine.accounts.makeToken(for: user, name: name, days: days, scopes: scopes, as: .system)
                print(access.secret)
                say("Token \(access.id), good until \(access.expiresAt).")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List a user's tokens and sessions.")

        @OptionGroup var common: CommonOptions

        @Argument(help: "The login of the user.")
        var login: String

        func run() async throws {
            try await common.withEngine { engine, _ in
                for access in try await engine.accounts.accesses(of: try await engine.known(login)) {
                    let scopes = access.scopes.texts?.joined(separator: ",") ?? "everything"
                    print("\(access.id)\t\(access.kind.rawValue)\t\(access.name)\t\(scopes)\tlast used \(access.lastUsedAt)\tuntil \(access.expiresAt)")
                }
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Revoke a user's token or session, or all of them.")

        @OptionGroup var common: CommonOptions

        @Argument(help: "The login of the user.")
        var login: String

        @Argument(help: "The number that `token list` shows; all of them without it.")
        var id: String?

        func run() async throws {
            try await common.withEngine { engine, _ in
                let user = try await engine.known(login)
                guard let id else {
                    let count = try await engine.accounts.revokeAll(of: user, tokens: true, as: .system)
                    return print("\(count) revoked.")
                }
                guard let access = RecordID(id) else { throw ValidationError("\(id) is no number of a token") }
                try await engine.accounts.revoke(access, of: user, as: .system)
                print("Revoked.")
            }
        }
    }
}

extension Engine {
    /// The user of this login, who must be there.
    fileprivate func known(_ login: String) async throws -> RecordID {
        guard let id = try await accounts.user(login: login) else { throw ValidationError("there is no user \(login)") }
        return id
    }
}
