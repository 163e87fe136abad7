import Engine
import Foundation
import Hummingbird
import Kernel
import NIOCore
import Store

/// Files on records. They are listed, renamed and taken away like any other record, at `/attachments`.
extension Routes {
    func addAttachments(to table: RouteTable<MemberContext>) {
        table.on(.post, "/:resource/:id/attachments", attach)
        table.get("/:resource/:id/content", attachedContent)
    }

    /// The body is the file, and its name stands in the address: a file is streamed to the disk and never held.
    private func attach(_ request: Request, _ context: MemberContext) async throws -> Response {
        let parameters = try QueryParameters(request).only("name")
        try request.refuseContentEncoding()
        let entity = try resource(context), id = try id(context, entity)
        guard entity.carries(Attachment.schema.definition) else { throw Refusal.unknownAction("attachments") }
        let name = try fileName(parameters)
        let limit = settings.maximumFileBytes
        if let length = request.headers[.contentLength].flatMap(Int.init), length > limit { throw Failure.bodyTooLarge(limit: limit) }
        // Nothing is taken in for a record that is not there.
        _ = try await engine.read(as: context.actor, on: context.catalogue) { try $0.record(entity, id, fields: [Common.id]) }
        let content = try await engine.contents.receive(BoundedChunks(body: request.body, limit: limit))
        let definition = Attachment.schema.definition
        return try await engine.write(as: context.actor, on: context.catalogue, limit: Self.writeLimit) { door in
            let made = try door.attach(content, named: name, to: id, of: entity)
            let record = try door.reader.record(definition, made)
            return KeptAnswer(
                status: .created, json: record.json,
                [.location: "/api/v1/\(definition.plural)/\(made)", .eTag: tag(record.version)])
        }.response(isReplay: false)
    }

    /// What a file that is sent is called.
    func fileName(_ parameters: QueryParameters) throws -> String {
        try parsingQuery { () throws in
            guard let name = parameters["name"], !name.isEmpty else { throw Invalid("name", .required) }
            let longest = FileName.maximumLength
            guard name.unicodeScalars.count <= longest else { throw Invalid("name", .tooLong, ["max": String(longest)]) }
            return name
        }
    }

    /// `inline=true` lets a browser show pictures and PDF; all else is saved.
    private func attachedContent(_ request: Request, _ context: MemberContext) async throws -> Response {
        let parameters = try QueryParameters(request).only("inline")
        let isInline = try parameters.flag("inline")
        let entity = try resource(context), id = try id(context, entity)
        guard entity.name == Attachment.name else { throw Refusal.unknownAction("content") }
        let file = try await engine.read(as: context.actor, on: context.catalogue) { try $0.attachment(id) }
        guard let pieces = FilePieces(file.url) else { throw StoreError.unavailable("files: \(id) has no content") }
        let body = ResponseBody(contentLength: Int(file.size)) { writer in
            while let piece = try pieces.next() { try await writer.write(ByteBuffer(bytes: piece)) }
            try await writer.finish(nil)
        }
        let headers: HTTPFields = [
            .contentType: file.type.isShown ? file.type.name : ContentType.unknown.name,
            .contentDisposition: Self.disposition(file.name, isInline: isInline && file.type.isShown),
        ]
        return Response(status: .ok, headers: headers, body: body)
    }

    /// A name in letters of any language, as RFC 6266 has it, and one in plain letters for who cannot read that.
    static func disposition(_ name: String, isInline: Bool = false) -> String {
        let plain = String(name.unicodeScalars.map { $0.isASCII && $0.value >= 0x20 && $0 != "\"" && $0 != "\\" ? Character($0) : "_" })
        let allowed = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        let encoded = name.addingPercentEncoding(withAllowedCharacters: allowed) ?? plain
        return "\(isInline ? "inline" : "attachment"); filename=\"\(plain)\"; filename*=UTF-8''\(encoded)"
    }
}
