public import Engine
import Foundation

/// People's passwords as an LDAP directory knows them: the entry of a login is looked for and bound with the password.
public struct LDAPDirectory: PasswordDirectory {
    private let settings: LDAPSettings
    private let line = LDAPLine()

    public init(_ settings: LDAPSettings) { self.settings = settings }

    /// Throws an `LDAPError` when it cannot be asked, within `LDAPSettings.time`.
    public func person(login: String, password: String) async throws -> Person? {
        let deadline = LDAPDeadline(end: .now + settings.time)
        return try await line.run(until: deadline) { [settings] () throws(LDAPError) in
            let connection = try Self.connect(settings, until: deadline)
            return if let template = settings.template {
                try connection.person(login, password, at: template, settings)
            } else {
                try connection.person(login, password, settings)
            }
        }
    }

    /// The first address that answers.
    private static func connect(_ settings: LDAPSettings, until deadline: LDAPDeadline) throws(LDAPError) -> LDAPConnection {
        var last = LDAPError.unreachable("it has no address")
        for address in settings.addresses {
            do throws(LDAPError) {
                return try LDAPConnection(to: address, settings, until: deadline)
            } catch {
                last = error
            }
        }
        throw last
    }
}

extension LDAPConnection {
    /// Looks for the one entry of a login, and binds with its name.
    fileprivate func person(_ login: String, _ password: String, _ settings: LDAPSettings) throws(LDAPError) -> Person? {
        if let searcher = settings.searcher { try bind(as: searcher) }
        let filter = settings.filter.replacing("{login}", with: LDAPEscaping.inFilter(login))
        let found = try search(settings.base, below: true, filter: filter, attributes: settings.attributes)
        guard found.count == 1, let entry = found.first else {
            // As many steps as for somebody who is there; of several, nobody knows who was meant.
            _ = try isPassword(UUID().uuidString, of: "cn=\(UUID().uuidString),\(settings.base)")
            return nil
        }
        return try isPassword(password, of: entry.dn) ? try entry.person(settings) : nil
    }

    /// Binds with the name that the login makes, and reads the entry as its owner.
    fileprivate func person(
        _ login: String, _ password: String, at template: String, _ settings: LDAPSettings
    ) throws(LDAPError) -> Person? {
        let dn = template.replacing("{login}", with: LDAPEscaping.inName(login))
        guard try isPassword(password, of: dn) else { return nil }
        let found = try search(dn, below: false, filter: "(objectClass=*)", attributes: settings.attributes)
        guard let entry = found.first else { throw .refused("\(dn) may not read its own entry") }
        return try entry.person(settings)
    }
}

extension LDAPEntry {
    /// The login is the directory's, not what was typed: it takes `LI.MIN` for `li.min`.
    fileprivate func person(_ settings: LDAPSettings) throws(LDAPError) -> Person {
        guard let login = self[settings.loginAttribute], !login.isEmpty else {
            throw .refused("\(dn) has no single \(settings.loginAttribute)")
        }
        return Person(login: login, name: self[settings.nameAttribute] ?? login)
    }
}

extension LDAPSettings {
    fileprivate var attributes: [String] { [loginAttribute, nameAttribute] }
}
