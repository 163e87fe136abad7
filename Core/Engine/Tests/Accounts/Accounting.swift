@testable import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

/// What the tests of accounts share.
extension TestEngine {
    static let password = "korrekt-Pferd-电池"

    var accounts: Accounts { engine.accounts }

    @discardableResult
    func person(_ login: String, isAdministrator: Bool = false, roles: [RecordID] = []) async throws -> RecordID {
        let values: Values = [
            "login": .text(login), "name": .text("名" + login), "isAdministrator": .flag(isAdministrator),
            "roles": .list(roles.map(Value.reference)),
        ]
        let id = try await create(User.self, values).id
        try await accounts.setPassword(Self.password, of: id)
        return id
    }

    func enter(_ login: String, from origin: Origin = Origin()) async throws -> Identity {
        let access = try await accounts.logIn(login, password: Self.password, from: origin).access
        let secret = try #require(access).secret
        return try #require(try await accounts.identity(secret: secret))
    }

    /// The security log, oldest first: kinds with what matters of each.
    func log() async throws -> [String] {
        try await rows("SELECT kind FROM security_log ORDER BY number").compactMap { $0[0].text }
    }

    /// Sets up a second factor for somebody; returns the secret and the recovery codes.
    func enrol(_ identity: Identity) async throws -> (code: OneTimeCode, recovery: [String]) {
        let enrolment = try await accounts.enrolSecondFactor(identity, password: Self.password, from: Origin())
        let code = OneTimeCode(secret: try #require(Base32.bytes(enrolment.secret)))
        return (code, try await accounts.confirmSecondFactor(identity, code: shown(code)))
    }

    /// What the authenticator shows now.
    func shown(_ code: OneTimeCode, steps: Int64 = 0) -> String {
        let number = String(code.code(at: OneTimeCode.step(at: clock.now) + steps))
        return String(repeating: "0", count: 6 - number.count) + number
    }
}

extension Base32 {
    static func bytes(_ text: String) -> [UInt8]? {
        var (bits, count, bytes) = (0 as UInt32, 0, [UInt8]())
        for character in text {
            guard let value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".firstIndex(of: character) else { return nil }
            bits = bits << 5 | UInt32("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".distance(from: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".startIndex, to: value))
            count += 5
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes
    }
}

/// The refusal's code or the field problems; nil when there was neither.
func answer(_ body: () async throws -> Void) async throws -> String? {
    do {
        try await body()
        return nil
    } catch let refusal as Refusal {
        return refusal.code
    } catch let invalid as Invalid {
        return invalid.problems.map { "\($0.field):\($0.problem.code.rawValue)" }.joined(separator: " ")
    }
}
