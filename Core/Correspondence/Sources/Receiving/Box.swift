import Engine
import Kernel
import Mail
import Store

/// Where each mailbox was read to, and which server follows it: a row of `mail_box` for each account that receives.
///
/// A server follows a box for as long as it prolongs its lease; whatever it writes names the number of its run, so that one that wakes up
/// late writes nothing any more.
struct Box: Sendable {
    let account: RecordID
    let run: Int64
    let engine: Engine

    static let table = "mail_box"
    static let lease: Int64 = 60_000

    static let tables = [
        TablePlan(
            name: table,
            columns: [
                ColumnPlan(name: "account_id", type: .integer, isRequired: true), ColumnPlan(name: "run", type: .integer, isRequired: true),
                ColumnPlan(name: "lease_until", type: .integer, isRequired: true),
                // The numbering of the folder, and the last mail that was taken; null until it was opened once.
                ColumnPlan(name: "validity", type: .integer), ColumnPlan(name: "uid", type: .integer),
                // Of which server, user and folder: another one begins anew.
                ColumnPlan(name: "source", type: .text, isRequired: true),
            ],
            primaryKey: ["account_id"])
    ]

    struct Lost: Error {}

    private var now: Int64 { engine.clock.now().milliseconds }

    /// Nil where another server follows it.
    static func take(_ account: RecordID, _ engine: Engine) async throws -> Box? {
        let box = Box(account: account, run: Int64.random(in: 1 ... .max), engine: engine), now = box.now
        let count = try await engine.database.write { session in
            try session.execute(
                """
                INSERT INTO \(name: table) (account_id, run, lease_until, source)
                VALUES (\(account.rawValue), \(box.run), \(now + lease), '')
                ON CONFLICT (account_id) DO UPDATE SET run = \(box.run), lease_until = \(now + lease)
                WHERE \(name: table).lease_until <= \(now)
                """)
        }
        return count == 1 ? box : nil
    }

    func prolong() async throws {
        let until = now + Self.lease
        let count = try await engine.database.write { session in
            try session.execute("UPDATE \(name: Self.table) SET lease_until = \(until) WHERE account_id = \(account.rawValue) AND run = \(run)")
        }
        guard count == 1 else { throw Lost() }
    }

    /// Lets another server follow it at once.
    func leave() async {
        // In a task of its own: who leaves has been cancelled, as a rule.
        await Task {
            _ = try? await engine.database.write { session in
                try session.execute("UPDATE \(name: Self.table) SET lease_until = 0 WHERE account_id = \(account.rawValue) AND run = \(run)")
            }
        }.value
    }

    /// Where it was read to; nil where it was never opened, or was another box then.
    func place(source: String) async throws -> UIDPlace? {
        let row = try await engine.database.read { session in
            try session.first("SELECT validity, uid FROM \(name: Self.table) WHERE account_id = \(account.rawValue) AND source = \(source)")
        }
        guard let validity = row?[0].integer, let uid = row?[1].integer else { return nil }
        return UIDPlace(validity: UInt32(truncatingIfNeeded: validity), uid: UInt32(truncatingIfNeeded: uid))
    }

    /// Keeps the place as part of a transaction, which holds the box until it ends.
    func keep(_ place: UIDPlace, source: String, _ session: any WriteSession) throws {
        let count = try session.execute(
            """
            UPDATE \(name: Self.table)
            SET validity = \(Int64(place.validity)), uid = \(Int64(place.uid)), source = \(source)
            WHERE account_id = \(account.rawValue) AND run = \(run)
            """)
        guard count == 1 else { throw Lost() }
    }
}
