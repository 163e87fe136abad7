import Foundation
import Kernel
import Store
import Synchronization

/// A node number that this process alone holds, so that its ids meet nobody else's.
///
/// A lease runs for two minutes and is renewed every half; a process that was killed frees its number that way.
final class NodeLease: Sendable {
    let node: Int
    private let holder: String
    private let database: any Database
    private let renewal = Mutex<Task<Void, Never>?>(nil)

    private static let length: Int64 = 120_000

    static func take(_ database: any Database) async throws -> NodeLease {
        let holder = UUID().uuidString
        let node = try await database.write { session -> Int? in
            let now = Instant(Date()).milliseconds
            try session.execute("DELETE FROM \(name: SystemTables.nodes) WHERE until < \(now)")
            let taken = Set(try session.rows("SELECT node FROM \(name: SystemTables.nodes)").compactMap { $0[0].integer })
            for free in 0..<IDGenerator.nodeCount where !taken.contains(Int64(free)) {
                // Another server that starts at this moment may be quicker.
                let count = try session.execute(
                    """
                    INSERT INTO \(name: SystemTables.nodes) (node, holder, until)
                    VALUES (\(free), \(holder), \(now + length))
                    ON CONFLICT (node) DO NOTHING
                    """)
                if count == 1 { return free }
            }
            return nil
        }
        guard let node else { throw StoreError.unavailable("all \(IDGenerator.nodeCount) nodes of this database are in use") }
        let lease = NodeLease(node: node, holder: holder, database: database)
        lease.keep()
        return lease
    }

    private init(node: Int, holder: String, database: any Database) {
        (self.node, self.holder, self.database) = (node, holder, database)
    }

    private func keep() {
        let task = Task { [weak self] in
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(30))
                await self?.renew()
            }
        }
        renewal.withLock { $0 = task }
    }

    private func renew() async {
        let until = Instant(Date()).milliseconds + Self.length
        // A renewal that fails is tried again well before the lease ends.
        _ = try? await database.write { [node, holder] session in
            try session.execute(
                "UPDATE \(name: SystemTables.nodes) SET until = \(until) WHERE node = \(node) AND holder = \(holder)")
        }
    }

    func giveBack() async {
        renewal.withLock { $0?.cancel() }
        _ = try? await database.write { [node, holder] session in
            try session.execute("DELETE FROM \(name: SystemTables.nodes) WHERE node = \(node) AND holder = \(holder)")
        }
    }
}
