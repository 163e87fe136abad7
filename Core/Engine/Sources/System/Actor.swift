public import Foundation
public import Kernel

/// Who acts. Every read and every change carries one; there is no way in without.
public struct Actor: Sendable, Hashable {
    /// The user; nil for the system itself (migrations, demo data, jobs).
    public let user: RecordID?
    /// The unit that new records of this actor belong to.
    public let unit: RecordID?
    public let isAdministrator: Bool
    public let language: Language
    public let zone: TimeZone
    /// The administrator who works as this user for a while.
    public let impersonator: RecordID?
    /// What the token with which this is asked may at most do.
    public let scopes: Scopes
    /// Where the request came from, for the security log; nil for the command line and the system itself.
    public var address: String?

    public init(
        user: RecordID?, unit: RecordID? = nil, isAdministrator: Bool = false, language: Language = .chinese,
        zone: TimeZone = Actor.standardZone, impersonator: RecordID? = nil, scopes: Scopes = .all
    ) {
        (self.user, self.unit, self.isAdministrator) = (user, unit, isAdministrator)
        (self.language, self.zone, self.impersonator, self.scopes) = (language, zone, impersonator, scopes)
    }

    public static let system = Actor(user: nil, isAdministrator: true)
    public static let standardZone = TimeZone(identifier: "Asia/Shanghai") ?? .gmt
}
