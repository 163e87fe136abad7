public import Foundation
public import Kernel

/// Who acts. Every read and every change carries one; there is no way in without.
public struct Actor: Sendable {
    /// The user; nil for the system itself (migrations, demo data, jobs).
    public let user: RecordID?
    /// The unit that new records of this actor belong to.
    public let unit: RecordID?
    public let isAdministrator: Bool
    /// What this actor may do and see.
    public let rights: Rights
    public let language: Language
    public let zone: TimeZone
    /// The administrator who works as this user for a while.
    public internal(set) var impersonator: RecordID?
    /// What the token with which this is asked may at most do.
    public internal(set) var scopes = Scopes.all
    /// Of somebody who was remembered: checked before anything is read.
    var proof: Proof?
    /// Where the request came from, for the security log; nil for the command line and the system itself.
    public var address: String?

    public init(
        user: RecordID?, unit: RecordID? = nil, isAdministrator: Bool = false, rights: Rights = .none,
        language: Language = .chinese, zone: TimeZone = Actor.standardZone
    ) {
        (self.user, self.unit, self.isAdministrator, self.rights) = (user, unit, isAdministrator, rights)
        (self.language, self.zone) = (language, zone)
    }

    public static let system = Actor(user: nil, isAdministrator: true, rights: .unlimited)
    /// The same person without bounds: for what the program itself does in their name, such as hooks.
    var unbound: Actor {
        var actor = Actor(user: user, unit: unit, isAdministrator: true, rights: .unlimited, language: language, zone: zone)
        (actor.impersonator, actor.address) = (impersonator, address)
        return actor
    }

    public static let standardZone = TimeZone(identifier: "Asia/Shanghai") ?? .gmt
}
