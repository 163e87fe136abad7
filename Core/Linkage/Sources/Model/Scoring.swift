import Foundation

/// Gives pairs of records their probability.
struct Scoring: Sendable {
    private let settings: LinkageSettings
    private let start: Double
    /// Of each field, by grade.
    private let bits: [[Double]]
    /// Of fields that weigh how common a value is: its place, the usual chance to agree, and the shares.
    private let frequencies: [(field: Int, usual: Double, table: Frequencies)]

    init(_ settings: LinkageSettings, _ model: LinkageModel) {
        self.settings = settings
        let prior = min(max(model.prior, 1e-15), 0.5)
        start = log2(prior / (1 - prior))
        let weights = settings.fields.map { model.fields[$0.key] ?? .standard(of: $0.comparator) }
        bits = weights.map { weights in Grade.allCases.map(weights.bits) }
        frequencies = settings.fields.indices.compactMap { place in
            guard settings.fields[place].weighsFrequency, let table = weights[place].frequencies else { return nil }
            return (place, weights[place].u[Int(Grade.equal.rawValue)], table)
        }
    }

    /// Before it is looked at how common values are.
    func bits(_ pattern: Pattern) -> Double {
        var sum = start
        for field in bits.indices { if let grade = pattern.grade(field) { sum += bits[field][Int(grade.rawValue)] } }
        return sum
    }

    func bits(_ pattern: Pattern, value: (Int) -> some Sequence<UInt16>) -> Double {
        frequencies.reduce(bits(pattern)) { sum, entry in sum + self.rarity(entry, pattern, value) }
    }

    /// How many bits more an agreement says since the value is rare, or less since it is common.
    private func rarity(_ entry: (field: Int, usual: Double, table: Frequencies), _ pattern: Pattern, _ value: (Int) -> some Sequence<UInt16>) -> Double {
        guard pattern.grade(entry.field) == .equal else { return 0 }
        return min(max(log2(entry.usual / entry.table.share(value(entry.field))), -8), 8)
    }

    func evidence(_ pattern: Pattern, value: (Int) -> some Sequence<UInt16>) -> [Evidence] {
        settings.fields.indices.compactMap { field in
            guard let grade = pattern.grade(field) else { return nil }
            let rarity = frequencies.first { $0.field == field }.map { self.rarity($0, pattern, value) } ?? 0
            return Evidence(field: settings.fields[field].key, grade: grade, bits: bits[field][Int(grade.rawValue)] + rarity)
        }
    }

    static func probability(_ bits: Double) -> Double { 1 / (1 + exp2(-bits)) }
    static func bits(_ probability: Double) -> Double { log2(probability / (1 - probability)) }
}

/// What one field says about a pair.
public struct Evidence: Sendable, Hashable {
    public let field: String
    public let grade: Grade
    /// Positive for the same, negative against it; 10 bits are odds of about a thousand.
    public let bits: Double

    public init(field: String, grade: Grade, bits: Double) { (self.field, self.grade, self.bits) = (field, grade, bits) }
}

/// How likely two records are the same, and why.
public struct Judgement: Sendable, Hashable {
    public let probability: Double
    public let verdict: Verdict
    /// Of the fields that both records have.
    public let evidence: [Evidence]
    /// Whether one is a part of the other, as a branch of its company.
    public var isPart: Bool { evidence.contains { $0.grade == .part } }
}
