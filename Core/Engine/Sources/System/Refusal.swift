public import Kernel

/// Why the engine does not do what it was asked, beside input that is `Invalid`. Texts stand under `refusal.<code>`.
public enum Refusal: Error, Sendable, Hashable {
    case notLoggedIn
    case forbidden(verb: Verb, entity: String)
    /// There is no such record, or the caller may not see it: the answer is the same.
    case notFound(entity: String, id: String)
    case unknownResource(String)
    case unknownAction(String)
    /// Somebody else changed the record since the caller read it.
    case stale(entity: String, id: RecordID, version: Int64)
    /// The action does not fit the record's state.
    case notPossible(action: String)
    /// Other records refer to it.
    case stillUsed(entity: String, id: RecordID)
    case wrongLogin
    case alreadySetUp
    /// A value that must be kept encrypted could not be.
    case notSealed

    public var code: String {
        switch self {
        case .notLoggedIn: "notLoggedIn"
        case .forbidden: "forbidden"
        case .notFound: "notFound"
        case .unknownResource: "unknownResource"
        case .unknownAction: "unknownAction"
        case .stale: "stale"
        case .notPossible: "notPossible"
        case .stillUsed: "stillUsed"
        case .wrongLogin: "wrongLogin"
        case .alreadySetUp: "alreadySetUp"
        case .notSealed: "notSealed"
        }
    }

    /// What the message needs, by name.
    public var values: [String: String] {
        switch self {
        case .notLoggedIn, .wrongLogin, .alreadySetUp, .notSealed: [:]
        case .forbidden(let verb, let entity): ["verb": Verb.common.contains(verb) ? verb.name : "act", "entity": entity]
        case .notFound(let entity, let id): ["entity": entity, "id": id]
        case .unknownResource(let name): ["name": name]
        case .unknownAction(let name), .notPossible(let name): ["action": name]
        case .stale(let entity, let id, let version): ["entity": entity, "id": id.description, "version": String(version)]
        case .stillUsed(let entity, let id): ["entity": entity, "id": id.description]
        }
    }
}
