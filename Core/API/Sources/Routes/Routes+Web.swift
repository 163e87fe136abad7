import Engine
import Hummingbird
import Kernel
import NIOCore

/// The browser pages: one document at every address under `/app`, and the files that it loads.
extension Routes {
    func addWeb(to table: RouteTable<VisitorContext>) {
        guard let shelf = web else { return }
        table.get("/") { _, _ in
            Response(status: .seeOther, headers: [.location: "/app/"])
        }
        for path in ["/app", "/app/**"] {
            table.get(path) { _, context in
                let html = WebPage(files: try shelf.files, language: context.language).html
                return .text(
                    html, type: "text/html; charset=utf-8",
                    headers: [.contentSecurityPolicy: ContentSecurityPolicy.web, .cacheControl: "no-cache", .contentLanguage: context.language.rawValue])
            }
        }
        table.get("/web/:stamp/**", isQuick: true) { request, context in
            let files = try shelf.files
            guard context.parameters.get("stamp") == files.stamp,
                let file = files.files[context.parameters.getCatchAll().joined(separator: "/")]
            else { return Response(status: .notFound, headers: [.cacheControl: "no-store"]) }
            var headers: HTTPFields = [
                .contentType: file.type, .vary: "Accept-Encoding",
                .cacheControl: shelf.isLive ? "no-cache" : "public, max-age=31536000, immutable",
            ]
            guard let packed = file.packed, Compression.isAccepted(request) else {
                return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: file.bytes))
            }
            headers[.contentEncoding] = "gzip"
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: packed))
        }
    }
}

/// Keeps the files of the browser pages, or reads them anew for those who work on them.
struct WebShelf: Sendable {
    private let folders: WebFolders
    private let texts: Texts
    private let kept: WebFiles

    init(_ folders: WebFolders, _ texts: Texts) throws {
        (self.folders, self.texts) = (folders, texts)
        kept = try WebFiles(folders, texts)
    }

    var isLive: Bool { folders.areLive }
    var files: WebFiles { get throws { isLive ? try WebFiles(folders, texts) : kept } }
}
