import Kernel

/// Records that rows of a file may be about already, wherever they are kept.
public protocol KnownRecords: Sendable {
    /// Those that some rows may be about, the likeliest first for each row. One question for all rows.
    func matches(of rows: [InspectedRow]) async throws -> [KnownMatch]
}

/// What a row says, by the roles of its columns; of several columns of one role all that are filled.
public struct InspectedRow: Sendable {
    /// From 1.
    public let number: Int
    public let values: [ColumnRole: [String]]

    public init(number: Int, values: [ColumnRole: [String]]) { (self.number, self.values) = (number, values) }
}

/// A record that a row may be about.
public struct KnownMatch: Sendable, Hashable {
    /// How much may be told of it.
    public enum Whom: Sendable, Hashable {
        case record(String, code: String)
        /// Only that there is one, and the code of the unit that has it.
        case elsewhere(unit: String)
    }

    public let row: Int
    public let whom: Whom
    /// From 0 to 1: how likely both are the same.
    public let score: Double
    /// Otherwise a person is to be asked.
    public let isSame: Bool

    public init(row: Int, whom: Whom, score: Double, isSame: Bool) { (self.row, self.whom, self.score, self.isSame) = (row, whom, score, isSame) }

    /// As lists of pairs name it beside rows.
    package var mark: String {
        switch whom {
        case .record(_, let code): "code:\(code)"
        case .elsewhere(let unit): "unit:\(unit)"
        }
    }
}

/// What was found of a whole file.
public struct KnownRows: Sendable {
    public private(set) var matches: [KnownMatch] = []
    /// How many rows are about somebody who is there.
    public private(set) var known = 0
    /// How many more may be, which a person is to look at.
    public private(set) var uncertain = 0

    public init() {}

    mutating func add(_ found: [KnownMatch]) {
        for matches in Dictionary(grouping: found, by: \.row).values {
            if matches.contains(where: \.isSame) { known += 1 } else { uncertain += 1 }
        }
        matches += found
    }
}

/// Asks for some hundred rows at a time.
struct KnownSearch {
    private let records: any KnownRecords
    private let roles: [ColumnRole?]
    private var waiting: [InspectedRow] = []
    private var found = KnownRows()

    private static let rowsPerQuestion = 200

    init(_ records: any KnownRecords, _ roles: [ColumnRole?]) { (self.records, self.roles) = (records, roles) }

    mutating func append(_ values: [String], row: Int) async throws {
        var told: [ColumnRole: [String]] = [:]
        for (role, value) in zip(roles, values) where !value.isEmpty {
            if let role, role != .text { told[role, default: []].append(value) }
        }
        guard !told.isEmpty else { return }
        waiting.append(InspectedRow(number: row, values: told))
        if waiting.count == Self.rowsPerQuestion { try await ask() }
    }

    mutating func finish() async throws -> KnownRows {
        try await ask()
        return found
    }

    private mutating func ask() async throws {
        guard !waiting.isEmpty else { return }
        found.add(try await records.matches(of: waiting))
        waiting = []
    }
}
