public import Kernel
import Store

/// Another system that knows people, and sends them here when they have proved to it who they are.
public protocol SingleSignOn: Sendable {
    /// Where to send the browser, and what it must bring back with the answer, beside it.
    func begin() async throws -> (page: String, memory: String)

    /// Whom the answer speaks of. Throws `Refusal.singleSignOnFailed` unless it is the answer to what `memory` remembers.
    func finish(answer: [String: String], memory: String) async throws -> Person
}

/// Somebody as another system knows them.
public struct Person: Sendable, Hashable {
    public let login: String
    public let name: String

    public init(login: String, name: String) { (self.login, self.name) = (login, name) }
}

extension Accounts {
    /// Lets in whoever another system vouches for, and is a user here by the same login. A second factor is that system's business.
    ///
    /// - Parameter creating: makes a user of whoever is none yet, without any rights.
    public func logIn(_ person: Person, by means: Means, creating: Bool = false, from origin: Origin) async throws -> Access {
        guard let user = try await user(of: person, creating: creating) else {
            try await noteUnknown(means, from: origin)
            throw Refusal.singleSignOnFailed
        }
        return try await logIn(user, provedBy: means, from: origin)
    }

    /// The user with the login by which another system knows somebody; nil where there is none, or one who is switched off.
    func user(of person: Person, creating: Bool) async throws -> RecordID? {
        let definition = User.schema.definition
        var values = try Input.values(["login": .string(person.login)], for: definition, as: .system)
        let login = values["login"]?.text ?? ""
        if let user = try await user(login: login) { return user }
        guard creating else { return nil }
        // A name that is no name here, being too long perhaps, is no reason to stay outside.
        let name = try? Input.values(["name": .string(person.name)], for: definition, as: .system)["name"]
        values["name"] = name ?? .text(login)
        do {
            return try await engine.perform(.create(values), on: definition, as: .system).id
        } catch let invalid as Invalid where invalid.problems.contains(where: { $0.problem.code == .taken }) {
            // By somebody who is switched off, or a moment ago by the same person's other log-in.
            return try await user(login: login)
        }
    }

    private func noteUnknown(_ means: Means, from origin: Origin) async throws {
        let entry = SecurityLog.Entry(
            .logInFailed, actor: nil, address: origin.address, details: ["step": .string(means.rawValue), "known": false])
        try await engine.database.write { [engine] in try engine.securityLog.append([entry], in: $0) }
    }
}
