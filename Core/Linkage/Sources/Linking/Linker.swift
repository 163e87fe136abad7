/// Finds records that are the same: in one file, or of one file in another.
///
///     var file = LinkageFile(settings)
///     file.append(["张伟", "13800138000"])
///     let found = await Linker(settings).link(file)
///     found.pairs.first?.probability
public struct Linker: Sendable {
    public let settings: LinkageSettings
    public let model: LinkageModel
    private let scoring: Scoring

    public init(_ settings: LinkageSettings, model: LinkageModel? = nil) {
        self.settings = settings
        self.model = model ?? LinkageModel(settings)
        scoring = Scoring(settings, self.model)
    }

    /// The pairs of one file, from the threshold `ask` on.
    public func link(_ file: LinkageFile, learning: Bool = false) async -> Linkage {
        await link(file, split: nil, learning: learning)
    }

    /// The pairs of a record of one file and a record of the other; both numbers count from 0.
    public func link(_ left: LinkageFile, with right: LinkageFile, learning: Bool = false) async -> Linkage {
        var both = left
        both.append(right)
        var linkage = await link(both, split: left.count, learning: learning)
        linkage.pairs = linkage.pairs.map { LinkedPair(left: $0.left, right: $0.right - left.count, probability: $0.probability, evidence: $0.evidence) }
        return linkage
    }

    /// How likely two records are the same, without looking for any.
    public func judge(_ left: PreparedRecord, _ right: PreparedRecord) -> Judgement {
        let pattern = Comparison(settings).pattern(left, right)
        let probability = Scoring.probability(scoring.bits(pattern) { left.values[$0] })
        let evidence = scoring.evidence(pattern) { left.values[$0] }
        let verdict = settings.thresholds.verdict(probability)
        return Judgement(
            probability: probability, verdict: verdict == .different && isNameAlone(evidence) ? .ask : verdict, evidence: evidence)
    }

    /// Where only names can be compared and they agree, chance alone would say no: whoever knows the customer is asked.
    private func isNameAlone(_ evidence: [Evidence]) -> Bool {
        !evidence.isEmpty && evidence.allSatisfy { $0.grade >= .near && settings.isName($0.field) }
    }

    private func link(_ file: LinkageFile, split: Int?, learning: Bool) async -> Linkage {
        let candidates = await Candidates(file, split: split)
        let comparison = Comparison(settings)
        let patterns = await Chunks.map(candidates.pairs.count) { range in
            range.map { comparison.pattern(file, Candidates.left(candidates.pairs[$0]), Candidates.right(candidates.pairs[$0])) }
        }.flatMap(\.self)

        var linker = self
        if learning {
            let learned = await learn(file, split: split, patterns)
            linker = Linker(settings, model: learned)
        }
        let pairs = await linker.score(file, candidates, patterns)
        return Linkage(pairs: pairs, candidates: candidates.pairs.count, shared: candidates.shared, model: linker.model)
    }

    private func score(_ file: LinkageFile, _ candidates: Candidates, _ patterns: [Pattern]) async -> [LinkedPair] {
        // No rarity adds more than 8 bits to each field: what lies below is not looked at twice.
        let least = Scoring.bits(settings.thresholds.ask) - 8 * Double(settings.fields.count { $0.weighsFrequency })
        return await Chunks.map(patterns.count) { range in
            range.compactMap { place -> LinkedPair? in
                let pattern = patterns[place]
                guard scoring.bits(pattern) >= least else { return nil }
                let (left, right) = (Candidates.left(candidates.pairs[place]), Candidates.right(candidates.pairs[place]))
                let probability = Scoring.probability(scoring.bits(pattern) { file.value(left, $0) })
                guard probability >= settings.thresholds.ask else { return nil }
                return LinkedPair(left: left, right: right, probability: probability, evidence: scoring.evidence(pattern) { file.value(left, $0) })
            }
        }.flatMap(\.self)
    }

    private func learn(_ file: LinkageFile, split: Int?, _ patterns: [Pattern]) async -> LinkageModel {
        var model = self.model
        for (place, field) in settings.fields.enumerated() where field.weighsFrequency {
            let hashes = (0..<file.count).compactMap { record -> UInt64? in
                let value = file.value(record, place)
                return value.isEmpty ? nil : Frequencies.hash(value)
            }
            let counts = hashes.reduce(into: [UInt64: Int]()) { $0[$1, default: 0] += 1 }
            model.fields[field.key, default: .standard(of: field.comparator)].frequencies = Frequencies(counts: counts, total: hashes.count)
        }
        let (left, right) = (Double(split ?? file.count), Double(file.count - (split ?? 0)))
        let learning = Learning(
            settings: settings, candidates: patterns.reduce(into: [:]) { $0[$1, default: 0] += 1 },
            random: randomPatterns(file, split: split), pairs: max(split == nil ? left * (left - 1) / 2 : left * right, 1))
        return learning.model(from: model)
    }

    private func randomPatterns(_ file: LinkageFile, split: Int?) -> [Pattern: Int] {
        guard file.count > 1, split != 0, split != file.count else { return [:] }
        let comparison = Comparison(settings)
        var random = SplitMix(seed: 1)
        var patterns: [Pattern: Int] = [:]
        for _ in 0..<Self.randomPairs {
            let left = Int.random(in: 0..<(split ?? file.count), using: &random)
            let right = Int.random(in: (split ?? 0)..<file.count, using: &random)
            if left != right { patterns[comparison.pattern(file, left, right), default: 0] += 1 }
        }
        return patterns
    }

    private static let randomPairs = 500_000
}

/// What was found.
public struct Linkage: Sendable {
    /// From the threshold `ask` on, in the order of the left record.
    public fileprivate(set) var pairs: [LinkedPair]
    /// How many pairs were compared.
    public let candidates: Int
    public let shared: [SharedValue]
    /// The one that the pairs were judged by: learned when that was asked for.
    public let model: LinkageModel
}

/// Two records that may be the same.
public struct LinkedPair: Sendable, Hashable {
    public let left, right: Int
    public let probability: Double
    public let evidence: [Evidence]

    public init(left: Int, right: Int, probability: Double, evidence: [Evidence] = []) {
        (self.left, self.right, self.probability, self.evidence) = (left, right, probability, evidence)
    }
}

/// The generator of Steele, Lea and Flood (2014): the same draws in every run.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
