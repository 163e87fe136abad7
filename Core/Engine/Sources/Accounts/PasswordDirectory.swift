public import Kernel
import Store

/// Another system that knows people's passwords, such as a company's LDAP directory.
public protocol PasswordDirectory: Sendable {
    /// Whoever has this login and this password there; nil when nobody has, for whatever reason. Throws when it cannot be asked.
    func person(login: String, password: String) async throws -> Person?
}

extension Accounts {
    /// The account that a password opens: one that has it here, or else the one of whom the directory says that it is theirs.
    ///
    /// The password here comes first, so that an administrator comes in while the directory is away. Whoever is known here, there or
    /// nowhere, a wrong password takes the same steps: a hash, and a question to the directory.
    ///
    /// - Parameters:
    ///   - account: the one with this login, if there is one.
    ///   - creating: makes a user of whoever is known there only.
    func owner(
        of password: String, login: String, _ account: Account?, _ attempt: LoginThrottle.Attempt, creating: Bool, from origin: Origin
    ) async throws -> (account: Account, means: Means)? {
        if try await Account.matches(password, account), let account { return (account, .password) }
        guard let directory = engine.accountSettings.directory else { return nil }
        let person: Person?
        do {
            person = try await directory.person(login: login, password: password)
        } catch {
            try await noteSilence(attempt, account?.user, from: origin)
            throw Refusal.directoryUnreachable(reason: "\(error)")
        }
        guard let person, let user = try await user(of: person, creating: creating) else { return nil }
        return try await engine.database.read { try Account.find(user, $0) }.map { ($0, .directory) }
    }

    /// Nobody knows whether the password was right. It was not the one here, so it is written down, but it locks nobody out for long.
    private func noteSilence(_ attempt: LoginThrottle.Attempt, _ user: RecordID?, from origin: Origin) async throws {
        let entry = SecurityLog.Entry(
            .logInFailed, actor: nil, address: origin.address, subject: user.map(SecurityLog.Subject.account),
            details: ["step": "directoryUnreachable", "known": .flag(user != nil)])
        try await engine.database.write { [engine, throttle] session in
            try throttle.undecided(attempt, in: session)
            try engine.securityLog.append([entry], in: session)
        }
    }
}
