import Kernel
public import Store

/// Servers that hold a node of a database, as far as that can be known from outside.
public enum RunningServers {
    /// - Throws: `BackupError.serversRunning` when there are any.
    public static func refuse(on database: any Database, clock: Clock = .system) async throws {
        let now = clock.now().milliseconds
        let holders = try await database.read { session -> [String] in
            guard try session.hasTable(SystemTables.nodes) else { return [] }
            return try session.rows("SELECT holder FROM \(name: SystemTables.nodes) WHERE until > \(now)").compactMap { $0[0].text }
        }
        let count = holders.count { !$0.isEmpty && !Holder.hasEnded($0) }
        if count > 0 { throw BackupError.serversRunning(count) }
    }
}
