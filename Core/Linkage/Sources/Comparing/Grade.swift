/// How well two values of a field agree. What each grade means to a field, its comparator says.
public enum Grade: UInt8, Sendable, Hashable, CaseIterable, Codable, Comparable {
    case different, faint, alike, near, equal
    /// The value stands in the field that this one is now and then confused with, as given and family name.
    case swapped
    /// One is a part of the other, as a branch of its company: related, and never the same.
    case part

    public static func < (left: Grade, right: Grade) -> Bool { left.rawValue < right.rawValue }

    /// Stable: stands in stored weights and evidence.
    public var name: String { String(describing: self) }

    public init?(name: String) {
        guard let grade = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = grade
    }
}
