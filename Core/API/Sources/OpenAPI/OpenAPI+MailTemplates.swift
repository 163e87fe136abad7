import Engine
import Kernel

/// What helps to write a mail.
extension OpenAPIDocument {
    var mailTemplatePaths: [String: JSON] {
        guard let template = catalogue["mailTemplate"], let mail = catalogue["mail"] else { return [:] }
        let text: JSON = ["type": "string"], id: JSON = ["type": "string", "pattern": "^[0-9]{1,19}$"]
        let speech: JSON = ["type": "string", "enum": .array(Language.allCases.map { .string($0.rawValue) })]
        let words: JSON = ["type": "string", "maxLength": 20_000]
        let filled = answer(200, Self.object(["language": speech, "subject": text, "text": text, "missing": Self.list(text)]))
        let refusal: JSON = ["$ref": "#/components/responses/problem"]
        func query(_ name: String, _ schema: JSON) -> JSON {
            ["name": .string(name), "in": "query", "schema": schema, "description": .string(labels.text("docs.parameter.mail.\(name)"))]
        }
        let fill = Operation(
            id: "mailFilled", tag: template.plural, summary: labels.text("docs.mailFilled"),
            parameters: Self.parameters("id") + [query("entity", text), query("record", id), query("language", speech)], answers: ["200": filled, "422": refusal])
        let preview = Operation(
            id: "previewMail", tag: template.plural, summary: labels.text("docs.previewMail"),
            body: Self.object(["subject": words, "text": words, "entity": text, "record": id, "language": speech], required: ["subject", "text"], closed: true),
            answers: ["200": filled, "422": refusal])
        let nullable: JSON = ["type": ["string", "null"]]
        let decline = Self.object(["address": nullable, "entity": text, "field": text, "record": nullable, "title": nullable])
        let declines = Operation(
            id: "mailDeclined", tag: mail.plural, summary: labels.text("docs.mailDeclined"),
            body: Self.object(["recipients": ["type": "string", "maxLength": 24_000], "entity": text, "record": id], required: ["recipients"], closed: true),
            answers: ["200": answer(200, Self.object(["data": Self.list(decline)])), "422": refusal])
        return [
            "/api/v1/mail-templates/{id}/filled": ["get": fill.json], "/api/v1/mail-previews": ["post": preview.json],
            "/api/v1/mail-declines": ["post": declines.json],
        ]
    }
}
