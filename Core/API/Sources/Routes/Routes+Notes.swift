import Engine
import Hummingbird
import Kernel

/// Notes on a record. They are read on its time line.
extension Routes {
    func addNotes(to table: RouteTable<MemberContext>) {
        table.on(.post, "/:resource/:id/notes", repeats: true, addNote)
        table.on(.patch, "/:resource/:id/notes/:note", editNote)
        table.on(.delete, "/:resource/:id/notes/:note", deleteNote)
    }

    /// `{"text": "请 @[…] 跟进", "mentions": ["…"]}`, answered as the time line has it.
    private func addNote(_ request: Request, _ context: MemberContext) async throws -> Response {
        let (entity, id) = try target(request, context)
        let body = try await request.json(limit: settings.maximumBodyBytes)
        return try await changing(request, context, body: body) { door in
            let note = try door.addNote(body, to: id, of: entity)
            return KeptAnswer(status: .created, json: try door.reader.note(note, on: id, of: entity))
        }
    }

    private func editNote(_ request: Request, _ context: MemberContext) async throws -> Response {
        let (entity, id) = try target(request, context), note = try note(context)
        let body = try await request.json(limit: settings.maximumBodyBytes)
        return .json(
            try await engine.write(as: context.actor, on: context.catalogue, limit: Self.writeLimit) { door in
                try door.editNote(note, body, on: id, of: entity)
                return try door.reader.note(note, on: id, of: entity)
            })
    }

    private func deleteNote(_ request: Request, _ context: MemberContext) async throws -> Response {
        let (entity, id) = try target(request, context), note = try note(context)
        try await engine.write(as: context.actor, on: context.catalogue, limit: Self.writeLimit) { try $0.deleteNote(note, on: id, of: entity) }
        return Response(status: .noContent)
    }

    private func target(_ request: Request, _ context: MemberContext) throws -> (EntityDefinition, RecordID) {
        _ = try QueryParameters(request).only()
        let entity = try resource(context)
        // Nobody writes notes on notes.
        guard entity.attachment == nil else { throw Refusal.unknownAction("notes") }
        return (entity, try id(context, entity))
    }

    private func note(_ context: MemberContext) throws -> RecordID {
        let text = context.parameters.get("note") ?? ""
        guard let id = RecordID(text) else { throw Refusal.notFound(entity: Note.name, id: String(text.prefix(60))) }
        return id
    }
}
