import Engine
import Kernel

/// Documents of records, from templates.
extension OpenAPIDocument {
    /// None where no module makes documents.
    var documentPaths: [String: JSON] {
        guard catalogue["documentTemplate"] != nil else { return [:] }
        let text: JSON = ["type": "string"], id: JSON = ["type": "string", "pattern": "^[0-9]{1,19}$"]
        let example = Self.object(["name": text, "language": text, "entity": text, "markup": text])
        var preview = Operation(
            id: "previewDocument", tag: "document-templates", summary: labels.text("docs.previewDocument"), answers: ["200": pdf, "422": refusal])
        preview.body = [
            "type": "object", "required": ["markup", "language", "entity"], "additionalProperties": false,
            "properties": [
                "markup": ["type": "string", "maxLength": 100_000], "language": ["type": "string", "enum": .array(Language.allCases.map { .string($0.rawValue) })],
                "entity": text, "record": id, "template": id,
            ],
        ]
        let examples = Operation(
            id: "documentExamples", tag: "document-templates", summary: labels.text("docs.documentExamples"),
            answers: ["200": answer(200, Self.object(["data": Self.list(example)]))])
        return ["/api/v1/document-previews": ["post": preview.json], "/api/v1/document-examples": ["get": examples.json]]
    }

    func documentPath(_ entity: EntityDefinition) -> [String: JSON] {
        guard catalogue["documentTemplate"] != nil, entity.attachment == nil else { return [:] }
        let template: JSON = [
            "name": "template", "in": "query", "required": true, "schema": ["type": "string", "pattern": "^[0-9]{1,19}$"],
            "description": .string(labels.text("docs.parameter.template")),
        ]
        let inline: JSON = [
            "name": "inline", "in": "query", "schema": ["type": "boolean"], "description": .string(labels.text("docs.parameter.inline")),
        ]
        let make = Operation(
            id: "document_\(entity.name)", tag: entity.plural, summary: labels.text("docs.document"),
            parameters: Self.parameters("id") + [template, inline], answers: ["200": pdf, "422": refusal])
        let keep = Operation(
            id: "keepDocument_\(entity.name)", tag: entity.plural, summary: labels.text("docs.keepDocument"),
            parameters: Self.parameters("id") + [template], answers: ["201": answer(201, Self.schema(Self.schemaName(Attachment.schema.definition)), headers: Self.madeHeaders), "422": refusal])
        return ["/api/v1/\(entity.plural)/{id}/document": ["get": make.json, "post": keep.json]]
    }

    private var refusal: JSON { ["$ref": "#/components/responses/problem"] }

    private var pdf: JSON {
        [
            "description": .string(labels.text("docs.response.200")),
            "content": ["application/pdf": ["schema": ["type": "string", "format": "binary"]]],
        ]
    }
}
