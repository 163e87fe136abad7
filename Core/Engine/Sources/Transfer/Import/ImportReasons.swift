import Kernel

/// Why rows were refused, counted: by field and code, and which words were no option. What differs from row to row stands with the rows.
struct ImportReasons: Sendable, Hashable {
    private var counts: [Reason: Int] = [:]
    private var words: [String: [String: Int]] = [:]

    private struct Reason: Hashable {
        let field, code: String
    }

    /// A result has room for so many.
    private static let mostReasons = 60
    private static let mostWords = 200
    private static let longestWord = 60

    init() {}

    /// Goes on from what was counted before.
    init(_ json: JSON) {
        for reason in json["reasons"]?.array ?? [] {
            counts[Reason(field: reason["field"]?.string ?? "", code: reason["code"]?.string ?? "")] = Int(reason["count"]?.integer ?? 0)
        }
        words = (json["words"]?.object ?? [:]).mapValues { ($0.object ?? [:]).mapValues { Int($0.integer ?? 0) } }
    }

    mutating func add(_ problems: [FieldProblem]) {
        for problem in problems {
            let code = problem.problem.code, field = String(problem.field.prefix(80))
            let reason = Reason(field: field, code: code.rawValue)
            if counts[reason] != nil || counts.count < Self.mostReasons { counts[reason, default: 0] += 1 }
            guard code == .unknownOption, let option = problem.problem.values["option"] else { continue }
            // What looks like a number of a person has no place in a result, which lies unsealed; it stands with its row.
            guard option.utf8.count(where: { (0x30...0x39).contains($0) }) < 6 else { continue }
            let word = String(option.replacing("\0", with: "").prefix(Self.longestWord))
            let isKnown = words[field]?[word] != nil
            if isKnown || words.values.reduce(0, { $0 + $1.count }) < Self.mostWords { words[field, default: [:]][word, default: 0] += 1 }
        }
    }

    /// `{"reasons": [{"field", "code", "count"}], "words": {"industry": {"物流": 12}}}`, most frequent first.
    var members: [String: JSON] {
        let sorted = counts.sorted { ($1.value, $0.key.field, $0.key.code) < ($0.value, $1.key.field, $1.key.code) }
        let reasons = sorted.map { reason, count -> JSON in
            ["field": .string(reason.field), "code": .string(reason.code), "count": JSON(count)]
        }
        return ["reasons": .array(reasons), "words": .object(words.mapValues { .object($0.mapValues { JSON($0) }) })]
    }
}
