import Engine
import HTTPTypes
import Hummingbird
import Kernel
import Logging

/// Logging in through another system. These are pages that a browser goes through, not calls of a program.
extension Routes {
    func addSingleSignOn(to table: RouteTable<VisitorContext>) {
        guard let other = settings.singleSignOn else { return }
        table.get("/login/oidc") { request, context in
            _ = try QueryParameters(request).only()
            // Another site must not log anybody in here without their wish; the way back, which starts there, has its memory.
            guard request.headers[.secFetchSite] != "cross-site" else { throw Failure.crossSite }
            return try await leadingBack(request) {
                let (page, memory) = try await trying(context) { try await other.begin() }
                let headers: HTTPFields = [.location: page, .setCookie: memoryCookie(memory, lasting: 600), .cacheControl: "no-store"]
                return Response(status: .found, headers: headers)
            }
        }
        table.get("/login/oidc/callback") { request, context in
            let answer = try QueryParameters(request).all
            return try await leadingBack(request) {
                guard let memory = request.cookies[memoryCookieName]?.value else { throw Refusal.singleSignOnFailed }
                let person = try await trying(context) {
                    try await other.finish(answer: Dictionary(answer.map { ($0.name, $0.value) }) { first, _ in first }, memory: memory)
                }
                let access = try await engine.accounts.logIn(
                    person, by: .singleSignOn, creating: settings.createsUsers, from: context.origin(request))
                return entered(access)
            }
        }
    }

    /// People whom it did not let in find themselves at the log-in again, which says why, and not before a document for programs.
    private func leadingBack(_ request: Request, _ body: () async throws -> Response) async throws -> Response {
        do {
            return try await body()
        } catch Refusal.singleSignOnFailed where web != nil && request.headers[.accept]?.contains("text/html") == true {
            return Response(status: .seeOther, headers: [.location: "/app/?refused=singleSignOn", .cacheControl: "no-store"])
        }
    }

    /// What the other system did wrong is for the log; whoever wants in learns only that it did not work.
    private func trying<T>(_ context: VisitorContext, _ body: () async throws -> T) async throws -> T {
        do {
            return try await body()
        } catch let refusal as Refusal {
            throw refusal
        } catch {
            context.logger.warning("single sign-on failed", metadata: ["error": .string("\(error)")])
            throw Refusal.singleSignOnFailed
        }
    }

    /// Leads on by a page of our own: a browser that was sent here by another site does not send the new cookie, which is for
    /// requests of this site alone, along with a redirect.
    private func entered(_ access: Accounts.Access) -> Response {
        let left = max(0, access.expiresAt.milliseconds - engine.clock.now().milliseconds) / 1_000
        var response = Response.text(
            "<!DOCTYPE html><meta charset=\"utf-8\"><meta http-equiv=\"refresh\" content=\"0; url=/\"><title>Guanxi</title><a href=\"/\">Guanxi</a>",
            type: "text/html; charset=utf-8", headers: [.cacheControl: "no-store"])
        response.headers.append(HTTPField(name: .setCookie, value: settings.sessionCookie.header(access.secret, lasting: Int(left))))
        response.headers.append(HTTPField(name: .setCookie, value: memoryCookie("", lasting: 0)))
        return response
    }

    private var memoryCookieName: String { (settings.sessionCookieIsSecure ? "__Host-" : "") + "guanxi_oidc" }

    /// It must come back from another site's page, so it is less strict than the session's.
    private func memoryCookie(_ memory: String, lasting seconds: Int) -> String {
        Cookie(
            name: memoryCookieName, value: memory, maxAge: seconds, path: "/", secure: settings.sessionCookieIsSecure, httpOnly: true,
            sameSite: .lax
        ).description
    }
}
