import Kernel

/// What came of sending something once.
struct Attempt: Sendable, Hashable {
    /// What the target answered; nil where it did not.
    var status: Int?
    /// The beginning of what it said.
    var response: String?
    var trouble: Trouble?
    var milliseconds: Int64 = 0

    /// Why there is no answer, or none that counts.
    enum Trouble: String, Sendable, Hashable, CaseIterable {
        case badAddress, nameNotFound, addressRefused, notEncrypted, notReached, notTrusted, timedOut, redirected, refused
    }

    var isDelivered: Bool { status.map { (200..<300).contains($0) } ?? false }
    /// The target wants nothing more.
    var isGone: Bool { status == 410 }

    var json: JSON {
        [
            "isDelivered": .flag(isDelivered), "status": status.map { JSON($0) } ?? .null, "milliseconds": JSON(milliseconds),
            "response": response.map(JSON.string) ?? .null, "error": trouble.map { .string($0.rawValue) } ?? .null,
        ]
    }
}
