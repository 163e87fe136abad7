import Foundation
public import Kernel

/// A change that its client may ask for again with the same key, after a lost answer, without it being done again.
public struct RepeatableRequest: Sendable {
    let key: String
    let user: Int64
    /// SHA-256 of all that was asked: the same key with another request is a mistake.
    let fingerprint: String

    /// - Parameter contents: method, path, parameters and body, or whatever else makes the request what it is.
    public init(key: String, actor: Actor, contents: [String]) {
        (self.key, user) = (key, actor.user?.rawValue ?? 0)
        // A token that may do less must not get the answer of one that may do more.
        let who = [actor.scopes.texts?.joined(separator: " ") ?? "*", actor.impersonator?.description ?? ""]
        // With their lengths, so that no two lists give the same text.
        fingerprint = Secret.hash((who + contents).map { "\($0.utf8.count):\($0)" }.joined())
    }

    /// Why a key does not help.
    public enum Mistake: String, Error, Sendable {
        /// The key was used for another request.
        case otherRequest
        /// It was done, but the answer was too long to be kept.
        case answerNotKept
    }
}

/// An answer as it is kept for a repetition.
public struct KeptAnswer: Sendable, Hashable {
    public let status: Int
    public let headers: [String: String]
    /// JSON, or nothing.
    public let body: String

    /// The longest body that is kept.
    static let maximumBytes = 1 << 20

    public init(status: Int, headers: [String: String] = [:], body: String = "") {
        (self.status, self.headers, self.body) = (status, headers, body)
    }
}
