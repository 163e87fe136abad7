import Engine
import Hummingbird
import Kernel
import Logging
import NIOHTTP1
import Store

/// Turns what was thrown into a problem document. It stands once before authentication and once behind it, where the user's
/// language is known.
struct ProblemMiddleware: RouterMiddleware {
    typealias Context = VisitorContext

    let engine: Engine

    func handle(
        _ request: Request, context: VisitorContext, next: (Request, VisitorContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPParserError {
            // The connection is beyond repair; the server closes it.
            throw error
        } catch let outdated as Accounts.Outdated {
            // Nothing has been told yet: authentication looks anew.
            throw outdated
        } catch {
            let catalogue = engine.catalogue
            let entity = context.parameters.get("resource").flatMap { try? catalogue.resource($0) }
            let problem = Problem(error, Wording(catalogue, context.language, entity: entity))
            log(error, problem, context.logger)
            return problem.response(requestID: context.requestID, language: context.language)
        }
    }

    private func log(_ error: any Error, _ problem: Problem, _ logger: Logger) {
        switch error {
        case is CancellationError, StoreError.cancelled: logger.debug("the client went away")
        case _ where problem.status == .internalServerError: logger.error("failed", metadata: ["error": .string("\(error)")])
        case StoreError.full(let reason): logger.critical("no room on the disk", metadata: ["reason": .string(reason)])
        case _ where problem.status == .serviceUnavailable: logger.warning("unavailable", metadata: ["error": .string("\(error)")])
        // Who tries what they may not do, or too often: without what they asked for.
        case _ where problem.status == .forbidden || problem.status == .tooManyRequests:
            logger.notice("refused", metadata: ["code": .string(problem.code)])
        default: logger.debug("refused", metadata: ["code": .string(problem.code)])
        }
    }
}
