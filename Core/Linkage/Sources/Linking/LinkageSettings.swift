/// What of a record is compared, and which records are compared at all.
public struct LinkageSettings: Sendable, Hashable, Codable {
    /// At most 15, in the order in which values are given.
    public var fields: [LinkageField]
    public var passes: [BlockingPass]
    /// A key that more records share tells nothing: a switchboard's number, a placeholder. Such blocks are told, not compared.
    public var largestBlock: Int
    public var thresholds: Thresholds

    public init(fields: [LinkageField], passes: [BlockingPass], largestBlock: Int = 120, thresholds: Thresholds = Thresholds()) {
        self.fields = Array(fields.prefix(Self.mostFields))
        (self.passes, self.largestBlock, self.thresholds) = (passes, largestBlock, thresholds)
    }

    static let mostFields = 15

    func isName(_ key: String) -> Bool { fields.contains { $0.key == key && [.person, .company].contains($0.comparator) } }

    func place(of key: String) -> Int? { fields.firstIndex { $0.key == key } }
}

/// A field that is compared.
public struct LinkageField: Sendable, Hashable, Codable {
    public let key: String
    public let comparator: Comparator
    /// Whether agreeing in a common value, such as 王伟, says less than agreeing in a rare one.
    public let weighsFrequency: Bool
    /// The field with which this one is now and then confused, as given and family name. Told of the first of both.
    public let swappedWith: String?

    public init(_ key: String, _ comparator: Comparator, weighsFrequency: Bool = false, swappedWith: String? = nil) {
        (self.key, self.comparator, self.weighsFrequency, self.swappedWith) = (key, comparator, weighsFrequency, swappedWith)
    }
}

/// From which probability on two records are the same, and from which one a person is asked.
public struct Thresholds: Sendable, Hashable, Codable {
    public var same, ask: Double

    public init(same: Double = 0.95, ask: Double = 0.5) { (self.same, self.ask) = (same, ask) }

    public func verdict(_ probability: Double) -> Verdict {
        probability >= same ? .same : probability >= ask ? .ask : .different
    }
}

public enum Verdict: String, Sendable, Hashable, Codable { case same, ask, different }
