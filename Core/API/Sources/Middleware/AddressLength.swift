import Hummingbird
import Kernel

/// Refuses an address that no client has reason to send.
struct AddressLength: RouterMiddleware {
    typealias Context = VisitorContext

    let limit: Int

    func handle(
        _ request: Request, context: VisitorContext, next: (Request, VisitorContext) async throws -> Response
    ) async throws -> Response {
        guard request.uri.string.utf8.count <= limit else { throw Failure.addressTooLong }
        return try await next(request, context)
    }
}
