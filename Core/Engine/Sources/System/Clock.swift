import Foundation
public import Kernel

/// Where the engine takes the time from. Fixed in tests.
public struct Clock: Sendable {
    public let now: @Sendable () -> Instant

    public init(_ now: @escaping @Sendable () -> Instant) { self.now = now }

    public static let system = Clock { Instant(Date()) }
    public static func fixed(_ instant: Instant) -> Clock { Clock { instant } }
}
