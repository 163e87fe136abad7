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
        if let user = try await user(login: person.login) { return try await logIn(user, provedBy: means, from: origin) }
        guard creating else {
            try await noteUnknown(means, from: origin)
            throw Refusal.singleSignOnFailed
        }
        let definition = User.schema.definition
        let values = try Input.values(["login": .string(person.login), "name": .string(person.name)], for: definition, as: .system)
        do {
            let user = try await engine.perform(.create(values), on: definition, as: .system).id
            return try await logIn(user, provedBy: means, from: origin)
        } catch let invalid as Invalid where invalid.problems.contains(where: { $0.problem.code == .taken }) {
            // A user of this login is switched off.
            throw Refusal.singleSignOnFailed
        }
    }

    private func noteUnknown(_ means: Means, from origin: Origin) async throws {
        let entry = SecurityLog.Entry(
            .logInFailed, actor: nil, address: origin.address, details: ["step": .string(means.rawValue), "known": false])
        try await engine.database.write { [engine] in try engine.securityLog.append([entry], in: $0) }
    }
}
