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
    /// Nil where the other system has no name for them that never changes.
    public let subject: Subject?

    /// What the other system calls somebody for good, whatever becomes of login, name and mail address.
    public struct Subject: Sendable, Hashable {
        public let issuer: String
        public let id: String

        public init(issuer: String, id: String) { (self.issuer, self.id) = (issuer, id) }
    }

    public init(login: String, name: String, subject: Subject? = nil) {
        (self.login, self.name, self.subject) = (login, name, subject)
    }
}

extension Accounts {
    /// Lets in whoever another system vouches for. The first time they are known by their login, and bound to what that system calls
    /// them for good; afterwards by that alone, since some systems let people change their login. A second factor is that system's
    /// business.
    ///
    /// - Parameter creating: makes a user of whoever is none yet, without any rights.
    public func logIn(_ person: Person, by means: Means, creating: Bool = false, from origin: Origin) async throws -> Access {
        if let bound = try await user(boundTo: person.subject) { return try await logIn(bound, as: person, by: means, from: origin) }
        guard let user = try await user(of: person, creating: creating) else {
            try await noteStranger(nil, means, from: origin)
            throw Refusal.singleSignOnFailed
        }
        return try await logIn(user, as: person, by: means, from: origin)
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

    private func user(boundTo subject: Person.Subject?) async throws -> RecordID? {
        guard let subject else { return nil }
        // By single_sign_on_subject.
        let row = try await engine.database.read { session in
            try session.first(
                """
                SELECT user_id
                FROM \(name: SystemTables.singleSignOns)
                WHERE issuer = \(subject.issuer) AND subject = \(subject.id)
                """)
        }
        return row?[0].integer.map(RecordID.init(rawValue:))
    }

    private func logIn(_ user: RecordID, as person: Person, by means: Means, from origin: Origin) async throws -> Access {
        let access = try await admit(user, by: means, from: origin) { try bind(user, to: person.subject, $0) }
        guard let access else {
            try await noteStranger(user, means, from: origin)
            throw Refusal.singleSignOnFailed
        }
        return access
    }

    /// Binds whoever is not bound yet; false when somebody else of that system is this user already.
    private func bind(_ user: RecordID, to subject: Person.Subject?, _ session: any WriteSession) throws -> Bool {
        guard let subject else { return true }
        try session.execute(
            """
            INSERT INTO \(name: SystemTables.singleSignOns) (user_id, issuer, subject, at)
            VALUES (\(user.rawValue), \(subject.issuer), \(subject.id), \(engine.clock.now().milliseconds))
            ON CONFLICT DO NOTHING
            """)
        let row = try session.first(
            """
            SELECT subject
            FROM \(name: SystemTables.singleSignOns)
            WHERE user_id = \(user.rawValue) AND issuer = \(subject.issuer)
            """)
        return row?[0].text == subject.id
    }

    /// Forgets what other systems call a user: the next one who comes with the user's login is bound anew. Sessions end.
    public func forgetSingleSignOn(of user: RecordID, as actor: Actor) async throws {
        try await engine.write(as: actor) { door in
            let count = try door.session.execute("DELETE FROM \(name: SystemTables.singleSignOns) WHERE user_id = \(user.rawValue)")
            guard count > 0 else { return }
            try Self.revokeAll(of: user, keeping: nil, tokens: false, door)
            door.note(.singleSignOnForgotten, of: .account(user))
        }
    }

    /// Somebody came who is no user, or not the one that they were before.
    private func noteStranger(_ user: RecordID?, _ means: Means, from origin: Origin) async throws {
        let entry = SecurityLog.Entry(
            .logInFailed, actor: nil, address: origin.address, subject: user.map(SecurityLog.Subject.account),
            details: ["step": .string(means.rawValue), "known": .flag(user != nil)])
        try await engine.database.write { [engine] in try engine.securityLog.append([entry], in: $0) }
    }
}
