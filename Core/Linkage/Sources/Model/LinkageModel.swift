import Foundation

/// What agreement and disagreement of each field say about whether two records are the same.
///
/// The model of Fellegi and Sunter, "A theory for record linkage" (JASA 64, 1969): of each grade of each field, `m` is how
/// often it occurs between records that are the same, `u` between records that are not; its weight is the binary logarithm of their
/// ratio. Weights of fields add up; a missing value weighs nothing.
public struct LinkageModel: Sendable, Hashable, Codable {
    /// The probability that two records drawn at random are the same.
    public var prior: Double
    /// By the key of the field.
    public var fields: [String: FieldWeights]

    public init(prior: Double, fields: [String: FieldWeights]) { (self.prior, self.fields) = (prior, fields) }

    /// What is taken for true before anything was learned.
    public init(_ settings: LinkageSettings, prior: Double = 1e-6) {
        self.init(
            prior: prior,
            fields: Dictionary(settings.fields.map { ($0.key, FieldWeights.standard(of: $0.comparator)) }, uniquingKeysWith: { first, _ in first }))
    }

    /// - Throws: `DecodingError` for text that is no model.
    public init(json: String) throws { self = try JSONDecoder().decode(Self.self, from: Data(json.utf8)) }

    public var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}

/// The chances of one field's grades.
public struct FieldWeights: Sendable, Hashable, Codable {
    /// By the raw value of `Grade`; each adds up to 1.
    public var m, u: [Double]
    /// How common the common values are, where the field weighs that.
    public var frequencies: Frequencies?

    public init(m: [Double], u: [Double], frequencies: Frequencies? = nil) {
        (self.m, self.u, self.frequencies) = (Self.whole(m), Self.whole(u), frequencies)
    }

    /// In bits, positive for agreement.
    func bits(_ grade: Grade) -> Double {
        // Whatever else agrees, and however often it was met.
        if grade == .part { return -60 }
        let place = Int(grade.rawValue)
        return min(max(log2(m[place] / u[place]), -30), 30)
    }

    /// One chance for each grade, all above zero, that add up to 1.
    private static func whole(_ chances: [Double]) -> [Double] {
        let chances = (0..<Grade.allCases.count).map { min(max($0 < chances.count && chances[$0].isFinite ? chances[$0] : 0, 1e-9), 1) }
        let sum = chances.reduce(0, +)
        return chances.map { $0 / sum }
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            m: try values.decode([Double].self, forKey: .m), u: try values.decode([Double].self, forKey: .u),
            frequencies: try values.decodeIfPresent(Frequencies.self, forKey: .frequencies))
    }
}

/// The shares of common values among all, by a hash of the value: enough to weigh by, and nobody's name to read.
public struct Frequencies: Sendable, Hashable, Codable {
    var shares: [UInt64: Double]
    /// What a value has that is not among them.
    var rare: Double

    func share(_ value: some Sequence<UInt16>) -> Double { shares[Self.hash(value)] ?? rare }

    static func hash(_ value: some Sequence<UInt16>) -> UInt64 {
        // Only as it is written: readings follow from it.
        Hash.finish(Hash.append(Units(value.prefix { $0 != .separator }), to: Hash.start(0)))
    }

    private enum CodingKeys: CodingKey { case shares, rare }

    /// - Throws: `DecodingError` where a key is no number in hexadecimal.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        rare = max(try values.decode(Double.self, forKey: .rare), 1e-12)
        shares = try values.decode([String: Double].self, forKey: .shares).reduce(into: [:]) { shares, entry in
            guard let hash = UInt64(entry.key, radix: 16) else {
                throw DecodingError.dataCorruptedError(forKey: .shares, in: values, debugDescription: "no hash")
            }
            shares[hash] = max(entry.value, 1e-12)
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(rare, forKey: .rare)
        try values.encode(Dictionary(uniqueKeysWithValues: shares.map { (String($0.key, radix: 16), $0.value) }), forKey: .shares)
    }

    /// The `most` commonest of the given values, which together are `total`.
    init(counts: [UInt64: Int], total: Int, most: Int = 1_000) {
        let total = Double(max(total, 1))
        let common = counts.filter { $0.value > 2 }.sorted { ($0.value, $0.key) > ($1.value, $1.key) }.prefix(most)
        shares = Dictionary(common.map { ($0.key, Double($0.value) / total) }, uniquingKeysWith: { first, _ in first })
        let rest = counts.count - common.count
        rare = rest > 0 ? max(1 - shares.values.reduce(0, +), 1 / total) / Double(rest) : 1 / total
    }
}
