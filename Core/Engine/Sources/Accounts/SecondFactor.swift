import Foundation
import Kernel
import Store

/// What somebody must have beside the password: an authenticator's codes, or the recovery codes for the day it is lost.
struct SecondFactor: Sendable {
    private let engine: Engine

    init(_ engine: Engine) { self.engine = engine }

    static let recoveryCodeCount = 10
    static let secrets = SealedColumn(
        name: "secondFactor", table: SystemTables.secondFactors, column: "secret", key: ["user_id"], mayLieOpen: false)

    /// An authenticator has digits; a recovery code has groups.
    static func means(of code: String) -> Accounts.Means { digits(code) == nil ? .recoveryCode : .code }

    /// Uses up a code; false when it is wrong or was used before. Codes of the authenticator are good once: the step is kept.
    func spend(_ code: String, of user: RecordID, isConfirmed: Bool = true, in session: any WriteSession) throws -> Bool {
        guard let number = Self.digits(code) else { return try spendRecovery(code, of: user, session) }
        let lock = SQL.perDialect(sqlite: .empty, postgres: " FOR UPDATE")
        let confirmed: SQL = isConfirmed ? "confirmed_at IS NOT NULL" : "confirmed_at IS NULL"
        let row = try session.first(
            """
            SELECT secret, last_step
            FROM \(name: SystemTables.secondFactors)
            WHERE user_id = \(user.rawValue) AND \(confirmed)\(lock)
            """)
        guard let row, let secret = open(row[0].text ?? "", of: user) else { return false }
        let step = OneTimeCode(secret: secret).step(of: number, now: engine.clock.now(), after: row[1].integer ?? 0)
        guard let step else { return false }
        try session.execute(
            "UPDATE \(name: SystemTables.secondFactors) SET last_step = \(step) WHERE user_id = \(user.rawValue)")
        return true
    }

    private func spendRecovery(_ code: String, of user: RecordID, _ session: any WriteSession) throws -> Bool {
        let hash = Secret.hash(Self.normal(code)), now = engine.clock.now().milliseconds
        return try session.execute(
            """
            UPDATE \(name: SystemTables.recoveryCodes)
            SET used_at = \(now)
            WHERE user_id = \(user.rawValue) AND hash = \(hash) AND used_at IS NULL
            """) == 1
    }

    /// Puts a new secret in the place of one that was never confirmed.
    func begin(_ secret: [UInt8], for user: RecordID, in session: any WriteSession) throws {
        guard let sealed = Self.secrets.seal(Data(secret).base64EncodedString(), at: Self.key(user), with: engine.vault) else {
            throw StoreError.unavailable("no memory to seal a secret")
        }
        try session.execute(
            """
            INSERT INTO \(name: SystemTables.secondFactors) (user_id, secret, last_step)
            VALUES (\(user.rawValue), \(sealed), 0)
            ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, last_step = 0
            WHERE \(name: SystemTables.secondFactors).confirmed_at IS NULL
            """)
    }

    /// Switches it on; returns the recovery codes, which are not kept.
    func confirm(_ user: RecordID, in session: any WriteSession) throws -> [String] {
        try session.execute(
            """
            UPDATE \(name: SystemTables.secondFactors)
            SET confirmed_at = \(engine.clock.now().milliseconds)
            WHERE user_id = \(user.rawValue)
            """)
        // What they owe may have changed.
        try session.advance(.rights)
        return try renewRecoveryCodes(of: user, in: session)
    }

    /// New recovery codes in the place of all old ones.
    func renewRecoveryCodes(of user: RecordID, in session: any WriteSession) throws -> [String] {
        try session.execute("DELETE FROM \(name: SystemTables.recoveryCodes) WHERE user_id = \(user.rawValue)")
        let codes = (0..<Self.recoveryCodeCount).map { _ in Self.newRecoveryCode() }
        let rows = codes.map { "(\(user.rawValue), \(Secret.hash(Self.normal($0))))" as SQL }
        try session.execute("INSERT INTO \(name: SystemTables.recoveryCodes) (user_id, hash) VALUES \(rows.joined(by: ", "))")
        return codes
    }

    /// Says whether there was one that was switched on.
    func remove(_ user: RecordID, in session: any WriteSession) throws -> Bool {
        let wasOn = try session.first(
            "SELECT 1 FROM \(name: SystemTables.secondFactors) WHERE user_id = \(user.rawValue) AND confirmed_at IS NOT NULL") != nil
        try session.execute("DELETE FROM \(name: SystemTables.secondFactors) WHERE user_id = \(user.rawValue)")
        try session.execute("DELETE FROM \(name: SystemTables.recoveryCodes) WHERE user_id = \(user.rawValue)")
        try session.advance(.rights)
        return wasOn
    }

    /// 120 random bits in six groups: a plain hash of them is enough.
    private static func newRecoveryCode() -> String {
        var generator = SystemRandomNumberGenerator()
        let text = Array(Base32.text((0..<15).map { _ in UInt8.random(in: 0...255, using: &generator) }))
        return stride(from: 0, to: text.count, by: 4).map { String(text[$0..<$0 + 4]) }.joined(separator: "-")
    }

    private static func normal(_ code: String) -> String { code.uppercased().filter { $0.isLetter || $0.isNumber } }

    private static func digits(_ code: String) -> Int? {
        let code = code.filter { !$0.isWhitespace }
        return code.utf8.count == 6 && code.utf8.allSatisfy { (48...57).contains($0) } ? Int(code) : nil
    }

    private func open(_ sealed: String, of user: RecordID) -> [UInt8]? {
        Self.secrets.open(sealed, at: Self.key(user), with: engine.vault).flatMap { Data(base64Encoded: $0) }.map(Array.init)
    }

    private static func key(_ user: RecordID) -> [Stored] { [.integer(user.rawValue)] }
}
