@testable import Engine
import Foundation
import Kernel
import Testing

@Suite struct CronTests {
    private static let shanghai = TimeZone(identifier: "Asia/Shanghai") ?? .gmt
    private static let berlin = TimeZone(identifier: "Europe/Berlin") ?? .gmt

    private func next(_ text: String, after instant: String, in zone: TimeZone = .gmt) throws -> String? {
        try Cron(text).next(after: try #require(Instant(instant)), in: zone)?.description
    }

    @Test(
        "The next moment is the one that crontab means",
        arguments: [
            ("* * * * *", "2026-11-22T10:00:00Z", "2026-11-22T10:01:00.000Z"),
            ("30 8 * * *", "2026-11-22T08:30:00Z", "2026-11-23T08:30:00.000Z"),
            ("*/20 9-10 * * *", "2026-11-22T09:45:00Z", "2026-11-22T10:00:00.000Z"),
            ("5/25 * * * *", "2026-11-22T10:05:00Z", "2026-11-22T10:30:00.000Z"),
            // 2026-11-22 is a Sunday.
            ("0 8 * * 1-5", "2026-11-20T08:00:00Z", "2026-11-23T08:00:00.000Z"),
            ("0 8 * * sun", "2026-11-20T08:00:00Z", "2026-11-22T08:00:00.000Z"),
            ("0 8 * * 7", "2026-11-22T08:00:00Z", "2026-11-29T08:00:00.000Z"),
            ("0 0 1,15 * *", "2026-11-22T00:00:00Z", "2026-12-01T00:00:00.000Z"),
            ("0 0 31 * *", "2026-01-31T00:00:00Z", "2026-03-31T00:00:00.000Z"),
            ("0 0 29 FEB *", "2026-11-22T00:00:00Z", "2028-02-29T00:00:00.000Z"),
            // Either of the days, where both are restricted.
            ("0 0 13 * FRI", "2026-11-22T00:00:00Z", "2026-11-27T00:00:00.000Z"),
            ("0 0 */10 * MON", "2026-11-22T00:00:00Z", "2026-12-21T00:00:00.000Z"),
        ])
    func moments(_ text: String, _ after: String, _ expected: String) throws {
        #expect(try next(text, after: after) == expected)
    }

    @Test("A time is that of its zone; one that a jump of the clocks leaves out comes later, one that it repeats comes once")
    func zones() throws {
        #expect(try next("0 8 * * *", after: "2026-11-22T10:00:00Z", in: Self.shanghai) == "2026-11-23T00:00:00.000Z")
        #expect(try next("0 8 * * MON", after: "2026-11-22T10:00:00Z", in: Self.shanghai) == "2026-11-23T00:00:00.000Z")
        #expect(try next("30 2 * * *", after: "2026-03-28T12:00:00Z", in: Self.berlin) == "2026-03-29T01:30:00.000Z")
        #expect(try next("30 2 * * *", after: "2026-10-24T12:00:00Z", in: Self.berlin) == "2026-10-25T00:30:00.000Z")
        #expect(try next("30 2 * * *", after: "2026-10-25T00:30:00Z", in: Self.berlin) == "2026-10-26T01:30:00.000Z")
        #expect(try next("0 0 * * *", after: "2026-10-24T22:00:00Z", in: Self.berlin) == "2026-10-25T23:00:00.000Z")
    }

    @Test("What is never due has no next moment")
    func never() throws {
        #expect(try next("0 0 30 2 *", after: "2026-11-22T00:00:00Z") == nil)
    }

    @Test(
        "What is no rhythm is refused, with the field that is wrong",
        arguments: [
            ("", Cron.Mistake.fieldCount), ("* * * *", .fieldCount), ("* * * * * *", .fieldCount), ("60 * * * *", .field(0)), ("* 24 * * *", .field(1)),
            ("* * 0 * *", .field(2)), ("* * * 13 *", .field(3)), ("* * * * 8", .field(4)), ("5-1 * * * *", .field(0)), ("*/0 * * * *", .field(0)),
            ("1,,2 * * * *", .field(0)), ("-1 * * * *", .field(0)), ("* * * FOO *", .field(3)), ("MON * * * *", .field(0)), ("1-2-3 * * * *", .field(0)),
            ("一 * * * *", .field(0)), ("+5 * * * *", .field(0)), ("*/999999999999999999999 * * * *", .field(0)),
        ])
    func mistakes(_ text: String, _ mistake: Cron.Mistake) {
        #expect(throws: mistake) { try Cron(text) }
    }
}
