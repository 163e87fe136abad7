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

    public init(
        user: RecordID?, unit: RecordID? = nil, isAdministrator: Bool = false, language: Language = .chinese,
        zone: TimeZone = Actor.standardZone
    ) {
        (self.user, self.unit, self.isAdministrator) = (user, unit, isAdministrator)
        (self.language, self.zone) = (language, zone)
    }

    public static let system = Actor(user: nil, isAdministrator: true)
    public static let standardZone = TimeZone(identifier: "Asia/Shanghai") ?? .gmt
}
