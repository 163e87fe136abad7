import Engine
import Hummingbird
import Kernel

/// How somebody wants their pages.
extension Routes {
    func addPreferences(to table: RouteTable<MemberContext>) {
        table.get("/session/preferences", preferences)
        table.on(.patch, "/session/preferences", changePreferences)
    }

    private func preferences(_ request: Request, _ context: MemberContext) async throws -> Response {
        _ = try QueryParameters(request).only()
        return .json(try await engine.read(as: context.actor) { try $0.preferences() })
    }

    /// A merge patch (RFC 7396), answered with the whole as it is now.
    private func changePreferences(_ request: Request, _ context: MemberContext) async throws -> Response {
        _ = try QueryParameters(request).only()
        let patch = try await request.json(limit: settings.maximumBodyBytes)
        return .json(try await engine.write(as: context.actor, limit: Self.writeLimit) { try $0.changePreferences(patch) })
    }
}
