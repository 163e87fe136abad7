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
    /// It went into another record, which is there in its place.
    case merged(entity: String, id: RecordID, into: RecordID)
    /// It went into another record and comes back only when that is undone.
    case stillMerged(entity: String, id: RecordID)
    /// Another merge stands on top of this one.
    case mergedSince(entity: String, id: RecordID)
    /// Records still move, from a merge or back.
    case mergeRuns(entity: String, id: RecordID)
    /// It is out of use, and its records are kept as they are.
    case retired(entity: String)
    /// It cannot go for good while so many records have something in it.
    case holdsData(entity: String, count: Int64)
    case wrongLogin
    /// Too many log-ins failed: none is looked at for a while.
    case tooManyAttempts(seconds: Int64)
    /// The second step of a log-in came too late, or a second time.
    case challengeEnded
    /// Only for people themselves: neither for a token, nor while working as somebody else.
    case sessionNeeded
    /// Something must be done before all else.
    case dutyFirst(Identity.Duty)
    case secondFactorIsOn, secondFactorIsOff
    case mayNotImpersonate, notImpersonating
    /// Another system did not vouch for somebody, or for somebody who is no user here.
    case singleSignOnFailed
    /// The password is none of here, and the directory could not be asked. The reason is for the log of the server.
    case directoryUnreachable(reason: String)
    case alreadySetUp
    /// What happened cannot be taken back: it made the record or removed it for good, or it still goes on.
    case notUndoable
    case alreadyUndone
    /// These fields hold something newer.
    case changedSince(entity: String, fields: [String])
    /// A value that must be kept encrypted could not be.
    case notSealed
    /// It lies in no pool of the caller's any more: somebody else was faster.
    case notInPool(entity: String, id: RecordID)
    /// What a public pool allows one person is used up.
    case poolLimit(PoolLimit)

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
        case .merged: "merged"
        case .stillMerged: "stillMerged"
        case .mergedSince: "mergedSince"
        case .mergeRuns: "mergeRuns"
        case .retired: "retired"
        case .holdsData: "holdsData"
        case .wrongLogin: "wrongLogin"
        case .tooManyAttempts: "tooManyAttempts"
        case .challengeEnded: "challengeEnded"
        case .sessionNeeded: "sessionNeeded"
        case .dutyFirst(.changePassword): "changePasswordFirst"
        case .dutyFirst(.setUpSecondFactor): "setUpSecondFactorFirst"
        case .secondFactorIsOn: "secondFactorIsOn"
        case .secondFactorIsOff: "secondFactorIsOff"
        case .mayNotImpersonate: "mayNotImpersonate"
        case .notImpersonating: "notImpersonating"
        case .singleSignOnFailed: "singleSignOnFailed"
        case .directoryUnreachable: "directoryUnreachable"
        case .alreadySetUp: "alreadySetUp"
        case .notUndoable: "notUndoable"
        case .alreadyUndone: "alreadyUndone"
        case .changedSince: "changedSince"
        case .notSealed: "notSealed"
        case .notInPool: "notInPool"
        case .poolLimit(let limit): limit.code
        }
    }

    /// What the message needs, by name.
    public var values: [String: String] {
        switch self {
        case .notLoggedIn, .wrongLogin, .alreadySetUp, .notSealed, .notUndoable, .alreadyUndone, .challengeEnded, .sessionNeeded, .dutyFirst: [:]
        case .secondFactorIsOn, .secondFactorIsOff, .mayNotImpersonate, .notImpersonating, .singleSignOnFailed, .directoryUnreachable: [:]
        case .tooManyAttempts(let seconds): ["seconds": String(seconds)]
        case .forbidden(let verb, let entity): ["verb": Verb.common.contains(verb) || verb == .merge ? verb.name : "act", "entity": entity]
        case .notFound(let entity, let id): ["entity": entity, "id": id]
        case .unknownResource(let name): ["name": name]
        case .unknownAction(let name), .notPossible(let name): ["action": name]
        case .stale(let entity, let id, let version): ["entity": entity, "id": id.description, "version": String(version)]
        case .changedSince(let entity, let fields): ["entity": entity, "fields": fields.joined(separator: ", ")]
        case .retired(let entity): ["entity": entity]
        case .holdsData(let entity, let count): ["entity": entity, "count": String(count)]
        case .stillUsed(let entity, let id), .notInPool(let entity, let id): ["entity": entity, "id": id.description]
        case .poolLimit(let limit): limit.values
        case .merged(let entity, let id, let survivor): ["entity": entity, "id": id.description, "into": survivor.description]
        case .stillMerged(let entity, let id), .mergedSince(let entity, let id), .mergeRuns(let entity, let id): ["entity": entity, "id": id.description]
        }
    }
}
