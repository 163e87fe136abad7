public import Customers
public import Engine
public import Foundation
public import Kernel
import Linkage

/// Two customers that may be one, found by comparing all, with what people said about them.
public struct DuplicatePair: Entity {
    public let code = Field<String>("code", .text(40), .listed, .unique, .fixed, .numbered("D{seq:8}"))
    public let left = Field<Reference<Customer>>("left", .reference(), .listed, .system, .indexed)
    public let right = Field<Reference<Customer>>("right", .reference(), .listed, .system, .indexed)
    public let probability = Field<Decimal>("probability", .decimal(places: 4), .listed, .system, .indexed, .unaudited)
    /// `[{"field": "mobile", "grade": "equal", "bits": 17.05}, …]`
    public let evidence = Field<Document?>("evidence", .json, .system, .unaudited)
    public let state = Field<State>("state", .choice, .listed, .indexed, standard: .open)
    public let note = Field<String?>("note", .longText)
    public let decidedBy = Field<Reference<User>?>("decidedBy", .reference(), .system)
    public let decidedAt = Field<Instant?>("decidedAt", .dateTime, .system)
    /// What of both was compared when somebody decided; with another one they are asked again.
    public let fingerprint = Field<String?>("fingerprint", .text(40), .system, .secret, .unaudited)

    public enum State: String, Choice {
        case open, same, different
        /// One of both was merged into the other since.
        case merged
        public var colour: Option.Colour {
            switch self {
            case .open: .amber
            case .same: .blue
            case .different: .grey
            case .merged: .green
            }
        }
    }

    public static let schema = Schema<DuplicatePair>(
        plural: "duplicate-pairs", title: \.code, icon: "join_inner", .owned, .child(of: "left"),
        sections: [.section("main", \.left, \.right, \.probability, \.evidence), .section("decision", \.state, \.note, \.decidedBy, \.decidedAt)],
        facts: [\.left, \.right, \.probability, \.decidedBy], chips: [\.state])
    public init() {}
}

extension DuplicatePair {
    static let hooks: [Hook] = [
        .beforeSaving(DuplicatePair.self) { pair, saving in
            // Its two customers become one: it keeps both, and says so.
            if pair[\.left] == pair[\.right], let left = saving.before?["left"]?.reference, let right = saving.before?["right"]?.reference {
                (pair[\.left], pair[\.right], pair[\.state]) = (Reference(left), Reference(right), .merged)
                return
            }
            // The program finds pairs and sees them merged; people say what they are.
            guard let user = saving.door.actor.user else { return }
            guard saving.kind != .create else { throw Invalid("left", .readOnly) }
            guard !saving.door.isMerging, saving.changes("state", in: pair.values) else { return }
            guard pair[\.state] != .merged else { throw Invalid("state", .notAllowed) }
            let isOpen = pair[\.state] == .open
            pair[\.decidedBy] = isOpen ? nil : Reference(user)
            pair[\.decidedAt] = isOpen ? nil : saving.door.reader.moment.now
            pair[\.fingerprint] = isOpen ? nil : try fingerprint(pair[\.left].id, pair[\.right].id, saving.door.reader)
        }
    ]

    private static func fingerprint(_ left: RecordID, _ right: RecordID, _ reader: Reader) throws -> String? {
        guard let one = try reader.find(Customer.self, left), let other = try reader.find(Customer.self, right) else { return nil }
        let settings = CustomerMatching.settings()
        return fingerprint([one, other].map { CustomerMatching.blindRecord($0.values, settings, reader.engine).digest })
    }

    /// Of the digests of both, the left one first.
    static func fingerprint(_ digests: [UInt64]) -> String { digests.map { String($0, radix: 16) }.joined(separator: ".") }

    /// A customer that went, by merging or otherwise, leaves nothing to ask; what was found to be one is one now.
    static let subscriber = Subscriber("duplicatePairs", on: [Customer.self]) { event, engine in
        guard event.kind == .delete || event.kind == .restore else { return }
        let isGone = event.kind == .delete
        try await engine.write(as: .system) { door in
            let customer = Value.reference(event.record)
            let rule = (Rule.compare(["left"], .equal, customer) || .compare(["right"], .equal, customer))
                && DuplicatePair.rule { isGone ? $0.state.isOne(of: [.open, .same]) : $0.state == .merged }
            for id in try door.reader.firstIDs(schema.definition, where: rule, limit: 1_000) {
                guard let pair = try door.reader.find(DuplicatePair.self, id) else { continue }
                if isGone, pair[\.state] == .open {
                    try door.perform(.delete(id), on: schema.definition)
                } else {
                    try door.perform(.edit(id, ["state": (isGone ? State.merged : State.same).value]), on: schema.definition)
                }
            }
        }
    }
}

extension Evidence {
    var json: JSON {
        ["field": .string(field), "grade": .string(grade.name), "bits": .number(String(format: "%.2f", bits))]
    }
}

extension Value {
    /// A probability with four places, never rounded up to certainty.
    init(probability: Double) {
        self = .decimal(Decimal(sign: .plus, exponent: -4, significand: Decimal(Int((min(max(probability, 0), 1) * 10_000).rounded(.down)))))
    }
}
