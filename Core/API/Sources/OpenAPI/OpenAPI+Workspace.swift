import Engine
import Kernel

/// What people arrange for themselves.
extension OpenAPIDocument {
    var preferencePaths: [String: JSON] {
        ["/api/v1/session/preferences": ["get": preferences.json, "patch": changePreferences.json]]
    }

    private var preferences: Operation {
        Operation(
            id: "preferences", tag: "session", summary: labels.text("docs.preferences"), answers: ["200": answer(200, Self.anyObject)])
    }

    private var changePreferences: Operation {
        Operation(
            id: "changePreferences", tag: "session", summary: labels.text("docs.changePreferences"), body: Self.preferences,
            answers: ["200": answer(200, Self.anyObject)])
    }

    /// Notes hang on records of every entity but on those that hang on records themselves.
    func notePaths(_ entity: EntityDefinition) -> [String: JSON] {
        guard entity.attachment == nil else { return [:] }
        let root = "/api/v1/\(entity.plural)/{id}/notes"
        return [
            root: ["post": addNote(entity).json],
            root + "/{note}": [
                "patch": editNote(entity).json,
                "delete": operation("deleteNote", entity, Self.parameters("id", "note"), ["204": empty(204)]).json,
            ],
        ]
    }

    private func addNote(_ entity: EntityDefinition) -> Operation {
        var operation = operation(
            "addNote", entity, Self.parameters("id", "idempotencyKey"), ["201": answer(201, Self.schema("api.TimelineEntry"))])
        operation.body = Self.object(Self.noteMembers, required: ["text"], closed: true)
        return operation
    }

    private func editNote(_ entity: EntityDefinition) -> Operation {
        var operation = operation("editNote", entity, Self.parameters("id", "note"), ["200": answer(200, Self.schema("api.TimelineEntry"))])
        operation.body = Self.object(Self.noteMembers, required: [], closed: true)
        return operation
    }

    private static let noteMembers: [String: JSON] = [
        "text": ["type": "string", "minLength": 1, "maxLength": 20_000],
        "mentions": ["type": ["array", "null"], "uniqueItems": true, "maxItems": 50, "items": ReferenceKind(to: "user").jsonSchema],
    ]

    /// Of what metadata tell about an entity, that which pages are laid out by.
    static let entityMetadata: JSON = {
        let keys = list(text)
        let section = object([
            "key": text, "label": text, "columns": ["type": "integer", "minimum": 1, "maximum": 2], "collapsed": ["type": "boolean"],
            "fields": list(["anyOf": [text, object(["key": text, "required": ["type": "boolean"]], required: ["key"])]]),
        ])
        return object([
            "name": text, "resource": text, "label": text,
            "layout": object(["sections": list(section), "facts": keys, "chips": keys]),
            "related": list(object(["entity": text, "resource": text, "field": text, "label": text, "fieldLabel": text, "columns": keys])),
        ])
    }()

    /// The pages' own, but for how one wants to be told of things.
    private static let preferences: JSON = [
        "type": "object",
        "properties": [
            "notices": [
                "type": ["object", "null"],
                "additionalProperties": ["enum": .array(NoticeChoice.allCases.map { .string($0.rawValue) } + [.null])],
            ]
        ],
    ]

    private static let anyObject: JSON = ["type": "object"]
}
