import Engine
import Kernel

/// Making two records one, of the entities whose records can be.
extension OpenAPIDocument {
    func mergePaths(_ entity: EntityDefinition) -> [String: JSON] {
        guard entity.survivorship != nil else { return [:] }
        let root = "/api/v1/\(entity.plural)/{id}"
        return [
            root + "/merge-proposal": ["get": mergeProposal(entity).json], root + "/merge": ["post": merge(entity).json],
            root + "/merges": ["get": merges(entity).json], root + "/unmerge": ["post": unmerge(entity).json],
        ]
    }

    private func mergeProposal(_ entity: EntityDefinition) -> Operation {
        let with: JSON = [
            "name": "with", "in": "query", "required": true, "schema": Self.record, "description": .string(labels.text("docs.parameter.with")),
        ]
        let field = Self.object([
            "field": Self.text, "differs": ["type": "boolean"], "choice": Self.choice, "choices": Self.list(Self.choice),
        ])
        let obstacle = Self.object(["field": Self.text, "code": Self.text, "message": Self.text])
        let schema = Self.schema(Self.schemaName(entity))
        return operation(
            "mergeProposal", entity, Self.parameters("id") + [with],
            ["200": answer(200, Self.object([
                "survivor": schema, "loser": schema, "fields": Self.list(field), "moves": Self.list(Self.move), "obstacles": Self.list(obstacle),
            ]))])
    }

    private func merge(_ entity: EntityDefinition) -> Operation {
        let done = Self.object(["merge": Self.text, "record": Self.schema(Self.schemaName(entity))])
        var operation = operation(
            "merge", entity, Self.parameters("id", "fields", "expand", "ifMatch", "idempotencyKey"), ["200": answer(200, done, headers: Self.versionHeaders)])
        operation.body = [
            "type": "object", "additionalProperties": false, "required": ["loser"],
            "properties": [
                "loser": Self.record, "loserVersion": ["type": "integer"], "choices": ["type": "object", "additionalProperties": Self.choice],
            ],
        ]
        return operation
    }

    private func merges(_ entity: EntityDefinition) -> Operation {
        let named: JSON = ["anyOf": [Self.object(["id": Self.text, "title": Self.text]), ["type": "null"]]]
        let time: JSON = ["type": ["string", "null"], "format": "date-time"]
        let merge = Self.object([
            "id": Self.text, "at": ["type": "string", "format": "date-time"], "by": named, "survivor": named, "loser": named,
            "state": ["type": "string", "enum": ["moving", "done", "undoing", "undone", "purged"]],
            "choices": ["type": "object", "additionalProperties": Self.choice], "moves": Self.list(Self.move), "undoneAt": time, "undoneBy": named,
            "isUndoable": ["type": "boolean"], "hindrance": ["type": ["string", "null"]],
        ])
        return operation("merges", entity, Self.parameters("id"), ["200": answer(200, Self.object(["data": Self.list(merge)]))])
    }

    private func unmerge(_ entity: EntityDefinition) -> Operation {
        let keys = Self.list(Self.text)
        var operation = operation(
            "unmerge", entity, Self.parameters("id", "idempotencyKey"),
            ["200": answer(200, Self.object([
                "merge": Self.text, "survivor": Self.text, "loser": Self.text, "restored": keys, "kept": keys, "stays": Self.list(Self.move),
                "isMoving": ["type": "boolean"],
            ]))])
        operation.body = Self.object(["merge": Self.record], closed: true)
        return operation
    }

    private static let record = ReferenceKind(to: "user").jsonSchema
    private static let choice: JSON = ["type": "string", "enum": .array(MergeChoice.allCases.map { .string($0.rawValue) })]
    private static let move: JSON = object(["entity": text, "field": ["type": ["string", "null"]], "count": ["type": "integer", "minimum": 0]])
}
