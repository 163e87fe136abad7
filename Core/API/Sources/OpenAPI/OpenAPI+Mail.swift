import Engine
import Kernel

/// What is done with mails and accounts.
extension OpenAPIDocument {
    /// None where no module sends mail.
    var mailPaths: [String: JSON] {
        guard let mail = catalogue["mail"], let account = catalogue["mailAccount"] else { return [:] }
        let record = answer(200, Self.schema(Self.schemaName(mail)))
        let place = Self.object(["entity": ["type": "string"], "record": ["type": "string", "pattern": "^[0-9]{1,19}$"]])
        return mailTemplatePaths.merging([
            "/api/v1/mails/{id}/send": ["post": send(mail, record)],
            "/api/v1/mails/{id}/file": ["post": operation("fileMail", mail, body: place, ["200": record])],
            "/api/v1/mails/{id}/settle": ["post": operation("settleMail", mail, body: Self.object(["settled": ["type": "boolean"]]), ["200": record])],
            "/api/v1/mail-accounts/{id}/mail-password": ["put": operation("setMailPassword", account, body: password, ["204": empty(204)])],
            "/api/v1/mail-accounts/{id}/connection": ["post": operation("checkMailAccount", account, ["200": answer(200, Self.connection)])],
        ]) { first, _ in first }
    }

    private func send(_ mail: EntityDefinition, _ record: JSON) -> JSON {
        var send = Operation(
            id: "sendMail", tag: mail.plural, summary: labels.text("docs.sendMail"), parameters: Self.parameters("id"),
            body: Self.object(["despite": ["type": "boolean"]], required: [], closed: true), answers: ["200": record])
        send.isBodyOptional = true
        return send.json
    }

    private func operation(_ id: String, _ entity: EntityDefinition, body: JSON? = nil, _ answers: [String: JSON]) -> JSON {
        Operation(
            id: id, tag: entity.plural, summary: labels.text("docs." + id), parameters: Self.parameters("id"), body: body, answers: answers
        ).json
    }

    private var password: JSON { Self.object(["password": ["type": ["string", "null"], "maxLength": JSON(SealedTextKind.maximum)]]) }

    private static let outcome: JSON = [
        "anyOf": [["type": "null"], object(["code": ["type": "string"], "words": ["type": "string"]])]
    ]
    private static let connection = object(["smtp": outcome, "imap": outcome])
}
