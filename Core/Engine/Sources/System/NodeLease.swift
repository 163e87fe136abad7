import Foundation
import Kernel
import Store
import Synchronization

/// A node number that this server holds, so that its ids meet nobody else's.
///
/// A lease runs for two minutes and is renewed every half. What keeps ids apart is not that time, which a server may sleep
/// through and a clock may misjudge: it is the span that was written down before the first id was made in it.
final class NodeLease: Sendable {
    let ids: IDGenerator
    private let holder: String
    private let database: any Database
    private let clock: Clock
    private let held: Mutex<IDSpan>
    private let renewal = Mutex<Task<Void, Never>?>(nil)

    private static let length: Int64 = 120_000

    var node: Int { held.withLock(\.node) }

    static func take(_ database: any Database, clock: Clock = .system) async throws -> NodeLease {
        let holder = Holder.mark()
        guard let span = try await take(database, clock, as: holder, beyond: 0) else {
            throw StoreError.unavailable("all \(IDGenerator.nodeCount) nodes of this database are in use")
        }
        let lease = NodeLease(span, database, clock, holder)
        lease.keep()
        return lease
    }

    private init(_ span: IDSpan, _ database: any Database, _ clock: Clock, _ holder: String) {
        (self.database, self.clock, self.holder) = (database, clock, holder)
        held = Mutex(span)
        ids = IDGenerator(span, clock: clock)
    }

    /// A node that nobody holds, the one whose ids lie furthest back; nil when all are held.
    private static func take(_ database: any Database, _ clock: Clock, as holder: String, beyond last: Int64) async throws -> IDSpan? {
        try await database.write { session in
            let now = clock.now().milliseconds
            for row in try nodes(session) where row.until < now || Holder.hasEnded(row.holder) {
                let after = max(row.reached, now - 1, RecordID.epochMilliseconds)
                let upTo = max(after, last) + IDSpan.length
                // Another server that starts at this moment may be quicker.
                let count = try session.execute(
                    """
                    INSERT INTO \(name: SystemTables.nodes) (node, holder, until, reached)
                    VALUES (\(row.node), \(holder), \(now + length), \(upTo))
                    ON CONFLICT (node) DO UPDATE SET holder = excluded.holder, until = excluded.until, reached = excluded.reached
                    WHERE \(name: SystemTables.nodes).holder = \(row.holder) AND \(name: SystemTables.nodes).until = \(row.until)
                    """)
                if count == 1 { return IDSpan(node: row.node, after: after, upTo: upTo) }
            }
            return nil
        }
    }

    private struct Row {
        let node: Int
        var holder = "", until: Int64 = 0, reached: Int64 = 0
    }

    /// All nodes, also those that were never held; those that have gone least far come first.
    private static func nodes(_ session: any ReadSession) throws -> [Row] {
        var nodes = (0..<IDGenerator.nodeCount).map { Row(node: $0) }
        for row in try session.rows("SELECT node, holder, until, reached FROM \(name: SystemTables.nodes)") {
            guard let node = row[0].integer.map(Int.init), nodes.indices.contains(node) else { continue }
            nodes[node] = Row(node: node, holder: row[1].text ?? "", until: row[2].integer ?? 0, reached: row[3].integer ?? 0)
        }
        return nodes.sorted { ($0.reached, $0.node) < ($1.reached, $1.node) }
    }

    private func keep() {
        let task = Task { [weak self] in
            var pause = Duration.seconds(30)
            while (try? await Task.sleep(for: pause)) != nil {
                guard let self else { return }
                // A renewal that fails is tried again well before the span ends.
                do { pause = try await self.renew() ? .seconds(30) : .seconds(1) } catch { pause = .seconds(1) }
            }
        }
        renewal.withLock { $0 = task }
    }

    /// Asks for more time and a longer span; false when there is none to be had.
    ///
    /// A server that slept may find its node in other hands. Its ids were its own all the same; it goes on with another node.
    @discardableResult
    func renew() async throws -> Bool {
        let (span, now, last) = (held.withLock(\.self), clock.now().milliseconds, ids.last)
        let longer = IDSpan(node: span.node, after: span.after, upTo: max(span.upTo, max(now, last) + IDSpan.length))
        let count = try await database.write { [holder] session in
            try session.execute(
                """
                UPDATE \(name: SystemTables.nodes)
                SET until = \(now + Self.length), reached = \(longer.upTo)
                WHERE node = \(span.node) AND holder = \(holder)
                """)
        }
        let next = count == 1 ? longer : try await Self.take(database, clock, as: holder, beyond: last)
        guard let next else { return false }
        held.withLock { $0 = next }
        ids.go(on: next)
        return true
    }

    func giveBack() async {
        renewal.withLock { $0?.cancel() }
        let last = ids.end(), node = node
        _ = try? await database.write { [holder] session in
            try session.execute(
                """
                UPDATE \(name: SystemTables.nodes)
                SET holder = '', until = 0, reached = \(last)
                WHERE node = \(node) AND holder = \(holder)
                """)
        }
    }
}
