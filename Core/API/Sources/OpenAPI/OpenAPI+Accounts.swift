import Engine
import Kernel

/// Accounts: one's own, and those of others.
extension OpenAPIDocument {
    var accountPaths: [String: JSON] {
        let own = "/api/v1/session", others = "/api/v1/user-accounts/{id}"
        return [
            own + "/code": ["post": handInCode.json],
            own + "/impersonation": ["delete": endImpersonation.json],
            own + "/password": ["put": write("changePassword", ["oldPassword": Self.text, "newPassword": Self.password]).json],
            own + "/accesses": ["get": accesses("ownAccesses").json, "delete": end("endOtherSessions").json],
            own + "/accesses/{id}": ["delete": end("endAccess", Self.parameters("id")).json],
            own + "/tokens": ["post": makeToken.json],
            own + "/second-factor": ["post": enrol.json, "put": confirm.json],
            own + "/second-factor/removal": ["post": write("removeSecondFactor", ["password": Self.text, "code": Self.text]).json],
            own + "/second-factor/recovery-codes": ["post": renewRecoveryCodes.json],
            others + "/password": ["put": write("setPassword", ["password": Self.password], Self.parameters("id")).json],
            others + "/accesses": [
                "get": accesses("accessesOfUser", Self.parameters("id")).json,
                "delete": end("endAccessesOfUser", Self.parameters("id")).json,
            ],
            others + "/accesses/{access}": ["delete": end("endAccessOfUser", Self.parameters("id") + [accessParameter]).json],
            others + "/second-factor": ["delete": end("resetSecondFactor", Self.parameters("id")).json],
            others + "/single-sign-on": ["delete": end("forgetSingleSignOn", Self.parameters("id")).json],
            others + "/impersonation": ["post": impersonate.json],
            others + "/hand-over": ["post": handOver.json],
        ]
    }

    /// What a log-in answers where a second factor is needed.
    var challenge: JSON { Self.object(["challenge": Self.text, "expiresAt": Self.time]) }

    private func operation(_ id: String, _ parameters: [JSON] = [], _ answers: [String: JSON]) -> Operation {
        Operation(id: id, tag: "security", summary: labels.text("docs." + id), parameters: parameters, answers: answers)
    }

    private func write(_ id: String, _ body: [String: JSON], _ parameters: [JSON] = []) -> Operation {
        var operation = operation(id, parameters, ["204": empty(204)])
        operation.body = Self.object(body, closed: true)
        return operation
    }

    private func end(_ id: String, _ parameters: [JSON] = []) -> Operation { operation(id, parameters, ["204": empty(204)]) }

    private func accesses(_ id: String, _ parameters: [JSON] = []) -> Operation {
        operation(id, parameters, ["200": answer(200, Self.schema("api.Accesses"))])
    }

    private var handInCode: Operation {
        var operation = operation("handInCode", [], ["201": answer(201, Self.schema("api.Session"))])
        operation.body = Self.object(["challenge": Self.text, "code": Self.text], closed: true)
        operation.isPublic = true
        return operation
    }

    private var makeToken: Operation {
        var operation = operation(
            "makeToken", [], ["201": answer(201, Self.object(["id": Self.text, "secret": Self.text, "expiresAt": Self.time]))])
        operation.body = Self.object(
            [
                "name": ["type": "string", "maxLength": 80],
                "days": ["type": "integer", "minimum": 1, "maximum": JSON(Accounts.maximumTokenDays)],
                "password": [
                    "type": ["string", "null"], "maxLength": 1_000, "description": .string(labels.text("docs.parameter.tokenPassword")),
                ],
                "scopes": [
                    "type": ["array", "null"], "items": Self.text, "maxItems": JSON(Scopes.maximum),
                    "description": .string(labels.text("docs.parameter.scopes")),
                ],
            ], required: ["name", "days"], closed: true)
        return operation
    }

    private var enrol: Operation {
        var operation = operation("enrolSecondFactor", [], ["201": answer(201, Self.object(["secret": Self.text, "uri": Self.text, "picture": ["type": ["string", "null"]]]))])
        operation.body = Self.object(["password": Self.text], closed: true)
        return operation
    }

    private var confirm: Operation {
        var operation = operation(
            "confirmSecondFactor", [], ["200": answer(200, Self.object(["recoveryCodes": Self.list(Self.text)]))])
        operation.body = Self.object(["code": Self.text], closed: true)
        return operation
    }

    private var renewRecoveryCodes: Operation {
        var operation = operation(
            "renewRecoveryCodes", [], ["201": answer(201, Self.object(["recoveryCodes": Self.list(Self.text)]))])
        operation.body = Self.object(["password": Self.text, "code": Self.text], closed: true)
        return operation
    }

    private var impersonate: Operation {
        var operation = operation("impersonate", Self.parameters("id"), ["201": answer(201, Self.schema("api.Session"))])
        operation.body = Self.object(["reason": ["type": "string", "maxLength": 200]], closed: true)
        return operation
    }

    private var handOver: Operation {
        var operation = operation(
            "handOver", Self.parameters("id"),
            ["202": answer(202, Self.schema("api.Job"), headers: ["Location": ["schema": Self.text]])])
        operation.body = Self.object(
            [
                "to": Self.text, "entities": ["type": ["array", "null"], "items": Self.text, "minItems": 1, "maxItems": 100],
                "movesUnit": ["type": ["boolean", "null"]], "switchesOff": ["type": ["boolean", "null"]],
            ], required: ["to"], closed: true)
        return operation
    }

    private var endImpersonation: Operation {
        operation("endImpersonation", [], ["200": answer(200, Self.schema("api.Session")), "204": empty(204)])
    }

    private var accessParameter: JSON {
        [
            "name": "access", "in": "path", "required": true, "schema": ["type": "string", "pattern": "^[0-9]{1,19}$"],
            "description": .string(labels.text("docs.parameter.access")),
        ]
    }

    static let accessesSchema: JSON = {
        let maybe: JSON = ["type": ["string", "null"]]
        return object([
            "data": list(
                object([
                    "id": text, "kind": ["type": "string", "enum": ["session", "token"]], "name": text, "createdAt": time,
                    "lastUsedAt": time, "expiresAt": time, "address": maybe, "userAgent": maybe,
                    "scopes": ["type": ["array", "null"], "items": text], "impersonator": maybe, "isCurrent": ["type": "boolean"],
                ]))
        ])
    }()

    private static let time: JSON = ["type": "string", "format": "date-time"]
    private static let password: JSON = [
        "type": "string", "minLength": JSON(Password.minimumLength), "maxLength": JSON(Password.maximumLength),
    ]
}
