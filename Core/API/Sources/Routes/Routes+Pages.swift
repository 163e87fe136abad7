import Hummingbird
import Kernel

/// The documents and the few pages that the server draws itself.
extension Routes {
    func addPages(to table: RouteTable<VisitorContext>) {
        let documents = documents
        if web == nil {
            table.get("/") { request, context in
                Self.page(try await documents.current.start[context.language], "text/html; charset=utf-8", request, context)
            }
        }
        table.get("/docs") { request, context in
            Self.page(try await documents.current.docs[context.language], "text/html; charset=utf-8", request, context)
        }
        table.get("/docs.css") { request, context in
            Self.page(try await documents.current.style, "text/css; charset=utf-8", request, context)
        }
        table.get("/openapi.json") { request, context in
            Self.page(try await documents.current.openAPI[context.language], "application/json", request, context)
        }
    }

    private static func page(
        _ document: Documents.Document?, _ type: String, _ request: Request, _ context: VisitorContext
    ) -> Response {
        guard let document else { return Response(status: .notFound) }
        let headers: HTTPFields = [
            .eTag: document.tag, .contentLanguage: context.language.rawValue, .cacheControl: "no-cache",
            .contentSecurityPolicy: ContentSecurityPolicy.pages,
        ]
        if request.has(document.tag) { return Response(status: .notModified, headers: headers) }
        return .text(document.text, type: type, headers: headers)
    }
}
