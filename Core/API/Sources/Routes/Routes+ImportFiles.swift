import Engine
import Hummingbird
import Kernel

/// Files that are brought to be imported, looked into, and then given to a job of the kind `import`.
extension Routes {
    func addImportFiles(to table: RouteTable<MemberContext>) {
        table.on(.post, "/import-files", bringImportFile)
        table.get("/import-files/:id/preview", previewImport)
    }

    /// The body is the file, of any kind that can be imported.
    private func bringImportFile(_ request: Request, _ context: MemberContext) async throws -> Response {
        let parameters = try QueryParameters(request).only("name")
        try request.refuseContentEncoding()
        let name = try fileName(parameters)
        let limit = settings.maximumImportBytes
        if let length = request.headers[.contentLength].flatMap(Int.init), length > limit { throw Failure.bodyTooLarge(limit: limit) }
        let content = try await engine.contents.receive(BoundedChunks(body: request.body, limit: limit))
        let file = try await engine.write(as: context.actor, on: context.catalogue, limit: Self.writeLimit) {
            try $0.keepImportFile(content, named: name)
        }
        return .json(file.json, status: .created)
    }

    private func previewImport(_ request: Request, _ context: MemberContext) async throws -> Response {
        let parameters = try QueryParameters(request).only("sheet", "encoding", "separator", "header", "entity")
        var reading: [String: JSON] = [:]
        for name in ["sheet", "encoding", "separator"] { reading[name] = parameters[name].map(JSON.string) }
        if parameters["header"] != nil { reading["header"] = .flag(try parameters.flag("header")) }
        let text = context.parameters.get("id") ?? ""
        guard let id = RecordID(text) else { throw Refusal.notFound(entity: "importFile", id: String(text.prefix(60))) }
        let given = reading
        let wanted = try parsingQuery { try TableReading(given) }
        let entity = try parameters["entity"].map { name throws in
            guard let entity = context.catalogue[name] else {
                throw Failure.badQuery(Invalid("entity", .unknownOption, ["option": String(name.prefix(60))]))
            }
            return entity
        }
        // To look into a file takes as long as a heavy query.
        return .json(
            try await places.inside(context.actor.user) {
                try await engine.previewImport(of: id, wanted, for: entity, as: context.actor, in: context.language)
            })
    }
}
