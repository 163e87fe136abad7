public import Kernel

/// What was found in one column.
public struct ColumnFindings: Sendable {
    public let name: String
    /// Nil where the mapping leaves it out: only its filling is counted.
    public let role: ColumnRole?
    public private(set) var filled = 0
    /// Each with how often, and the rows of the first ones.
    public private(set) var invalid: [String: Tally] = [:]
    /// Odd, and no fault.
    public private(set) var notes: [String: Tally] = [:]
    public private(set) var suspicious: [Suspicion: Tally] = [:]

    public struct Tally: Sendable {
        public private(set) var count = 0
        public private(set) var examples: [Example] = []

        public struct Example: Sendable {
            public let row: Int
            public let text: String
        }

        fileprivate mutating func add(_ row: Int, _ text: String, _ rows: Int = 1) {
            count += rows
            if examples.count < mostExamples { examples.append(Example(row: row, text: String(text.prefix(longestExample)))) }
        }
    }

    private static let mostExamples = 5
    private static let longestExample = 60

    init(_ name: String, _ role: ColumnRole?) { (self.name, self.role) = (name, role) }

    /// Looks at one value that is not empty.
    ///
    /// - Returns: what is wrong with it or looks so, as texts name it; nothing where it can be worked with.
    mutating func look(at text: String, row: Int, as kind: NumberKind? = nil, _ surroundings: Surroundings) -> [String] {
        filled += 1
        guard let role else { return [] }
        let reason = fault(in: text, row, role, kind ?? role.numberKind, surroundings)
        if let reason { invalid[reason, default: Tally()].add(row, text) }
        let suspicion = role == .address && text.count < 3 ? .placeholder : role.suspicionRole.flatMap { Suspicion.of(text, as: $0) }
        if let suspicion { suspicious[suspicion, default: Tally()].add(row, text) }
        return [reason, suspicion.map { "suspicion.\($0.rawValue)" }].compactMap(\.self)
    }

    mutating func add(_ suspicion: Suspicion, _ text: String, row: Int, rows: Int) { suspicious[suspicion, default: Tally()].add(row, text, rows) }

    mutating func addFault(_ reason: String, _ text: String, row: Int) { invalid[reason, default: Tally()].add(row, text) }

    struct Surroundings {
        let today: Day
        let regions: RegionCodes?
        let addresses: AddressParser?
        let isChinese: Bool
    }

    /// The name of a text that says what is wrong.
    private mutating func fault(in text: String, _ row: Int, _ role: ColumnRole, _ kind: NumberKind?, _ surroundings: Surroundings) -> String? {
        if let kind, surroundings.isChinese {
            let check = kind.check(text, on: surroundings.today, divisions: surroundings.regions)
            for note in check.notes { notes["number.note.\(note.rawValue)", default: Tally()].add(row, text) }
            // A region may have been given up before any table; a postcode has nothing else to be judged by.
            if check.reason == .unknownRegion, kind != .postcode {
                notes["number.unknownRegion", default: Tally()].add(row, text)
                return nil
            }
            return check.reason.map { "number.\($0.rawValue)" }
        }
        switch role {
        case .mail: return (try? MailKind().parse(text: text)) == nil ? "inspect.badMail" : nil
        case .birthday, .date:
            guard let day = InspectedDay.read(text) else { return "inspect.badDate" }
            return role == .birthday && day > surroundings.today ? "number.futureDate" : role == .birthday && day.year < 1850 ? "number.ancientDate" : nil
        case .sex: return Self.sexes.contains(text.lowercased()) ? nil : "inspect.badSex"
        case .address:
            guard surroundings.isChinese, let addresses = surroundings.addresses else { return nil }
            return addresses.parse(text).isParsed ? nil : "inspect.unparsedAddress"
        default: return nil
        }
    }

    private static let sexes: Set = ["男", "女", "m", "f", "male", "female", "1", "2", "0", "9", "男性", "女性", "先生", "女士", "未知", "u", "x"]
}
