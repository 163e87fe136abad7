public import Engine
public import Foundation
public import Kernel

/// A look at a file of customers before anything is done with it: how complete it is, what is wrong, what is suspicious, what is in it twice.
///
///     let found = try await FileInspection(mapping, on: today, divisions: divisions).run(url)
///     try found.html(.chinese, texts).write(to: report)
public struct FileInspection: Sendable {
    private let mapping: InspectionMapping
    private let today: Day
    private let divisions: Divisions?

    /// A value on at least so many records says that it is nobody's own.
    static let manyRecords = 5
    /// Values of how many columns are counted, and how many of each: a file may hold anything.
    private static let mostValues = 2_000_000

    /// - Parameter divisions: without them addresses are not taken apart, and districts not looked at.
    public init(_ mapping: InspectionMapping, on today: Day, divisions: Divisions? = nil) {
        (self.mapping, self.today, self.divisions) = (mapping, today, divisions)
    }

    /// - Parameters:
    ///   - known: records that the rows may be about already.
    ///   - told: called with everything that is found; with it the file is read twice, for the rows that share a value.
    public func run(_ url: URL, against known: (any KnownRecords)? = nil, told: ((Finding) async throws -> Void)? = nil) async throws -> InspectedFile {
        let name = url.lastPathComponent
        return try await run(named: name, against: known, told: told) { try ImportTableKind(url, named: name).open(url, TableReading([:]), most: .max) }
    }

    /// - Parameters:
    ///   - progress: called now and then with how much of the file was read, from 0 to 1, where that is known.
    ///   - open: begins with the file, anew each time.
    package func run(
        named name: String, against known: (any KnownRecords)? = nil, progress: (Double) -> Void = { _ in }, told: ((Finding) async throws -> Void)? = nil,
        from open: () throws -> any ImportTable
    ) async throws -> InspectedFile {
        let table = try open()
        let roles = try mapping.roles(of: table.header)
        var file = InspectedFile(name: name, facts: table.facts, columns: zip(table.header, roles).map(ColumnFindings.init))
        var duplicates = DuplicateSearch(roles), seen: [Int: [UInt64: (count: Int, row: Int)]] = [:], search = known.map { KnownSearch($0, roles) }
        let surroundings = ColumnFindings.Surroundings(
            today: today, regions: divisions.map { RegionCodes($0.codes) }, addresses: divisions.map { AddressParser($0.all) }, isChinese: mapping.isChinese)
        while true {
            let rows = try table.next()
            if rows.isEmpty { break }
            for row in rows {
                file.rows += 1
                switch row {
                case .failure(let error):
                    file.add(error)
                    duplicates.append([])
                case .success(let record):
                    let values = record.fields.map(\.plainValue)
                    let found = look(at: values, roles, surroundings, &file, &seen)
                    if let told {
                        for (column, kind) in found {
                            try await told(Finding(row: file.rows, column: table.header[column], kind: kind, value: column < values.count ? values[column] : ""))
                        }
                    }
                    duplicates.append(values)
                    try await search?.append(values, row: file.rows)
                }
            }
            try Task.checkCancellation()
            progress(table.share ?? 0)
        }
        addShared(seen, &file)
        if let told { try await tellShared(open(), seen, told) }
        file.duplicates = await duplicates.run()
        file.known = try await search?.finish()
        return file
    }

    private func look(
        at values: [String], _ roles: [ColumnRole?], _ surroundings: ColumnFindings.Surroundings, _ file: inout InspectedFile,
        _ seen: inout [Int: [UInt64: (count: Int, row: Int)]]
    ) -> [(column: Int, kind: String)] {
        var hasName = false, isReachable = false, isProven = false, told: [(column: Int, kind: String)] = []
        let type = roles.firstIndex(of: .identityType).flatMap { $0 < values.count ? values[$0] : nil }
        for (column, role) in roles.enumerated() where column < values.count && !values[column].isEmpty {
            let kind = role == .identity ? ColumnRole.kind(ofDocument: values[column], named: type) : nil
            let found = file.columns[column].look(at: values[column], row: file.rows, as: kind, surroundings)
            told += found.map { (column, $0) }
            guard let role, found.isEmpty else { continue }
            if role.isName { hasName = true }
            if role.reaches { isReachable = true }
            if role.proves { isProven = true }
            guard [.phone, .mobile, .mail, .identityCard, .creditCode, .identity, .bankCard, .key].contains(role) else { continue }
            let hash = Self.hash(values[column])
            if let known = seen[column]?[hash] {
                seen[column]?[hash] = (known.count + 1, known.row)
            } else if seen[column]?.count ?? 0 < Self.mostValues {
                seen[column, default: [:]][hash] = (1, file.rows)
            }
        }
        if surroundings.isChinese {
            for (column, reason) in RowContradictions(values, roles, type, on: today).faults {
                file.columns[column].addFault(reason, values[column], row: file.rows)
                told.append((column, reason))
            }
        }
        if values.count > roles.count, values.dropFirst(roles.count).contains(where: { !$0.isEmpty }) { file.tooWide += 1 }
        let asksName = roles.contains { $0?.isName == true }, asksReach = roles.contains { $0?.reaches == true || $0?.proves == true }
        if asksName && !hasName || asksReach && !isReachable && !isProven { file.unusable += 1 }
        if let name = roles.firstIndex(where: { $0?.isName == true }), name >= values.count || values[name].isEmpty { told.append((name, "inspect.nameMissing")) }
        return told
    }

    /// What some rows are called: reads the file again.
    package func names(of wanted: Set<Int>, in table: any ImportTable) throws -> [Int: String] {
        let roles = try mapping.roles(of: table.header)
        var names: [Int: String] = [:], number = 0, left = wanted.count
        while left > 0, case let rows = try table.next(), !rows.isEmpty {
            for row in rows {
                number += 1
                guard wanted.contains(number) else { continue }
                left -= 1
                guard case .success(let record) = row else { continue }
                let parts = zip(roles, record.fields).filter { $0.0?.isName == true }.map { $1.plainValue }.filter { !$0.isEmpty }
                names[number] = String(parts.joined(separator: " ").prefix(80))
            }
        }
        return names
    }

    /// The rows of values that stand on many.
    private func tellShared(_ table: any ImportTable, _ seen: [Int: [UInt64: (count: Int, row: Int)]], _ told: (Finding) async throws -> Void) async throws {
        let shared = seen.mapValues { values in Set(values.filter { $0.value.count >= Self.manyRecords }.keys) }.filter { !$0.value.isEmpty }
        var number = 0
        while !shared.isEmpty, case let rows = try table.next(), !rows.isEmpty {
            for row in rows {
                number += 1
                guard case .success(let record) = row else { continue }
                let values = record.fields.map(\.plainValue)
                for (column, hashes) in shared where column < values.count && hashes.contains(Self.hash(values[column])) {
                    try await told(Finding(row: number, column: table.header[column], kind: "suspicion.\(Suspicion.shared.rawValue)", value: values[column]))
                }
            }
        }
    }

    private func addShared(_ seen: [Int: [UInt64: (count: Int, row: Int)]], _ file: inout InspectedFile) {
        for (column, values) in seen {
            let isKey = file.columns[column].role == .key
            for (_, value) in values.filter({ $0.value.count >= (isKey ? 2 : Self.manyRecords) }).sorted(by: { ($1.value.count, $0.value.row) < ($0.value.count, $1.value.row) }).prefix(50) {
                file.columns[column].add(.shared, "× \(value.count)", row: value.row, rows: value.count)
            }
        }
    }

    /// FNV-1a.
    private static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}

extension String {
    /// Without blanks around it; nothing where a file says that it has nothing.
    var plainValue: String {
        let text = stripped
        return ["null", "nan", "#n/a"].contains(text.lowercased()) ? "" : text
    }
}

/// One thing that is wrong with a file, or looks so.
public struct Finding: Sendable {
    /// Rows of data from 1.
    public let row: Int
    public let column: String
    /// As texts name it, such as `number.wrongCheckDigit` or `suspicion.placeholder`.
    public let kind: String
    /// What stands there; nothing where that is the fault.
    public let value: String
}

/// What was found in a file.
public struct InspectedFile: Sendable {
    public let name: String
    /// How it was read: encoding, separator, sheet.
    public let facts: [String: JSON]
    public internal(set) var columns: [ColumnFindings]
    /// Those that could not be read are counted as well.
    public internal(set) var rows = 0
    /// Rows that could not be read, by the reason.
    public private(set) var broken: [String: Int] = [:]
    public private(set) var brokenLines: [(line: Int, reason: String)] = []
    /// Rows with more cells than the header.
    public internal(set) var tooWide = 0
    /// Rows that cannot be worked with: not to be read, without a name, or with nothing to reach or to know the customer by.
    public internal(set) var unusable = 0
    public internal(set) var duplicates = Duplicates()
    /// What was found among the records that are there; nil where nobody asked.
    public internal(set) var known: KnownRows?

    init(name: String, facts: [String: JSON], columns: [ColumnFindings]) { (self.name, self.facts, self.columns) = (name, facts, columns) }

    mutating func add(_ error: CSVError) {
        broken["csv.\(error.problem.rawValue)", default: 0] += 1
        unusable += 1
        if brokenLines.count < 20 { brokenLines.append((error.line, "csv.\(error.problem.rawValue)")) }
    }

    /// `left,right,score,verdict`, a line for each pair: on the left a row of the file; on the right another one, or what is there already as
    /// `code:K2600000017`, or as `unit:north` where no more may be told.
    public var pairsCSV: String {
        var writer = CSVWriter()
        writer.write(["left", "right", "score", "verdict"])
        for pair in duplicates.pairs { writer.write([String(pair.left), String(pair.right), pair.score.score, pair.isSame ? "same" : "ask"]) }
        for match in known?.matches ?? [] { writer.write([String(match.row), match.mark, match.score.score, match.isSame ? "same" : "ask"]) }
        return String(decoding: writer.take(), as: UTF8.self).replacing("\r\n", with: "\n")
    }
}
