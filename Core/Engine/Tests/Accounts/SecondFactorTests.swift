@testable import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

@Suite struct SecondFactorTests {
    private static func bytes(_ hexadecimal: String) -> [UInt8] {
        let digits = Array(hexadecimal)
        return stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
    }

    @Test("HMAC-SHA-1 and Base32 give what RFC 2202 and RFC 4648 say")
    func vectors() {
        func text(_ bytes: [UInt8]) -> String { bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
        #expect(text(Crypto.oldHMAC(Array("Hi There".utf8), key: [UInt8](repeating: 0x0B, count: 20))) == "b617318655057264e28bc0b6fb378c8ef146be00")
        #expect(text(Crypto.oldHMAC(Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8))) == "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79")
        let long = Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8)
        #expect(text(Crypto.oldHMAC(long, key: [UInt8](repeating: 0xAA, count: 80))) == "aa4ae5e15272d00e95705637ce8a3b55ed402112")
        #expect(Base32.text(Array("foobar".utf8)) == "MZXW6YTBOI" && Base32.text(Array("f".utf8)) == "MY")
    }

    @Test("Codes are those of RFC 6238", arguments: [(59, 287_082), (1_111_111_109, 81_804), (1_111_111_111, 50_471), (1_234_567_890, 5_924), (2_000_000_000, 279_037), (20_000_000_000, 353_130)])
    func codes(_ second: Int64, _ code: Int) {
        let made = OneTimeCode(secret: Array("12345678901234567890".utf8))
        #expect(made.code(at: OneTimeCode.step(at: Instant(milliseconds: second * 1_000))) == code)
    }

    @Test("With a second factor the password opens a challenge, and a code the session", arguments: Dialect.allCases)
    func logIn(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: []) { made in
            let id = try await made.person("li")
            let (code, recovery) = try await made.enrol(try await made.enter("li"))
            #expect(recovery.count == 10 && Set(recovery).count == 10 && recovery.allSatisfy { $0.count == 29 })
            func challenge() async throws -> String {
                guard case .challenge(let secret, _) = try await made.accounts.logIn("li", password: TestEngine.password) else { return "" }
                return secret
            }
            func handIn(_ challenge: String, _ code: String) async throws -> String? {
                try await answer { _ = try await made.accounts.logIn(challenge: challenge, code: code) }
            }

            let first = try await challenge()
            #expect(try await made.accounts.identity(secret: first) == nil)
            // The code of the confirmation is spent.
            #expect(try await handIn(first, made.shown(code)) == "code:wrongCode")
            made.clock.step(milliseconds: 30_000)
            #expect(try await handIn(first, made.shown(code, steps: 2)) == "code:wrongCode")
            #expect(try await handIn(first, made.shown(code, steps: 1)) == nil)
            #expect(try await handIn(first, made.shown(code, steps: 1)) == "challengeEnded")
            // An older code than the last one used is spent with it.
            #expect(try await handIn(try await challenge(), made.shown(code)) == "code:wrongCode")
            #expect(try await handIn(try await challenge(), recovery[3].lowercased().replacing("-", with: " ")) == nil)
            #expect(try await handIn(try await challenge(), recovery[3]) == "code:wrongCode")
            #expect(try await handIn(try await challenge(), "") == "code:wrongCode")
            let late = try await challenge()
            made.clock.step(milliseconds: 5 * 60_000)
            #expect(try await handIn(late, made.shown(code)) == "challengeEnded")
            #expect(Set(try await made.accounts.accesses(of: id).map(\.name)) == ["password", "code", "recoveryCode"])
        }
    }

    @Test("New recovery codes are given for password and code, and end the old ones", arguments: Dialect.allCases)
    func renewal(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: []) { made in
            let id = try await made.person("li"), identity = try await made.enter("li")
            func renew(_ password: String, _ code: String) async throws -> [String] {
                try await made.accounts.renewRecoveryCodes(identity, password: password, code: code, from: Origin())
            }
            func spend(_ code: String) async throws -> Bool {
                try await made.database.database.write { try SecondFactor(made.engine).spend(code, of: id, in: $0) }
            }
            #expect(try await answer { _ = try await renew(TestEngine.password, "123456") } == "secondFactorIsOff")
            let (code, old) = try await made.enrol(identity)
            made.clock.step(milliseconds: 30_000)

            #expect(try await answer { _ = try await renew("x", made.shown(code)) } == "password:wrongPassword")
            #expect(try await answer { _ = try await renew(TestEngine.password, "12") } == "code:wrongCode")
            let new = try await renew(TestEngine.password, made.shown(code))

            #expect(new.count == 10 && Set(new).isDisjoint(with: old))
            let answers = [try await spend(old[0]), try await spend(new[0]), try await spend(new[0])]
            #expect(answers == [false, true, false])
            #expect(try await made.log().filter { $0.hasPrefix("twoFactor") } == ["twoFactorOn", "twoFactorOn"])
            #expect(try await made.rows("SELECT details FROM security_log WHERE kind = 'twoFactorOn' ORDER BY number").last?[0].text == #"{"renewed":"recoveryCodes"}"#)
        }
    }

    @Test("A recovery code of the older, shorter kind still opens", arguments: Dialect.allCases)
    func oldRecoveryCode(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: []) { made in
            let id = try await made.person("li")
            _ = try await made.enrol(try await made.enter("li"))
            try await made.database.database.write { session in
                try session.execute("INSERT INTO recovery_code (user_id, hash) VALUES (\(id.rawValue), \(Secret.hash("ABCDEFGH23456777")))")
            }
            guard case .challenge(let secret, _) = try await made.accounts.logIn("li", password: TestEngine.password) else {
                return #expect(Bool(false))
            }

            #expect(try await answer { _ = try await made.accounts.logIn(challenge: secret, code: "abcd-efgh-2345-6777") } == nil)
        }
    }

    @Test("Who is removed for good leaves no second factor behind, and who is only deleted keeps it", arguments: Dialect.allCases)
    func purged(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: []) { made in
            let id = try await made.person("li"), user = User.schema.definition
            _ = try await made.enrol(try await made.enter("li"))
            func left() async throws -> Int {
                try await made.rows("SELECT 1 FROM second_factor").count + made.rows("SELECT 1 FROM recovery_code").count
            }

            try await made.engine.perform(.delete(id), on: user, as: .system)
            #expect(try await left() == 11)
            try await made.engine.perform(.purge(id), on: user, as: .system)
            #expect(try await left() == 0)
        }
    }

    @Test("Guessing codes is slowed down, over all challenges together", arguments: Dialect.allCases)
    func guessing(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: []) { made in
            try await made.person("li")
            let (code, _) = try await made.enrol(try await made.enter("li"))
            var answers: [String?] = []
            for _ in 0..<4 {
                answers.append(
                    try await answer {
                        guard case .challenge(let secret, _) = try await made.accounts.logIn("li", password: TestEngine.password) else { return }
                        let wrong = made.shown(code) == "000000" ? "000001" : "000000"
                        _ = try await made.accounts.logIn(challenge: secret, code: wrong)
                    })
            }

            #expect(answers == ["code:wrongCode", "code:wrongCode", "tooManyAttempts", "tooManyAttempts"])
        }
    }

    @Test("The secret is sealed in the database, for its user alone", arguments: Dialect.allCases)
    func sealed(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: []) { made in
            let id = try await made.person("li")
            let (code, recovery) = try await made.enrol(try await made.enter("li"))
            let kept = try #require(try await made.rows("SELECT secret FROM second_factor").first?[0].text)

            #expect(!kept.contains(Base32.text(code.secret)) && !kept.contains(Data(code.secret).base64EncodedString()))
            #expect(made.engine.vault.open(kept, for: "secondFactor:\(id)") == Data(code.secret).base64EncodedString())
            #expect(made.engine.vault.open(kept, for: "secondFactor:1") == nil)
            let hashes = try await made.rows("SELECT hash FROM recovery_code").compactMap { $0[0].text }
            #expect(hashes.count == 10 && Set(hashes).isDisjoint(with: recovery))
        }
    }

    @Test("After a change of keys the same authenticator goes on", arguments: Dialect.allCases)
    func rotation(_ dialect: Dialect) async throws {
        let old = String(repeating: "A", count: 43) + "=", new = Data(repeating: 7, count: 32).base64EncodedString()
        try await withTestDatabase(dialect) { database in
            let clock = TestClock()
            let first = try await Engine.start(database.database, modules: [], vault: Vault { try KeyRing(old) }, clock: clock.clock).engine
            let made = TestEngine(engine: first, clock: clock, database: database)
            let id = try await made.person("li")
            let (code, _) = try await made.enrol(try await made.enter("li"))
            let other = try await Databases.open(database.url)
            let second = try await Engine.start(other, modules: [], vault: Vault { try KeyRing(new + "\n" + old) }, clock: clock.clock).engine

            let result = try await KeyRotation(second).run()

            #expect(result.sealed == 1 && result.unreadable == 0)
            let kept = try #require(try await made.rows("SELECT secret FROM second_factor").first?[0].text)
            let alone = try Vault { try KeyRing(new) }
            #expect(alone.open(kept, for: "secondFactor:\(id)") == Data(code.secret).base64EncodedString())
            await second.stop()
            await first.stop()
        }
    }

    @Test("It is switched off with password and code, or reset by an administrator, whose act ends the sessions", arguments: Dialect.allCases)
    func switchingOff(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: []) { made in
            let id = try await made.person("li"), identity = try await made.enter("li")
            #expect(try await answer { try await made.accounts.resetSecondFactor(of: id, as: .system) } == "secondFactorIsOff")
            let (code, _) = try await made.enrol(identity)
            func remove(_ password: String, _ code: String) async throws -> String? {
                try await answer { try await made.accounts.removeSecondFactor(identity, password: password, code: code, from: Origin()) }
            }

            #expect(try await answer { _ = try await made.accounts.enrolSecondFactor(identity, password: TestEngine.password, from: Origin()) } == "secondFactorIsOn")
            made.clock.step(milliseconds: 30_000)
            #expect(try await remove("x", made.shown(code)) == "password:wrongPassword")
            #expect(try await remove(TestEngine.password, "123") == "code:wrongCode")
            #expect(try await remove(TestEngine.password, made.shown(code)) == nil)
            #expect(try await remove(TestEngine.password, made.shown(code)) == "secondFactorIsOff")
            _ = try await made.enrol(identity)
            try await made.accounts.resetSecondFactor(of: id, as: .system)
            #expect(try await made.accounts.accesses(of: id).isEmpty)
            #expect(try await made.log().filter { $0.hasPrefix("twoFactor") } == ["twoFactorOn", "twoFactorOff", "twoFactorOn", "twoFactorOff"])
        }
    }

    @Test("Where it is required, whoever has none sets it up first", arguments: Dialect.allCases)
    func required(_ dialect: Dialect) async throws {
        var settings = AccountSettings()
        settings.requiresSecondFactor = true
        try await withEngine(dialect, modules: [], accounts: settings) { made in
            let id = try await made.person("li")
            let identity = try await made.enter("li")
            #expect(identity.duty == .setUpSecondFactor)

            _ = try await made.enrol(identity)

            let token = try await made.accounts.makeToken(for: id, name: "t", days: 1, scopes: .all, as: .system)
            #expect(try await made.accounts.identity(secret: token.secret)?.duty == nil)
            let fromElsewhere = try await made.accounts.logIn(id, provedBy: .singleSignOn, from: Origin())
            #expect(try await made.accounts.identity(secret: fromElsewhere.secret)?.duty == nil)
        }
    }
}
