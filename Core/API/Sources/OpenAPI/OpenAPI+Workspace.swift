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
            id: "changePreferences", tag: "session", summary: labels.text("docs.changePreferences"), body: Self.anyObject,
            answers: ["200": answer(200, Self.anyObject)])
    }

    private static let anyObject: JSON = ["type": "object"]
}
