import Engine
import Kernel

/// What belongs to no entity.
extension OpenAPIDocument {
    var commonPaths: [String: JSON] {
        [
            "/api/v1/session": ["post": logIn.json, "get": whoAmI.json, "delete": logOut.json],
            "/api/v1/setup": ["post": setUp.json],
            "/api/v1/search": ["get": search.json],
            "/api/v1/metadata": ["get": metadata.json],
            "/health/live": ["get": health("live").json],
            "/health/ready": ["get": health("ready").json],
            "/metrics": ["get": metrics.json],
            "/openapi.json": ["get": document.json],
        ]
    }

    private func operation(_ id: String, _ tag: String, _ answers: [String: JSON]) -> Operation {
        Operation(id: id, tag: tag, summary: labels.text("docs." + id), answers: answers)
    }

    private var logIn: Operation {
        var operation = operation("logIn", "session", ["201": answer(201, Self.schema("api.Session")), "202": answer(202, challenge)])
        operation.body = Self.object(["login": ["type": "string"], "password": ["type": "string"]], closed: true)
        operation.isPublic = true
        return operation
    }

    private var setUp: Operation {
        var operation = operation("setUp", "session", ["201": answer(201, Self.schema("api.Session"))])
        let text: JSON = ["type": "string"]
        let password: JSON = ["type": "string", "minLength": JSON(Password.minimumLength), "maxLength": JSON(Password.maximumLength)]
        operation.body = Self.object(["token": text, "login": text, "name": text, "password": password], closed: true)
        operation.isPublic = true
        return operation
    }

    private var whoAmI: Operation { operation("whoAmI", "session", ["200": answer(200, Self.schema("api.Session"))]) }
    private var logOut: Operation { operation("logOut", "session", ["204": empty(204)]) }

    private var search: Operation {
        var operation = operation("search", "search", ["200": answer(200, Self.schema("api.Search"))])
        operation.parameters = [
            [
                "name": "q", "in": "query", "required": true, "schema": ["type": "string", "maxLength": 400],
                "description": .string(labels.text("docs.parameter.q")),
            ],
            [
                "name": "limit", "in": "query", "schema": ["type": "integer", "minimum": 1, "maximum": 50, "default": 8],
                "description": .string(labels.text("docs.parameter.limit")),
            ],
        ]
        return operation
    }

    private var metadata: Operation {
        var operation = operation(
            "metadata", "search",
            [
                "200": answer(200, Self.object(["language": ["type": "string"], "entities": Self.list(Self.schema("api.EntityMetadata"))])),
                "304": empty(304),
            ])
        operation.parameters = Self.parameters("ifNoneMatch")
        return operation
    }

    private func health(_ name: String) -> Operation {
        var operation = operation(name, "system", ["200": answer(200, Self.schema("api.Health"))])
        operation.isPublic = true
        return operation
    }

    private var metrics: Operation {
        var operation = operation(
            "metrics", "system",
            ["200": ["description": .string(labels.text("docs.response.200")), "content": ["text/plain": ["schema": ["type": "string"]]]]])
        operation.isPublic = true
        return operation
    }

    private var document: Operation {
        var operation = operation("openapi", "system", ["200": answer(200, ["type": "object"]), "304": empty(304)])
        operation.isPublic = true
        return operation
    }
}
