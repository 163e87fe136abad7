import Foundation
import Kernel
import Testing

@Suite struct PeriodTests {
    @Test(arguments: [
        ("today", "2026-11-22", "2026-11-22", "2026-11-23"), ("yesterday", "2026-01-01", "2025-12-31", "2026-01-01"),
        ("tomorrow", "2026-12-31", "2027-01-01", "2027-01-02"),
        // 2026-11-22 is a Sunday, the last day of its week.
        ("thisWeek", "2026-11-22", "2026-11-16", "2026-11-23"), ("thisWeek", "2026-11-23", "2026-11-23", "2026-11-30"),
        ("lastWeek", "2026-01-01", "2025-12-22", "2025-12-29"), ("nextWeek", "2026-12-31", "2027-01-04", "2027-01-11"),
        ("thisMonth", "2028-02-29", "2028-02-01", "2028-03-01"), ("lastMonth", "2026-03-31", "2026-02-01", "2026-03-01"),
        ("lastMonth", "2026-01-15", "2025-12-01", "2026-01-01"), ("nextMonth", "2026-01-31", "2026-02-01", "2026-03-01"),
        ("nextMonth", "2026-12-31", "2027-01-01", "2027-02-01"), ("thisQuarter", "2026-03-31", "2026-01-01", "2026-04-01"),
        ("thisQuarter", "2026-04-01", "2026-04-01", "2026-07-01"), ("thisQuarter", "2026-12-31", "2026-10-01", "2027-01-01"),
        ("lastQuarter", "2026-01-01", "2025-10-01", "2026-01-01"), ("lastQuarter", "2026-05-31", "2026-01-01", "2026-04-01"),
        ("nextQuarter", "2026-12-31", "2027-01-01", "2027-04-01"), ("thisYear", "2026-12-31", "2026-01-01", "2027-01-01"),
        ("lastYear", "2028-02-29", "2027-01-01", "2028-01-01"), ("nextYear", "2026-01-01", "2027-01-01", "2028-01-01"),
        ("last1Days", "2026-11-22", "2026-11-22", "2026-11-23"), ("last30Days", "2026-03-01", "2026-01-31", "2026-03-02"),
        ("next7Days", "2026-12-29", "2026-12-29", "2027-01-05"), ("next36600Days", "2026-11-22", "2026-11-22", "2127-02-06"),
    ])
    func `a period is counted from today`(name: String, today: String, first: String, end: String) throws {
        let period = try #require(Period(name))
        let today = try #require(Day(today))

        let days = period.days(from: today)

        #expect(days.first?.description == first)
        #expect(days.end.description == end)
    }

    @Test(arguments: [
        "", "Today", "someday", "lastDays", "last0Days", "last-1Days", "last+1Days", "last36601Days",
        "last99999999999999999999Days", "nextDays",
        "past5Days", "last5days", "last 5Days", "last5Days ", "Days", "last1.5Days", "last５Days", "last000005Days",
    ])
    func `an unknown name is no period`(name: String) {
        #expect(Period(name) == nil)
    }

    @Test func `what is overdue has no beginning and ends before today`() throws {
        let days = Period.overdue.days(from: Day(number: 20_779))

        #expect(days.first == nil)
        #expect(days.end == Day(number: 20_779))
    }

    @Test(arguments: [Int.min, -4_000_001, 4_000_001, .max])
    func `no offset overflows`(offset: Int) {
        for today in [Day.first, Day(number: 20_779), .last] {
            for period in [
                Period.day(offset: offset), .week(offset: offset), .month(offset: offset), .quarter(offset: offset),
                .year(offset: offset),
                .last(days: offset), .next(days: offset),
            ] {
                let days = period.days(from: today)
                #expect((Day.first...Day.last).contains(days.end))
            }
        }
    }

    @Test(arguments: [
        ("Asia/Shanghai", "2026-11-22T15:59:59.999Z", "2026-11-21T16:00:00.000Z", "2026-11-22T16:00:00.000Z"),
        ("Asia/Shanghai", "2026-11-22T16:00:00.000Z", "2026-11-22T16:00:00.000Z", "2026-11-23T16:00:00.000Z"),
        // The days on which clocks change have 23 and 25 hours.
        ("America/New_York", "2026-03-08T12:00:00Z", "2026-03-08T05:00:00.000Z", "2026-03-09T04:00:00.000Z"),
        ("America/New_York", "2026-11-01T12:00:00Z", "2026-11-01T04:00:00.000Z", "2026-11-02T05:00:00.000Z"),
        ("America/New_York", "2026-11-02T04:59:59.999Z", "2026-11-01T04:00:00.000Z", "2026-11-02T05:00:00.000Z"),
    ])
    func `today has the hours of the zone`(name: String, now: String, first: String, end: String) throws {
        let moment = Moment(now: try #require(Instant(now)), zone: try #require(TimeZone(identifier: name)))

        let instants = moment.instants(of: .day(offset: 0))

        #expect(instants.first?.description == first)
        #expect(instants.end.description == end)
    }

    @Test func `a time is overdue up to now`() throws {
        let now = Instant(milliseconds: 1_795_300_200_000)
        let moment = Moment(now: now, zone: .gmt)

        #expect(moment.instants(of: .overdue).first == nil)
        #expect(moment.instants(of: .overdue).end == now)
    }

    @Test func `every listed name is a period`() {
        for name in Period.names { #expect(Period(name.replacing("<N>", with: "30")) != nil, "\(name)") }
    }
}
