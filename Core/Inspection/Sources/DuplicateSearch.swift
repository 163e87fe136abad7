import Linkage

/// Looks for records that are in a file twice. What is compared, and which records are compared at all, follows from the roles of the columns;
/// how much each column tells is learned from the file itself.
struct DuplicateSearch {
    /// A column as it is compared; a column of names is two, one of people and one of organisations, of which each row fills one.
    private struct Compared {
        let column: Int
        let role: ColumnRole
        let comparator: Comparator
        let isSplit: Bool
    }

    private let compared: [Compared]
    private let settings: LinkageSettings
    private var file: LinkageFile

    init(_ roles: [ColumnRole?]) {
        let all = roles.enumerated().flatMap { column, role -> [Compared] in
            guard let role, let comparator = role.comparator else { return [] }
            guard role == .name else { return [Compared(column: column, role: role, comparator: comparator, isSplit: false)] }
            return [Compared(column: column, role: .person, comparator: .person, isSplit: true), Compared(column: column, role: .company, comparator: .company, isSplit: true)]
        }
        compared = Array(all.prefix(Self.mostFields))
        let roles = compared.map(\.role), swapped = Self.swapped(roles)
        let fields = compared.enumerated().map { place, column in
            LinkageField(
                Self.key(place), column.comparator, weighsFrequency: column.role.isName || column.role == .city, swappedWith: swapped[place].map(Self.key))
        }
        settings = LinkageSettings(fields: fields, passes: Self.passes(roles))
        file = LinkageFile(settings)
    }

    private static let mostFields = 15
    /// A few rows tell nothing about how much a column tells: the standard weights hold for them.
    private static let fewestToLearnFrom = 200

    /// Rows come in their order, each once; one that could not be read is empty.
    mutating func append(_ values: [String]) {
        file.append(compared.map { column in
            guard column.column < values.count else { return nil }
            let value = values[column.column]
            return column.isSplit && OrganisationName.holds(value) != (column.comparator == .company) ? nil : value
        })
    }

    func run() async -> Duplicates {
        guard !settings.passes.isEmpty, file.count > 1 else { return Duplicates() }
        let found = await Linker(settings).link(file, learning: file.count >= Self.fewestToLearnFrom)
        let pairs = found.pairs.map {
            Duplicates.Pair(left: $0.left + 1, right: $0.right + 1, score: $0.probability, isSame: settings.thresholds.verdict($0.probability) == .same)
        }
        let groups = Clusters.of(found.pairs, least: settings.thresholds.same)
        return Duplicates(
            isLooked: true, pairs: completed(pairs, groups), groups: groups.map { $0.map { $0 + 1 } }, compared: found.candidates)
    }

    /// What is the same as a third row is the same as each other: such pairs score no more than it takes to be the same.
    private func completed(_ pairs: [Duplicates.Pair], _ groups: [[Int]]) -> [Duplicates.Pair] {
        let known = Set(pairs.filter(\.isSame).map { [$0.left, $0.right] })
        let implied = groups.filter { $0.count <= Self.mostInGroup }.flatMap { group in
            group.enumerated().flatMap { place, left in group[(place + 1)...].map { [left + 1, $0 + 1] } }
        }.filter { !known.contains($0) }
        let isImplied = Set(implied)
        let all = pairs.filter { !isImplied.contains([$0.left, $0.right]) } + implied.map {
            Duplicates.Pair(left: $0[0], right: $0[1], score: settings.thresholds.same, isSame: true)
        }
        return all.sorted { ($0.left, $0.right) < ($1.left, $1.right) }
    }

    /// Of larger groups only what was compared is told: their pairs grow with the square.
    private static let mostInGroup = 100

    private static func key(_ place: Int) -> String { "c\(place)" }

    /// Given and family name, and street and building, are now and then written into each other's column.
    private static func swapped(_ roles: [ColumnRole]) -> [Int: Int] {
        [(ColumnRole.givenName, ColumnRole.familyName), (.street, .building)].reduce(into: [:]) { found, pair in
            if let one = roles.firstIndex(of: pair.0), let other = roles.firstIndex(of: pair.1) { found[one] = other }
        }
    }

    private static func passes(_ roles: [ColumnRole]) -> [BlockingPass] {
        func part(_ place: Int) -> BlockingPass.Part { BlockingPass.Part(key(place), roles[place].form) }
        let alone = roles.indices.filter { roles[$0].tellsAlone }.map { BlockingPass([part($0)]) }
        let weak = roles.indices.filter { roles[$0].weight > 0 }
        let together = weak.flatMap { one in
            weak.filter { $0 > one && roles[one].weight + roles[$0].weight >= 3 && roles[one] != roles[$0] }.map { BlockingPass([part(one), part($0)]) }
        }
        let names = roles.indices.filter { [.person, .company].contains(roles[$0]) }.map { place in
            BlockingPass([BlockingPass.Part(key(place), .sound)], largestBlock: 40)
        }
        return alone + together + names
    }
}

extension ColumnRole {
    /// Nil for what tells nothing of who it is.
    fileprivate var comparator: Comparator? {
        switch self {
        case .company: .company
        case .name, .person, .givenName, .familyName: .person
        case .phone, .mobile: .phone
        case .mail: .mail
        case .identityCard, .creditCode, .document, .identity, .passport, .plate, .bankCard: .identity
        case .address: .address
        case .city, .district, .street, .building: .text
        case .houseNumber: .number
        case .postcode: .postcode
        case .birthday: .date
        case .province, .sex, .code: .code
        case .date, .key, .text, .identityType: nil
        }
    }

    fileprivate var form: KeyForm {
        switch self {
        case .name, .person, .company, .givenName, .familyName, .city, .district, .street, .building: .sound
        case .identityCard, .creditCode, .document, .identity, .passport, .bankCard: .slips
        case .phone, .mobile: .subscriber
        default: .whole
        }
    }

    /// Whether two records with the same value are worth a look.
    fileprivate var tellsAlone: Bool { [.identityCard, .creditCode, .document, .identity, .passport, .plate, .bankCard, .phone, .mobile, .mail, .address].contains(self) }

    /// Two that come to three or more are worth a look together.
    fileprivate var weight: Int {
        switch self {
        case .name, .person, .company, .givenName, .familyName, .birthday, .street: 2
        case .city, .district, .postcode, .houseNumber, .building: 1
        default: 0
        }
    }
}

/// The records that are in a file twice.
public struct Duplicates: Sendable {
    public struct Pair: Sendable {
        /// Rows of data from 1.
        public let left, right: Int
        /// From 0 to 1: how likely both are the same.
        public let score: Double
        /// Otherwise a person is to be asked.
        public let isSame: Bool
    }

    /// Whether there was anything to compare by.
    public var isLooked = false
    public var pairs: [Pair] = []
    /// Rows that are the same, without doubt.
    public var groups: [[Int]] = []
    public var compared = 0

    public init(isLooked: Bool = false, pairs: [Pair] = [], groups: [[Int]] = [], compared: Int = 0) {
        (self.isLooked, self.pairs, self.groups, self.compared) = (isLooked, pairs, groups, compared)
    }

    /// How many rows are one too many.
    public var surplus: Int { groups.reduce(0) { $0 + $1.count - 1 } }
}

extension Double {
    /// Six digits behind the point, for programs.
    package var score: String {
        let units = Int((Swift.min(Swift.max(self, 0), 1) * 1_000_000).rounded())
        let digits = String(units)
        return units >= 1_000_000 ? "1.000000" : "0." + String(repeating: "0", count: 6 - digits.utf8.count) + digits
    }
}
