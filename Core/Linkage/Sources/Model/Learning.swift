/// Learns the chances of grades from records of which nobody said which are the same.
///
/// `u` is counted over pairs drawn at random, less what is to be expected of records that are the same. `m` and the prior follow by
/// expectation and maximisation, as Winkler, "Using the EM algorithm for weight computation in the Fellegi-Sunter model" (1988) and Jaro
/// (1989) do: over the candidates, as part of all pairs. Pairs that share no key count as different records.
struct Learning {
    let settings: LinkageSettings
    /// How many of the candidates, and of the pairs drawn at random, agree in each way.
    let candidates: [Pattern: Int]
    let random: [Pattern: Int]
    /// Of all pairs that there are.
    let pairs: Double

    func model(from begin: LinkageModel) -> LinkageModel {
        var model = begin
        let drawn = settings.fields.indices.map { field in Self.counts(random, field) }
        var prior = min(max(begin.prior, 1 / pairs), 0.1)
        for _ in 0..<Self.mostRounds {
            model.prior = prior
            let (matched, total) = expected(model)
            for (place, field) in settings.fields.enumerated() {
                let standard = FieldWeights.standard(of: field.comparator)
                let sum = matched[place].reduce(0, +)
                let m = zip(matched[place], standard.m).map { ($0 + Self.weightOfStandard * $1) / (sum + Self.weightOfStandard) }
                model.fields[field.key] = FieldWeights(m: m, u: u(drawn[place], m: m, prior: prior, standard: standard.u), frequencies: model.fields[field.key]?.frequencies)
            }
            let next = max(total / pairs, 1e-12)
            if abs(next - prior) < 1e-6 * prior { break }
            prior = next
        }
        model.prior = prior
        return model
    }

    private static let mostRounds = 100
    /// As many matches as would have to speak against what is usually so.
    private static let weightOfStandard = 10.0

    /// Of each field, how many matches have each grade, and how many matches there are, as the model has it.
    private func expected(_ model: LinkageModel) -> (matched: [[Double]], total: Double) {
        let scoring = Scoring(settings, model)
        var matched = settings.fields.map { _ in [Double](repeating: 0, count: Grade.allCases.count) }
        var total = 0.0
        for (pattern, count) in candidates {
            let share = Scoring.probability(scoring.bits(pattern)) * Double(count)
            total += share
            for field in settings.fields.indices { if let grade = pattern.grade(field) { matched[field][Int(grade.rawValue)] += share } }
        }
        return (matched, total)
    }

    private static func counts(_ patterns: [Pattern: Int], _ field: Int) -> [Double] {
        patterns.reduce(into: [Double](repeating: 0, count: Grade.allCases.count)) { counts, entry in
            if let grade = entry.key.grade(field) { counts[Int(grade.rawValue)] += Double(entry.value) }
        }
    }

    /// What was drawn, without the share of records that are the same.
    private func u(_ drawn: [Double], m: [Double], prior: Double, standard: [Double]) -> [Double] {
        let sum = drawn.reduce(0, +)
        return zip(zip(drawn, m), standard).map { pair, standard in
            let (drawn, m) = pair
            return max(drawn - sum * prior * m, 0) / (sum + 1) + standard / (sum + 1)
        }
    }
}
