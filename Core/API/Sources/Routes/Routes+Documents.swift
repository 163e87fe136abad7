import Engine
import Hummingbird
import HTTPTypes
import Kernel
import NIOCore

/// Documents of records, from templates. Templates themselves are records like any other, at `/document-templates`.
extension Routes {
    func addDocuments(to table: RouteTable<MemberContext>) {
        guard let office = engine.documents else { return }
        table.get("/document-examples") { request, context in
            _ = try QueryParameters(request).only()
            return .json(["data": .array(try office.examples(context.catalogue))])
        }
        table.on(.post, "/document-previews") { request, context in
            _ = try QueryParameters(request).only()
            let wish = try DocumentPreview(try await request.json(limit: settings.maximumBodyBytes), context.catalogue, speech: context.language)
            let file = try await places.inside(context.actor.user) { try await office.preview(wish, on: engine, as: context.actor) }
            return Self.pdf(file, isInline: true)
        }
        table.get("/:resource/:id/document") { request, context in
            let parameters = try QueryParameters(request).only("template", "inline")
            let order = try documentOrder(parameters, context), isInline = try parameters.flag("inline")
            let file = try await places.inside(context.actor.user) { try await office.document(order, on: engine, as: context.actor) }
            return Self.pdf(file, isInline: isInline)
        }
        table.on(.post, "/:resource/:id/document") { request, context in
            let order = try documentOrder(try QueryParameters(request).only("template"), context)
            let file = try await places.inside(context.actor.user) { try await office.document(order, on: engine, as: context.actor) }
            return try await keep(file, with: order, context)
        }
    }

    private func documentOrder(_ parameters: QueryParameters, _ context: MemberContext) throws -> DocumentOrder {
        let entity = try resource(context), record = try id(context, entity)
        guard entity.attachment == nil else { throw Refusal.unknownAction("document") }
        guard let template = try parameters.value("template", .badReference, { RecordID($0) }) else {
            throw Failure.badQuery(Invalid("template", .required))
        }
        return DocumentOrder(template: template, entity: entity, record: record)
    }

    /// Hangs the document on its record, as a file that somebody has brought.
    private func keep(_ file: DocumentFile, with order: DocumentOrder, _ context: MemberContext) async throws -> Response {
        let content = try await engine.contents.receive(AsyncStream { continuation in
            continuation.yield(file.bytes)
            continuation.finish()
        })
        let definition = Attachment.schema.definition
        return try await engine.write(as: context.actor, on: context.catalogue, limit: Self.writeLimit) { door in
            let made = try door.attach(content, named: file.name, to: order.record, of: order.entity)
            let record = try door.reader.record(definition, made)
            return KeptAnswer(
                status: .created, json: record.json,
                [.location: "/api/v1/\(definition.plural)/\(made)", .eTag: tag(record.version)])
        }.response(isReplay: false)
    }

    private static func pdf(_ file: DocumentFile, isInline: Bool) -> Response {
        var headers: HTTPFields = [
            .contentType: "application/pdf", .contentDisposition: disposition(file.name, isInline: isInline), .cacheControl: "no-store",
        ]
        // What found no value, for whoever writes a template.
        if let name = HTTPField.Name("Guanxi-Missing"), !file.missing.isEmpty {
            headers[name] = String(file.missing.joined(separator: ",").unicodeScalars.map { $0.isASCII ? Character($0) : "?" }.prefix(2_000))
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.bytes)))
    }
}
