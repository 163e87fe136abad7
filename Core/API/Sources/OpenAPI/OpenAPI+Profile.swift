import Engine
import Kernel

/// Who one is oneself.
extension OpenAPIDocument {
    var profilePaths: [String: JSON] {
        ["/api/v1/session/profile": ["get": profile.json, "patch": changeProfile.json]]
    }

    private var profile: Operation {
        Operation(id: "profile", tag: "session", summary: labels.text("docs.profile"), answers: ["200": profileAnswer])
    }

    private var changeProfile: Operation {
        let people = User.schema.definition
        let members = Accounts.ownFields.compactMap { key in
            people[key].map { (key, Self.emptiable($0.kind.jsonSchema, $0.isRequired)) }
        }
        return Operation(
            id: "changeProfile", tag: "session", summary: labels.text("docs.changeProfile"), parameters: Self.parameters("ifMatch"),
            body: Self.object(Dictionary(uniqueKeysWithValues: members), required: [], closed: true), answers: ["200": profileAnswer])
    }

    private var profileAnswer: JSON {
        let keys = Self.object(["hasPassword": ["type": "boolean"], "hasSecondFactor": ["type": "boolean"]])
        return answer(200, ["allOf": [Self.schema("User"), keys]], headers: Self.versionHeaders)
    }
}
