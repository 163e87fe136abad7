import Engine
import Foundation
import SingleSignOn

/// What lies in files of its own.
extension Settings {
    /// The folder for files that are fetched later.
    var files: URL {
        if !filesFolder.isEmpty { return URL(filePath: filesFolder, directoryHint: .isDirectory) }
        guard database.hasPrefix("sqlite:") else { return URL(filePath: "data/files", directoryHint: .isDirectory) }
        return URL(filePath: database.dropFirst("sqlite:".count) + ".files", directoryHint: .isDirectory)
    }

    private static let maximumListBytes = 64 * 1024 * 1024

    /// The settings of accounts with the directory and the list of common passwords, where there are such.
    func readAccounts() throws -> AccountSettings {
        var accounts = accounts
        accounts.directory = try readDirectory()
        accounts.directoryCreatesUsers = directory.createsUsers
        guard let commonPasswordsFile else { return accounts }
        let size = try? FileManager.default.attributesOfItem(atPath: commonPasswordsFile)[.size] as? Int
        guard let size, size <= Self.maximumListBytes, let text = try? String(contentsOfFile: commonPasswordsFile, encoding: .utf8) else {
            throw Mistake(description: "cannot read \(commonPasswordsFile): a text file of at most 64 MiB is expected")
        }
        // Shorter ones are refused for their length.
        accounts.commonPasswords = Set(
            text.split(whereSeparator: \.isNewline).filter { $0.count >= Password.minimumLength }.map { $0.lowercased() })
        return accounts
    }

    /// The OpenID provider, where there is one.
    func readSingleSignOn() throws -> OIDC? {
        guard let oidcIssuer else { return nil }
        guard let oidcClientID, let publicURL else { throw Mistake(description: "oidcIssuer needs oidcClientID and publicURL") }
        var secret: String?
        if let oidcClientSecretFile {
            guard let text = try? String(contentsOfFile: oidcClientSecretFile, encoding: .utf8) else {
                throw Mistake(description: "cannot read \(oidcClientSecretFile)")
            }
            secret = text.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        let base = publicURL.hasSuffix("/") ? String(publicURL.dropLast()) : publicURL
        var settings = OIDCSettings(
            issuer: oidcIssuer, clientID: oidcClientID, clientSecret: secret, redirectURI: base + "/login/oidc/callback")
        settings.loginClaim = oidcLoginClaim
        return OIDC(settings)
    }
}
