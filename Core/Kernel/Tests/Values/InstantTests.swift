import Foundation
import Kernel
import Testing

@Suite struct InstantTests {
    @Test(arguments: [
        ("2026-11-22T06:30:00.000Z", "2026-11-22T06:30:00.000Z"), ("2026-11-22T06:30Z", "2026-11-22T06:30:00.000Z"),
        ("2026-11-22 06:30:15z", "2026-11-22T06:30:15.000Z"), ("2026-11-22T06:30:15.5+08:00", "2026-11-21T22:30:15.500Z"),
        ("2026-11-22T06:30:15.123456789-05:30", "2026-11-22T12:00:15.123Z"),
        ("2026-12-31T23:59:59.999-00:01", "2027-01-01T00:00:59.999Z"),
        ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"), ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"),
        ("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"),
    ])
    func `a time is read with its offset and written in UTC`(text: String, written: String) {
        #expect(Instant(text)?.description == written)
    }

    @Test(arguments: [
        "", "2026-11-22", "2026-11-22T06:30", "2026-11-22T24:00Z", "2026-11-22T06:60Z", "2026-11-22T06:30:60Z",
        "2026-11-22T06:30:00.Z",
        "2026-11-22T06:30:00.1234567890Z", "2026-11-22T06:30:00+0800", "2026-11-22T06:30:00+24:00", "2026-11-22T06:30:00+08:60",
        "2026-11-22T06:30:00Zx", "2026-11-22T06:30:0Z", "2026-11-22T06:30:", "2026-11-22T06:30:00", "2026-02-30T06:30Z",
        "2026-11-22x06:30Z",
        "2026-11-22T06.30Z", "2026-11-22T+6:30Z", "2026-11-22T06:30:00*08:00", "0001-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
        "٢٠٢٦-11-22T06:30Z",
    ])
    func `what is no time is nil`(text: String) {
        #expect(Instant(text) == nil)
    }

    @Test func `what is written reads back`() {
        var random = SeededRandom(2)
        let ends = Instant.first.milliseconds...Instant.last.milliseconds

        for _ in 0..<5_000 {
            let instant = Instant(milliseconds: Int64.random(in: ends, using: &random))
            #expect(Instant(instant.description) == instant)
        }
    }

    @Test func `the order of texts is the order of times`() {
        var random = SeededRandom(3)
        let instants = (0..<1_000).map { _ in
            Instant(milliseconds: Int64.random(in: Instant.first.milliseconds...Instant.last.milliseconds, using: &random))
        }

        #expect(instants.sorted().map(\.description) == instants.map(\.description).sorted())
    }

    @Test func `nothing overflows at the ends`() {
        #expect(Instant(milliseconds: .max) == .last)
        #expect(Instant(milliseconds: .min) == .first)
        #expect(Instant.last + .max == .last)
        #expect(Instant.first + .min == .first)
        #expect(Instant(Date(timeIntervalSince1970: .infinity)) == .last)
        #expect(Instant(Date(timeIntervalSince1970: -1e300)) == .first)
        #expect(Instant(Date(timeIntervalSince1970: .nan)) == .first)
        #expect(Instant(Date(timeIntervalSince1970: -0.0005)).milliseconds == -1)
    }

    @Test(arguments: ["Asia/Shanghai", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
    func `the ends of time have a day in every zone`(name: String) throws {
        let zone = try #require(TimeZone(identifier: name))

        #expect(Instant.last.day(in: zone) >= Day.last - 1)
        #expect(Instant.first.day(in: zone) <= Day.first + 1)
        #expect(Instant(startOf: .last, in: zone) >= Instant.last + -172_800_000)
        #expect(Instant(startOf: .first, in: zone) <= Instant.first + 172_800_000)
    }

    @Test(arguments: [
        ("Asia/Shanghai", "2026-11-22", "2026-11-21T16:00:00.000Z"), ("UTC", "2026-11-22", "2026-11-22T00:00:00.000Z"),
        // Clocks change at two in the night after these midnights.
        ("America/New_York", "2026-03-08", "2026-03-08T05:00:00.000Z"),
        ("America/New_York", "2026-03-09", "2026-03-09T04:00:00.000Z"),
        ("America/New_York", "2026-11-01", "2026-11-01T04:00:00.000Z"),
        ("America/New_York", "2026-11-02", "2026-11-02T05:00:00.000Z"),
        // Midnight is left out: the day begins at one o'clock.
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00.000Z"), ("Africa/Cairo", "2024-04-26", "2024-04-25T22:00:00.000Z"),
        // Midnight comes twice: the day begins with the first.
        ("America/Havana", "2026-11-01", "2026-11-01T04:00:00.000Z"),
        // The hour before midnight comes twice: the day begins after the second.
        ("America/Sao_Paulo", "2018-02-18", "2018-02-18T03:00:00.000Z"),
    ])
    func `a day begins when the clocks of the zone say`(name: String, day: String, start: String) throws {
        let zone = try #require(TimeZone(identifier: name))
        let day = try #require(Day(day))

        #expect(Instant(startOf: day, in: zone).description == start)
    }

    @Test(arguments: [
        "Asia/Shanghai", "America/New_York", "America/Sao_Paulo", "Africa/Cairo", "Asia/Beirut", "Australia/Lord_Howe",
    ])
    func `the start of a day is the first instant of that day`(name: String) throws {
        let zone = try #require(TimeZone(identifier: name))

        for number in stride(from: 10_000, to: 21_500, by: 1) {
            let day = Day(number: number)
            let start = Instant(startOf: day, in: zone)
            #expect(start.day(in: zone) == day)
            #expect((start + -1).day(in: zone) < day)
        }
    }
}
