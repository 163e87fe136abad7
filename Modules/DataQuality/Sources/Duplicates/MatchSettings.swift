import Engine
public import Foundation
public import Kernel
import Linkage

/// From when on two customers are the same, and what agreement of each field says about that. There is at most one record; without one,
/// the standard holds.
public struct MatchSettings: Entity {
    public let title = Field<String>("name", .text(80), .listed)
    /// The probability from which on two customers are taken for one.
    public let same = Field<Decimal>("same", .decimal(places: 4), .listed, standard: Decimal(sign: .plus, exponent: -2, significand: 95))
    /// The probability from which on people are asked.
    public let ask = Field<Decimal>("ask", .decimal(places: 4), .listed, standard: Decimal(sign: .plus, exponent: -1, significand: 5))
    /// What more customers share says nothing about them: a switchboard's number, a placeholder.
    public let largestBlock = Field<Int64>("largestBlock", .integer(10...1_000), .listed, standard: 120)
    /// The learned weights, as `LinkageModel` writes them.
    public let weights = Field<Document?>("weights", .json, .unaudited)
    public let learnedAt = Field<Instant?>("learnedAt", .dateTime, .listed, .system)

    public static let schema = Schema<MatchSettings>(
        plural: "match-settings", title: \.title, icon: "tune", .administered, .confined,
        sections: [.section("thresholds", \.title, \.same, \.ask, \.largestBlock), .section("weights", \.weights, \.learnedAt)],
        facts: [\.same, \.ask, \.largestBlock, \.learnedAt])
    public init() {}

    static let hooks: [Hook] = [
        .beforeSaving(MatchSettings.self) { settings, saving in
            guard settings[\.ask] >= 0, settings[\.ask] <= settings[\.same], settings[\.same] <= 1 else { throw Invalid("ask", .outOfRange, ["min": "0", "max": "\(settings[\.same])"]) }
            if saving.kind == .create, try saving.door.reader.firstID(schema.definition, where: .always) != nil { throw Invalid("name", .taken) }
            guard saving.changes("weights", in: settings.values), case .json(let weights)? = settings.values["weights"] else { return }
            guard (try? LinkageModel(json: weights.text)) != nil else { throw Invalid("weights", .wrongType, ["expected": "json"]) }
        }
    ]

    /// The linker that holds now. Reads without bounds: call it with a reader of the system.
    static func linker(_ reader: Reader) throws -> Linker {
        let record = try reader.first(MatchSettings.self, where: .always)
        let thresholds = record.map { Thresholds(same: Double($0[\.same]), ask: Double($0[\.ask])) } ?? Thresholds()
        let settings = CustomerMatching.settings(largestBlock: record.map { Int($0[\.largestBlock]) } ?? 120, thresholds: thresholds)
        guard case .json(let weights)? = record?.values["weights"] else { return Linker(settings) }
        return Linker(settings, model: try? LinkageModel(json: weights.text))
    }
}

extension Double {
    init(_ decimal: Decimal) { self = Double("\(decimal)") ?? 0 }
}
