import Foundation
import Kernel
import Store
import TestKit
import Testing

@Suite struct Buckets {
    private static let calendar: Calendar = {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = .gmt
        return calendar
    }()

    /// The first day of a bucket as Foundation's calendar has it.
    private func firstDay(_ unit: TimeBucket, _ milliseconds: Int64, offsetMinutes: Int) -> String {
        let date = Date(timeIntervalSince1970: Double(milliseconds) / 1000 + Double(offsetMinutes) * 60)
        let parts = Self.calendar.dateComponents([.year, .month, .day, .weekday], from: date)
        let (year, month) = (parts.year ?? 0, parts.month ?? 0)
        switch unit {
        case .day: return date.formatted(.iso8601.year().month().day())
        case .week:
            let sinceMonday = ((parts.weekday ?? 0) + 5) % 7
            return date.addingTimeInterval(-86_400 * Double(sinceMonday)).formatted(.iso8601.year().month().day())
        case .month: return text(year, month)
        case .quarter: return text(year, (month - 1) / 3 * 3 + 1)
        case .year: return text(year, 1)
        }
    }

    private func text(_ year: Int, _ month: Int) -> String {
        "\(year)-\(month < 10 ? "0" : "")\(month)-01"
    }

    @Test("Times fall into the same days, weeks, months, quarters and years as in a calendar", arguments: Dialect.allCases)
    func times(dialect: Dialect) async throws {
        var generator = SystemRandomNumberGenerator()
        let day: Int64 = 86_400_000
        let times: [Int64] =
            [0, -1, 1, -day, day - 1, 1_704_067_199_999, 1_704_067_200_000, 1_709_164_800_000, -2_208_988_800_000]
            + (0..<200).map { _ in Int64.random(in: -2_000_000_000_000...4_000_000_000_000, using: &generator) }

        try await withDatabase(dialect) { database in
            try await database.makeNotes()
            try await database.write { session in
                for (id, time) in times.enumerated() { try session.execute("INSERT INTO note (id, amount) VALUES (\(id), \(time))") }
            }
            for unit in TimeBucket.allCases {
                for offset in [0, 480, -570, 345] {
                    let found = try await database.read { session in
                        let bucket = session.dialect.timeBucket(unit, of: "amount", offsetMinutes: offset)
                        return try session.rows("SELECT \(bucket) FROM note ORDER BY id").compactMap { $0[0].text }
                    }
                    #expect(found == times.map { firstDay(unit, $0, offsetMinutes: offset) }, "\(unit) \(offset)")
                }
            }
        }
    }

    @Test("Dates fall into buckets, and text that is no date into none", arguments: Dialect.allCases)
    func dates(dialect: Dialect) async throws {
        let dates = ["2024-02-29", "2023-12-31", "2024-01-01", "1969-12-31", "2000-08-15", "", "soon", "2024-1-1"]
        let expected: [TimeBucket: [String?]] = [
            .day: ["2024-02-29", "2023-12-31", "2024-01-01", "1969-12-31", "2000-08-15", nil, nil, nil],
            .week: ["2024-02-26", "2023-12-25", "2024-01-01", "1969-12-29", "2000-08-14", nil, nil, nil],
            .month: ["2024-02-01", "2023-12-01", "2024-01-01", "1969-12-01", "2000-08-01", nil, nil, nil],
            .quarter: ["2024-01-01", "2023-10-01", "2024-01-01", "1969-10-01", "2000-07-01", nil, nil, nil],
            .year: ["2024-01-01", "2023-01-01", "2024-01-01", "1969-01-01", "2000-01-01", nil, nil, nil],
        ]

        try await withDatabase(dialect) { database in
            try await database.makeNotes()
            try await database.write { session in
                for (id, date) in dates.enumerated() { try session.execute("INSERT INTO note (id, body) VALUES (\(id), \(date))") }
            }
            for (unit, days) in expected {
                let found = try await database.read { session in
                    try session.rows("SELECT \(session.dialect.dateBucket(unit, of: "body")) FROM note ORDER BY id").map { $0[0].text }
                }
                #expect(found == days, "\(unit)")
            }
        }
    }

    @Test("A bucket can stand in SELECT, GROUP BY and ORDER BY", arguments: Dialect.allCases)
    func grouping(dialect: Dialect) async throws {
        try await withDatabase(dialect) { database in
            try await database.makeNotes()
            let rows = try await database.write { session in
                try session.execute("INSERT INTO note (id, amount) VALUES (1, 0), (2, 1000), (3, 86400000)")
                let bucket = session.dialect.timeBucket(.day, of: "amount", offsetMinutes: 480)
                return try session.rows("SELECT \(bucket), count(*) FROM note GROUP BY \(bucket) ORDER BY \(bucket)").map(\.cells)
            }

            #expect(rows == [[.text("1970-01-01"), .integer(2)], [.text("1970-01-02"), .integer(1)]])
        }
    }
}
