import Engine
import Hummingbird
import Kernel
import Store

/// What watches the server asks this.
extension Routes {
    func addHealth(to table: RouteTable<VisitorContext>) {
        table.get("/health/live") { _, _ in .json(["status": "ok"]) }
        table.get("/health/ready") { _, _ in
            _ = try await engine.database.read(limit: .seconds(2)) { session in try session.first("SELECT 1") }
            return .json(["status": "ok"])
        }
    }
}
