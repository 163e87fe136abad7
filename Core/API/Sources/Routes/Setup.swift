import Engine
import Kernel
import Synchronization

/// The first start: whoever has the token from the server's console makes the first administrator, once.
final class Setup: Sendable {
    let token: String
    private let engine: Engine
    private let isDemo: Bool
    /// Two that come at once must not both become the first.
    private let isTaken = Mutex(false)

    init(engine: Engine, isDemo: Bool) {
        (self.engine, self.isDemo) = (engine, isDemo)
        var generator = SystemRandomNumberGenerator()
        let letters = Array("abcdefghjkmnpqrstuvwxyz23456789")
        token = String((0..<32).compactMap { _ in letters.randomElement(using: &generator) })
    }

    /// Whether there is still nobody who can log in.
    var isOpen: Bool {
        get async throws { isDemo ? false : try await engine.accounts.isEmpty() }
    }

    /// Makes the administrator from `token`, `login`, `name` and `password`.
    func perform(_ form: Form) async throws -> Actor {
        guard try await isOpen, claim() else { throw Refusal.alreadySetUp }
        do {
            guard isEqual(form["token"], token) else { throw Failure.wrongSetupToken }
            return try await makeAdministrator(form)
        } catch {
            isTaken.withLock { $0 = false }
            throw error
        }
    }

    private func claim() -> Bool {
        isTaken.withLock { isTaken in
            defer { isTaken = true }
            return !isTaken
        }
    }

    private func makeAdministrator(_ form: Form) async throws -> Actor {
        let definition = User.schema.definition, accounts = engine.accounts
        var values = try Input.values(["login": .string(form["login"]), "name": .string(form["name"])], for: definition, as: .system)
        values["isAdministrator"] = .flag(true)
        guard let login = values["login"]?.text else { throw Invalid("login", .required) }
        // Checked before the user is made, so that a bad password leaves none behind.
        try accounts.checkPassword(form["password"], of: [login, form["name"]], field: "password")
        let known = try await accounts.user(login: login)
        let change = known.map { [values] in Change.edit($0, values) } ?? .create(values)
        let user = try await engine.perform(change, on: definition, as: .system).id
        try await accounts.setPassword(form["password"], of: user)
        guard let actor = try await accounts.actor(login: login) else { throw Refusal.wrongLogin }
        return actor
    }
}
