import Kernel

/// What a job over many records has come to so far; kept as the job's result, from which a later attempt goes on.
struct BulkTally: Sendable {
    private(set) var matched = 0
    private(set) var changed = 0
    private(set) var unchanged = 0
    private(set) var refused = 0
    /// Fields that an undoing left because they hold something newer; nil where nothing is undone.
    private(set) var kept: Int?
    private var reasons: [Reason] = []
    private var samples: [JSON] = []
    private var sampleBytes = 0

    private struct Reason {
        let code, field, message: String
        var count: Int
    }

    private static let maximumReasons = 40
    private static let maximumSamples = 100
    /// A result has room for as much as a payload.
    private static let maximumSampleBytes = 36_000

    enum Outcome: Sendable { case changed, unchanged, refused }

    mutating func add(_ outcome: Outcome) {
        matched += 1
        switch outcome {
        case .changed: changed += 1
        case .unchanged: unchanged += 1
        case .refused: refused += 1
        }
    }

    mutating func addKept(_ count: Int) { kept = (kept ?? 0) + count }

    var wantsSamples: Bool { samples.count < Self.maximumSamples && sampleBytes < Self.maximumSampleBytes }

    /// Counts a reason by its code and field: messages may name what differs from record to record.
    mutating func note(_ reason: BulkReason, _ id: RecordID, title: String) {
        if let index = reasons.firstIndex(where: { $0.code == reason.code && $0.field == reason.field }) {
            reasons[index].count += 1
        } else if reasons.count < Self.maximumReasons {
            reasons.append(Reason(code: reason.code, field: reason.field, message: reason.message, count: 1))
        }
        guard wantsSamples else { return }
        let sample: JSON = ["id": .string(id.description), "title": .string(String(title.prefix(80))), "message": .string(reason.message)]
        sampleBytes += sample.text.utf8.count
        samples.append(sample)
    }

    var json: JSON {
        let reasons = reasons.map { reason -> JSON in
            [
                "code": .string(reason.code), "field": reason.field.isEmpty ? .null : .string(reason.field), "message": .string(reason.message),
                "count": JSON(reason.count),
            ]
        }
        var members: [String: JSON] = [
            "matched": JSON(matched), "changed": JSON(changed), "unchanged": JSON(unchanged), "refused": JSON(refused),
            "reasons": .array(reasons), "samples": .array(samples),
        ]
        if let kept { members["kept"] = JSON(kept) }
        return .object(members)
    }

    /// Goes on from what an attempt before has left.
    init(_ json: JSON, isUndoing: Bool = false) {
        func number(_ key: String) -> Int { Int(json[key]?.integer ?? 0) }
        (matched, changed, unchanged, refused) = (number("matched"), number("changed"), number("unchanged"), number("refused"))
        kept = isUndoing ? number("kept") : nil
        reasons = (json["reasons"]?.array ?? []).map { reason in
            Reason(
                code: reason["code"]?.string ?? "", field: reason["field"]?.string ?? "", message: reason["message"]?.string ?? "",
                count: Int(reason["count"]?.integer ?? 0))
        }
        samples = json["samples"]?.array ?? []
        sampleBytes = samples.reduce(0) { $0 + $1.text.utf8.count }
    }
}

/// Why a record, or a field of it, was left as it is: in words of whoever asked.
struct BulkReason: Sendable, Hashable {
    let code: String
    let field: String
    let message: String

    private static let maximumLength = 160

    /// Nil for what is not the record's own fault and ends the transaction.
    init?(_ error: any Error, _ entity: EntityDefinition, _ catalogue: Catalogue, _ language: Language) {
        let message: String
        switch error {
        case let invalid as Invalid:
            guard let first = invalid.problems.first else { return nil }
            (code, field) = (first.problem.code.rawValue, first.field)
            // What lies sealed must not come to lie open in a result.
            let isSealed = entity[first.field]?.isSealed ?? false
            let shown = isSealed ? ValueProblem(first.problem.code, ["value": "…"]).on(first.field) : first
            message = catalogue.message(shown, of: entity, language)
        case let refusal as Refusal:
            (code, field) = (refusal.code, "")
            message = catalogue.message(refusal, on: entity, language)
        default: return nil
        }
        self.message = String(message.replacing("\0", with: "").prefix(Self.maximumLength))
    }
}

extension Catalogue {
    /// A refusal in words.
    func message(_ refusal: Refusal, on entity: EntityDefinition, _ language: Language) -> String {
        var values = refusal.values
        if let name = values["entity"] { values["entity"] = texts.text("entity.\(name)", language) }
        if let name = values["action"] { values["action"] = texts.text("action.\(entity.name).\(name)", language) }
        if let name = values["verb"] { values["verb"] = texts.text("api.verb.\(name)", language) }
        return texts.text("refusal.\(refusal.code)", language, values)
    }
}
