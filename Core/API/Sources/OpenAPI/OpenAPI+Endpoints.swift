import Engine
import Kernel

/// What modules answer beside records, as they declare it.
extension OpenAPIDocument {
    var endpointPaths: [String: JSON] {
        Dictionary(grouping: catalogue.endpoints, by: \.path).reduce(into: [:]) { paths, group in
            paths["/api/v1/" + group.key] = .object(Dictionary(group.value.map { ($0.method.rawValue, operation($0).json) }) { first, _ in first })
        }
    }

    private func operation(_ endpoint: Endpoint) -> Operation {
        func text(_ key: String) -> JSON { .string(labels.text("endpoint.\(endpoint.name).\(key)")) }
        func schema(_ field: FieldDefinition) -> JSON {
            guard !field.standard.isNull, var members = field.kind.jsonSchema.object else { return field.kind.jsonSchema }
            members["default"] = field.kind.json(field.standard)
            return .object(members)
        }
        let places: [JSON] = endpoint.places.map { name in
            if name == Common.id { return Self.parameter("id") }
            return ["name": .string(name), "in": "path", "required": true, "schema": ["type": "string", "minLength": 1, "maxLength": 100], "description": text(name)]
        }
        let asked: [JSON] = endpoint.asksByAddress ? endpoint.parameters.map { field in
            var members: [String: JSON] = [
                "name": .string(field.key), "in": "query", "required": .flag(field.isRequired), "schema": schema(field), "description": text(field.key),
            ]
            // Every name stands once in an address: several values stand in one, with bars between them.
            if field.kind is ChoicesKind { members.merge(["style": "pipeDelimited", "explode": false]) { $1 } }
            return .object(members)
        } : []
        var headers: [JSON] = []
        if endpoint.method == .post, case .changing = endpoint.work { headers = Self.parameters("idempotencyKey") }
        var operation = Operation(
            id: endpoint.name, tag: tag(of: endpoint), summary: labels.text("endpoint.\(endpoint.name)"), parameters: places + asked + headers,
            answers: ["200": self.answer(of: endpoint)])
        // It may meet another version than the one it names.
        if endpoint.parameters.contains(where: { $0.key == "ifVersion" }) { operation.answers["412"] = ["$ref": "#/components/responses/problem"] }
        if !endpoint.asksByAddress, !endpoint.parameters.isEmpty {
            operation.body = [
                "type": "object", "additionalProperties": false, "required": .array(endpoint.parameters.filter(\.isRequired).map { .string($0.key) }),
                "properties": .object(Dictionary(endpoint.parameters.map { field in
                    (field.key, .object((Self.emptiable(schema(field), field.isRequired).object ?? [:]).merging(["description": text(field.key)]) { $1 }))
                }) { first, _ in first }),
            ]
            operation.isBodyOptional = !endpoint.parameters.contains(where: \.isRequired)
        }
        return operation
    }

    private func answer(of endpoint: Endpoint) -> JSON {
        guard case .writing = endpoint.work else { return answer(200, endpoint.answer) }
        let types = (endpoint.answer.array ?? []).compactMap(\.string).map { ($0, ["schema": ["type": "string"]] as JSON) }
        return ["description": .string(labels.text("docs.response.200")), "content": .object(Dictionary(types) { first, _ in first })]
    }

    /// That of the entity it concerns.
    private func tag(of endpoint: Endpoint) -> String {
        catalogue.entities.contains { $0.plural == endpoint.steps[0] } ? endpoint.steps[0] : "system"
    }
}
