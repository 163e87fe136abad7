import Engine
import Kernel

/// Files on records.
extension OpenAPIDocument {
    var attachmentPaths: [String: JSON] {
        let inline: JSON = [
            "name": "inline", "in": "query", "schema": ["type": "boolean"], "description": .string(labels.text("docs.parameter.inline")),
        ]
        let content = Operation(
            id: "attachmentContent", tag: Attachment.schema.definition.plural, summary: labels.text("docs.attachmentContent"),
            parameters: Self.parameters("id") + [inline],
            answers: ["200": ["description": .string(labels.text("docs.response.200")), "content": ["*/*": Self.bytes]]])
        return ["/api/v1/attachments/{id}/content": ["get": content.json]]
    }

    /// Files hang on records of every entity but on those that hang on records themselves.
    func attachmentPath(_ entity: EntityDefinition) -> [String: JSON] {
        guard entity.carries(Attachment.schema.definition) else { return [:] }
        let name: JSON = [
            "name": "name", "in": "query", "required": true, "schema": ["type": "string", "minLength": 1, "maxLength": 200],
            "description": .string(labels.text("docs.parameter.fileName")),
        ]
        let made = answer(201, Self.schema(Self.schemaName(Attachment.schema.definition)), headers: Self.madeHeaders)
        let operation = operation("addAttachment", entity, Self.parameters("id") + [name], ["201": made])
        guard case .object(var members) = operation.json else { return [:] }
        members["requestBody"] = ["required": true, "content": ["application/octet-stream": Self.bytes]]
        return ["/api/v1/\(entity.plural)/{id}/attachments": ["post": .object(members)]]
    }

    private static let bytes: JSON = ["schema": ["type": "string", "format": "binary"]]
}
