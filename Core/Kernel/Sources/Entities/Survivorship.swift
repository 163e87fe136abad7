/// Which of two values stays when two records become one, as data: for each field some tests, of which the first that tells decides. Where
/// none tells, the value of the record that survives stays.
public struct Survivorship: Sendable, Hashable {
    public enum Test: Sendable, Hashable {
        /// A value before none.
        case filled
        /// What stands in both lists, of fields that hold several values.
        case joined
        /// What was entered later.
        case newer
        /// The longer text.
        case longer
        /// Yes before no, as for somebody who wants no calls.
        case flagged
        /// What the record has in whose other field something stands, such as the day on which a paper was checked.
        case verified(by: String)
    }

    /// Fields that go together, as a number does with the kind of paper it stands on: the first one decides for all.
    public struct Group: Sendable, Hashable {
        public let fields: [String]
        public let tests: [Test]

        public init(_ fields: [String], _ tests: [Test] = Survivorship.usual) { (self.fields, self.tests) = (fields, tests) }
    }

    public let groups: [Group]
    /// For all fields that no group names.
    public let tests: [Test]

    public static let usual: [Test] = [.filled, .joined, .newer, .longer]

    public init(tests: [Test] = Survivorship.usual, groups: [Group] = []) { (self.tests, self.groups) = (tests, groups) }

    public static let standard = Survivorship()

    /// The group that a field belongs to.
    public func group(of key: String) -> Group? { groups.first { $0.fields.contains(key) } }

    var keys: [String] {
        groups.flatMap(\.fields) + (groups.flatMap(\.tests) + tests).compactMap { if case .verified(let key) = $0 { key } else { nil } }
    }
}
