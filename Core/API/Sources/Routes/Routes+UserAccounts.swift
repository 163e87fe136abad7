import Engine
import HTTPTypes
import Hummingbird
import Kernel

/// What administrators do with accounts of others. The id is the user's.
extension Routes {
    func addUserAccounts(to table: RouteTable<MemberContext>) {
        table.on(.put, "/user-accounts/:id/password", setPassword)
        table.get("/user-accounts/:id/accesses", accessesOfUser)
        table.on(.delete, "/user-accounts/:id/accesses", endAccessesOfUser)
        table.on(.delete, "/user-accounts/:id/accesses/:access", endAccessOfUser)
        table.on(.delete, "/user-accounts/:id/second-factor", resetSecondFactor)
        table.on(.post, "/user-accounts/:id/impersonation", impersonate)
    }

    /// The new password is good for one log-in, at which its owner chooses another.
    private func setPassword(_ request: Request, _ context: MemberContext) async throws -> Response {
        try context.identity.checkPresence()
        let user = try user(context), form = try await form(request, ["password"])
        try await engine.accounts.setPassword(form["password"], of: user, temporary: true, as: context.actor)
        return Response(status: .noContent)
    }

    private func accessesOfUser(_ request: Request, _ context: MemberContext) async throws -> Response {
        _ = try QueryParameters(request).only()
        return try await listed(try user(context), current: context.identity.access)
    }

    /// All sessions and all tokens: for somebody who has left, or whose password somebody else knows.
    private func endAccessesOfUser(_ request: Request, _ context: MemberContext) async throws -> Response {
        _ = try QueryParameters(request).only()
        try await engine.accounts.revokeAll(of: try user(context), tokens: true, as: context.actor)
        return Response(status: .noContent)
    }

    private func endAccessOfUser(_ request: Request, _ context: MemberContext) async throws -> Response {
        _ = try QueryParameters(request).only()
        try await engine.accounts.revoke(try access(context, "access"), of: try user(context), as: context.actor)
        return Response(status: .noContent)
    }

    private func resetSecondFactor(_ request: Request, _ context: MemberContext) async throws -> Response {
        _ = try QueryParameters(request).only()
        try context.identity.checkPresence()
        try await engine.accounts.resetSecondFactor(of: try user(context), as: context.actor)
        return Response(status: .noContent)
    }

    private func impersonate(_ request: Request, _ context: MemberContext) async throws -> Response {
        let user = try user(context), form = try await form(request, ["reason"])
        let access = try await engine.accounts.impersonate(
            user, reason: form["reason"], by: context.identity, from: context.origin(request))
        return try await begun(access)
    }

    /// The user that the address names, for those who keep the accounts.
    private func user(_ context: MemberContext) throws -> RecordID {
        let definition = User.schema.definition
        try engine.permissions.check(context.actor, may: .edit, definition)
        return try id(context, definition)
    }
}
