import Engine
import Hummingbird
import Kernel

/// Who one is and how one gets in; also for those who have no right to see people.
extension Routes {
    func addProfile(to table: RouteTable<MemberContext>) {
        table.get("/session/profile", profile)
        table.on(.patch, "/session/profile", changeProfile)
    }

    private func profile(_ request: Request, _ context: MemberContext) async throws -> Response {
        _ = try QueryParameters(request).only()
        return try await profile(of: try own(context))
    }

    private func changeProfile(_ request: Request, _ context: MemberContext) async throws -> Response {
        _ = try QueryParameters(request).only()
        let version = try request.expectedVersion
        try await engine.accounts.changeProfile(of: context.identity, try await request.json(limit: 16_384), ifVersion: version)
        return try await profile(of: try own(context))
    }

    private func profile(of user: RecordID) async throws -> Response {
        let keys = try await engine.accounts.keys(of: user)
        let record = try await engine.read(as: .system) { reader in
            try reader.record(
                User.schema.definition, user, fields: ["version", "login", "name", "unit", "mail"] + Accounts.ownFields, expand: ["unit"])
        }
        // The record with two members more.
        let rest = ",\"hasPassword\":\(keys.hasPassword),\"hasSecondFactor\":\(keys.hasSecondFactor)}"
        return .json(record.json.dropLast() + Array(rest.utf8), headers: [.eTag: tag(record.version)])
    }
}
