import Engine
import Kernel

/// What can be done with the records of one entity.
extension OpenAPIDocument {
    func recordPaths(_ entity: EntityDefinition) -> [String: JSON] {
        let root = "/api/v1/\(entity.plural)"
        var paths: [String: JSON] = [
            root: ["get": list(entity).json, "post": create(entity).json],
            root + "/{id}": ["get": read(entity).json, "patch": edit(entity).json, "delete": delete(entity).json],
            root + "/{id}/restore": ["post": restore(entity).json],
            root + "/{id}/undo": ["post": undo(entity).json],
            root + "/{id}/purge": ["post": purge(entity).json],
            root + "/{id}/timeline": ["get": timeline(entity).json],
            root + "/{id}/related": ["get": related(entity).json],
            root + "/aggregate": ["get": aggregate(entity).json],
            root + "/export": ["get": exportPath(entity).json],
            root + "/bulk": ["post": bulk(entity).json],
            root + "/{id}/reveal": ["post": reveal(entity).json],
        ]
        if entity.isOwned {
            paths[root + "/{id}/shares"] = ["get": shares(entity).json, "post": share(entity).json]
            paths[root + "/{id}/shares/{grantee}"] = ["delete": unshare(entity).json]
        }
        paths.merge(notePaths(entity)) { first, _ in first }
        paths.merge(attachmentPath(entity)) { first, _ in first }
        paths.merge(documentPath(entity)) { first, _ in first }
        paths.merge(mergePaths(entity)) { first, _ in first }
        for action in catalogue.actions(on: entity.name) {
            paths[root + "/{id}/actions/" + action.name] = ["post": act(action, entity).json]
        }
        return paths
    }

    func operation(_ verb: String, _ entity: EntityDefinition, _ parameters: [JSON], _ answers: [String: JSON]) -> Operation {
        Operation(
            id: "\(verb)_\(entity.name)", tag: entity.plural,
            summary: labels.text("docs." + verb, ["entity": labels.entity(entity.name)]), parameters: parameters, answers: answers)
    }

    private func list(_ entity: EntityDefinition) -> Operation {
        operation(
            "list", entity,
            Self.parameters("filter", "q", "sort", "fields", "expand", "limit", "cursor", "skip", "count", "deleted", "equal"),
            ["200": answer(200, Self.schema(Self.schemaName(entity) + "Page"))])
    }

    private func create(_ entity: EntityDefinition) -> Operation {
        var operation = operation(
            "create", entity, Self.parameters("fields", "expand", "idempotencyKey"),
            ["201": answer(201, Self.schema(Self.schemaName(entity)), headers: Self.madeHeaders)])
        operation.body = Self.schema(Self.schemaName(entity) + "Create")
        return operation
    }

    private func read(_ entity: EntityDefinition) -> Operation {
        operation(
            "get", entity, Self.parameters("id", "fields", "expand", "deleted", "actions", "ifNoneMatch"),
            ["200": answer(200, Self.schema(Self.schemaName(entity)), headers: Self.versionHeaders), "304": empty(304)])
    }

    private func edit(_ entity: EntityDefinition) -> Operation {
        var operation = operation("edit", entity, Self.parameters("id", "fields", "expand", "ifMatch"), record(entity))
        operation.body = Self.schema(Self.schemaName(entity) + "Edit")
        return operation
    }

    private func delete(_ entity: EntityDefinition) -> Operation {
        operation("delete", entity, Self.parameters("id", "ifMatch"), ["204": empty(204)])
    }

    private func restore(_ entity: EntityDefinition) -> Operation {
        operation("restore", entity, Self.parameters("id", "fields", "expand", "idempotencyKey"), record(entity))
    }

    private func undo(_ entity: EntityDefinition) -> Operation {
        var operation = operation("undo", entity, Self.parameters("id", "fields", "expand", "idempotencyKey"), record(entity))
        operation.body = Self.object(["change": ["type": "string", "pattern": "^[0-9]{1,19}$"]], closed: true)
        return operation
    }

    private func purge(_ entity: EntityDefinition) -> Operation {
        operation("purge", entity, Self.parameters("id", "idempotencyKey"), ["204": empty(204)])
    }

    private func timeline(_ entity: EntityDefinition) -> Operation {
        operation(
            "timeline", entity, Self.parameters("id", "before", "limit", "kinds"), ["200": answer(200, Self.schema("api.Timeline"))])
    }

    private func related(_ entity: EntityDefinition) -> Operation {
        let counts: JSON = ["type": "object", "additionalProperties": ["type": "integer", "format": "int64", "minimum": 0]]
        return operation("related", entity, Self.parameters("id"), ["200": answer(200, Self.object(["data": counts]))])
    }

    private func aggregate(_ entity: EntityDefinition) -> Operation {
        operation(
            "aggregate", entity, Self.parameters("group", "measure", "filter", "q", "deleted", "equal"),
            ["200": answer(200, Self.schema("api.Aggregate"))])
    }

    private func bulk(_ entity: EntityDefinition) -> Operation {
        var operation = operation("bulk", entity, Self.parameters("idempotencyKey"), ["200": answer(200, Self.schema("api.BulkResults"))])
        operation.body = Self.schema("api.Bulk")
        return operation
    }

    private func shares(_ entity: EntityDefinition) -> Operation {
        operation("shares", entity, Self.parameters("id"), ["200": answer(200, Self.object(["data": Self.list(Self.shareSchema)]))])
    }

    private func share(_ entity: EntityDefinition) -> Operation {
        var operation = operation("share", entity, Self.parameters("id"), ["201": answer(201, Self.shareSchema)])
        operation.body = [
            "type": "object", "additionalProperties": false, "required": ["with"],
            "properties": ["with": ReferenceKind(to: "user").jsonSchema, "mayChange": ["type": "boolean"], "until": InstantKind().jsonSchema],
        ]
        return operation
    }

    private func unshare(_ entity: EntityDefinition) -> Operation {
        operation("unshare", entity, Self.parameters("id", "grantee"), ["204": empty(204)])
    }

    private func reveal(_ entity: EntityDefinition) -> Operation {
        let text: JSON = ["type": "string", "minLength": 1, "maxLength": 200]
        var operation = operation("reveal", entity, Self.parameters("id"), ["200": answer(200, Self.object(["field": ["type": "string"]]))])
        operation.body = Self.object(["field": text, "reason": text], closed: true)
        return operation
    }

    private static let shareSchema = object([
        "with": ReferenceKind(to: "user").jsonSchema, "mayChange": ["type": "boolean"], "until": ["type": ["string", "null"]],
    ])

    private func act(_ action: Action, _ entity: EntityDefinition) -> Operation {
        let names = ["entity": labels.entity(entity.name), "action": labels.action(action.name, on: entity.name)]
        var operation = Operation(
            id: "act_\(action.name)_\(entity.name)", tag: entity.plural, summary: labels.text("docs.action", names),
            parameters: Self.parameters("id", "fields", "expand", "idempotencyKey"), answers: record(entity))
        if !action.parameters.isEmpty { operation.body = Self.schema(Self.schemaName(entity) + "." + action.name) }
        operation.isBodyOptional = !action.parameters.contains(where: \.isRequired)
        return operation
    }

    private func record(_ entity: EntityDefinition) -> [String: JSON] {
        ["200": answer(200, Self.schema(Self.schemaName(entity)), headers: Self.versionHeaders)]
    }

    static let versionHeaders: [String: JSON] = ["ETag": ["schema": ["type": "string"]]]
    static let madeHeaders = versionHeaders.merging(["Location": ["schema": ["type": "string"]]]) { first, _ in first }
}
