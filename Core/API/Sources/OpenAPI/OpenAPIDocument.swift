import Engine
import Kernel

/// The description of the whole interface for programs (OpenAPI 3.1), made from the catalogue in one language.
struct OpenAPIDocument: Sendable {
    let catalogue: Catalogue
    let labels: Labels
    private let cookie: SessionCookie

    /// What is in use; what was retired can still be read, but nobody should begin with it.
    private let entities: [EntityDefinition]

    init(_ catalogue: Catalogue, _ language: Language, _ cookie: SessionCookie) {
        (self.catalogue, self.cookie) = (catalogue, cookie)
        entities = catalogue.entities.filter { !$0.isRetired }
        labels = Labels(catalogue, language)
    }

    var json: JSON {
        [
            "openapi": "3.1.0",
            "info": [
                "title": .string(labels.text("docs.title")), "version": "1.0", "description": .string(labels.text("docs.description")),
                "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
            ],
            "servers": [["url": "/"]],
            "security": [["session": []], ["token": []]],
            "tags": .array(tags),
            "paths": .object(
                Self.merged([commonPaths, preferencePaths, profilePaths, importPaths, attachmentPaths, jobPaths, noticePaths, systemPaths, securityLogPaths, accountPaths, webhookPaths, documentPaths, mailPaths, endpointPaths] + entities.map(recordPaths))
                    .mapValues(Self.withRefusals)),
            "components": [
                "schemas": .object(entities.map(schemas).reduce(commonSchemas.merging(jobSchemas.merging(noticeSchemas) { first, _ in first }) { first, _ in first }) { $0.merging($1) { first, _ in first } }),
                "parameters": .object(parameters),
                "responses": ["problem": problemResponse],
                "securitySchemes": [
                    "session": ["type": "apiKey", "in": "cookie", "name": .string(cookie.name)],
                    "token": ["type": "http", "scheme": "bearer"],
                ],
            ],
        ]
    }

    /// Adds what any request with such a method may meet; each comes as a problem.
    private static func withRefusals(_ path: JSON) -> JSON {
        let reading = [400, 401, 403, 404, 414, 429, 500, 503], changing = [409, 413, 415, 422]
        let operations = (path.object ?? [:]).map { method, operation -> (String, JSON) in
            guard case .object(var members) = operation, case .object(let answers)? = members["responses"] else { return (method, operation) }
            var statuses = reading + (method == "get" ? [] : changing)
            if members["parameters"]?.array?.contains(parameter("ifMatch")) == true { statuses.append(412) }
            members["responses"] = .object(
                answers.merging(statuses.map { (String($0), ["$ref": "#/components/responses/problem"]) }) { own, _ in own })
            return (method, .object(members))
        }
        return .object(Dictionary(operations) { first, _ in first })
    }

    private static func merged(_ parts: [[String: JSON]]) -> [String: JSON] {
        parts.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
    }

    private var tags: [JSON] {
        ["session", "security", "search", "transfer", "jobs", "events", "notices", "system"].map {
            ["name": .string($0), "description": .string(labels.text("docs.tag." + $0))]
        } + entities.map { ["name": .string($0.plural), "description": .string(labels.plural($0.name))] }
    }
}

/// One method at one path.
struct Operation {
    let id: String
    let tag: String
    let summary: String
    var parameters: [JSON] = []
    var body: JSON?
    var isBodyOptional = false
    /// Successful answers by status; what can go wrong follows from the method.
    var answers: [String: JSON] = [:]
    var isPublic = false

    var json: JSON {
        var members: [String: JSON] = [
            "operationId": .string(id), "tags": [.string(tag)], "summary": .string(summary),
            "responses": .object(answers),
        ]
        if !parameters.isEmpty { members["parameters"] = .array(parameters) }
        if let body {
            members["requestBody"] = ["required": .flag(!isBodyOptional), "content": ["application/json": ["schema": body]]]
        }
        if isPublic { members["security"] = [] }
        return .object(members)
    }
}

extension OpenAPIDocument {
    static func schema(_ name: String) -> JSON { ["$ref": .string("#/components/schemas/" + name)] }
    static func parameter(_ name: String) -> JSON { ["$ref": .string("#/components/parameters/" + name)] }

    /// An answer with a JSON body.
    func answer(_ status: Int, _ schema: JSON, headers: [String: JSON] = [:]) -> JSON {
        var members: [String: JSON] = [
            "description": .string(labels.text("docs.response.\(status)")), "content": ["application/json": ["schema": schema]],
        ]
        if !headers.isEmpty { members["headers"] = .object(headers) }
        return .object(members)
    }

    func empty(_ status: Int) -> JSON { ["description": .string(labels.text("docs.response.\(status)"))] }

    private var problemResponse: JSON {
        [
            "description": .string(labels.text("docs.response.problem")),
            "content": .object([Problem.mediaType: ["schema": Self.schema("api.Problem")]]),
        ]
    }
}
