import Engine
import Foundation
import HTTPTypes
import Hummingbird
import Kernel
import NIOCore

/// Files in and out: an import streams into short transactions, an export streams from one snapshot.
extension Routes {
    func addTransfer(to table: RouteTable<MemberContext>) {
        table.on(.post, "/imports", importFile)
        table.get("/imports/:id/refused", refusedRows)
        table.get("/imports/:id/refusals", refusals)
        table.get("/:resource/export", export)
    }

    /// The body is the file. `mapping` is the mapping as JSON; `entity` alone matches columns by key or label.
    private func importFile(_ request: Request, _ context: MemberContext) async throws -> Response {
        let parameters = try QueryParameters(request).only("entity", "mapping")
        try request.refuseContentEncoding()
        guard (request.headers[.contentType] ?? "").lowercased().hasPrefix("text/csv") else {
            throw Failure.unsupportedMediaType(expected: "text/csv")
        }
        let limit = settings.maximumImportBytes
        if let length = request.headers[.contentLength].flatMap(Int.init), length > limit { throw Failure.bodyTooLarge(limit: limit) }
        let mapping = try parsingQuery { try ImportMapping(Self.mapping(parameters), context.catalogue, for: context.actor) }
        let importer = Importer(engine: engine, actor: context.actor, mapping: mapping)
        return .json(try await importer.run(BoundedChunks(body: request.body, limit: limit)).json)
    }

    private static func mapping(_ parameters: QueryParameters) throws -> JSON {
        guard let text = parameters["mapping"] else {
            guard let entity = parameters["entity"] else { throw Invalid("entity", .required) }
            return ["entity": .string(entity)]
        }
        guard let mapping = try? JSON.parse(text) else { throw Invalid("mapping", .badMapping) }
        return mapping
    }

    private func refusedRows(_ request: Request, _ context: MemberContext) async throws -> Response {
        let id = try importID(context)
        let rows = RefusedRows(engine: engine, actor: context.actor)
        let form = try await rows.form(of: id)
        return try await download("refused-\(id).\(form.ending)", type: form.mediaType) { write in try await rows.write(of: id, write) }
    }

    /// The same rows, some at a time, for whoever brought them.
    private func refusals(_ request: Request, _ context: MemberContext) async throws -> Response {
        let parameters = try QueryParameters(request).only("after", "limit")
        let limit = try parameters.number("limit", 1...RefusedRows.maximumLimit, standard: 50)
        let after = try parameters.number("after", 0...Int(Int32.max), standard: 0)
        let rows = RefusedRows(engine: engine, actor: context.actor)
        return .json(try await rows.page(of: importID(context), after: Int64(after), limit: limit, in: context.language))
    }

    private func importID(_ context: MemberContext) throws -> RecordID {
        let text = context.parameters.get("id") ?? ""
        guard let id = RecordID(text) else { throw Refusal.notFound(entity: "import", id: String(text.prefix(60))) }
        return id
    }

    private func export(_ request: Request, _ context: MemberContext) async throws -> Response {
        let entity = try resource(context)
        let parameters = try QueryParameters(request).without("limit", "cursor", "skip", "count", "expand")
        let (query, style) = try parsingQuery {
            let list = parameters.all.filter { !ExportStyle.names.contains($0.name) }
            let given = Dictionary(parameters.all.filter { ExportStyle.names.contains($0.name) }.map { ($0.name, $0.value) }) { first, _ in first }
            return (
                try ListQuery(list, on: entity, context.catalogue, for: context.actor),
                try ExportStyle(given, of: entity, language: context.language)
            )
        }
        let exporter = try Exporter(engine: engine, actor: context.actor, query: query, style: style)
        // A file is read as long as it takes, but only in so many places.
        return try await places.inside(context.actor.user) {
            try await download(style.fileName(of: entity), type: style.mediaType, telling: Self.shortened) { write in
                try await exporter.write(write)
            }
        }
    }

    /// How many texts did not fit into their cells and were cut.
    private static func shortened(_ outcome: Exporter.Outcome) -> HTTPFields {
        guard outcome.shortened > 0, let name = HTTPField.Name("Shortened-Texts") else { return [:] }
        return [name: String(outcome.shortened)]
    }

    /// Writes the file to disk before the first byte is sent: a slow client then holds no snapshot of the database, and what goes
    /// wrong on the way is still told as a problem.
    ///
    /// - Parameter telling: what the headers say of what came of it.
    func download<Outcome>(
        _ name: String, type: String = ExportStyle.standard.mediaType, telling: (Outcome) -> HTTPFields = { _ in [:] },
        _ write: (@escaping @Sendable ([UInt8]) throws -> Void) async throws -> Outcome
    ) async throws -> Response {
        let file = try TemporaryFile()
        let outcome = try await write { try file.append($0) }
        let body = ResponseBody { writer in
            defer { file.remove() }
            for piece in file.pieces { try await writer.write(ByteBuffer(bytes: piece)) }
            try await writer.finish(nil)
        }
        var headers = telling(outcome)
        headers[.contentType] = type
        headers[.contentDisposition] = "attachment; filename=\"\(name)\""
        return Response(status: .ok, headers: headers, body: body)
    }
}
