import Foundation

/// The time in a header (RFC 5322, section 3.3).
enum MailDate {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let zones = ["EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7]

    private static var calendar: Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }

    static func text(_ date: Date) -> String {
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second, .weekday], from: date)
        func two(_ number: Int?) -> String { String(format: "%02d", number ?? 0) }
        return "\(days[(parts.weekday ?? 1) - 1]), \(two(parts.day)) \(months[(parts.month ?? 1) - 1]) \(String(format: "%04d", parts.year ?? 0)) "
            + "\(two(parts.hour)):\(two(parts.minute)):\(two(parts.second)) +0000"
    }

    /// Nil for what is no date; without a zone it is UTC.
    static func date(_ text: String) -> Date? {
        let pattern = #/(\d{1,2})[\s-]+([A-Za-z]{3})[a-z]*[\s-]+(\d{2,4})\s+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?\s*(?:([+-])(\d{2})(\d{2})|([A-Za-z]{1,5}))?/#
        guard let match = text.prefix(200).firstMatch(of: pattern),
            let month = months.firstIndex(of: match.2.prefix(1).uppercased() + match.2.dropFirst().lowercased()), var year = Int(match.3)
        else { return nil }
        // Years of two and three digits: RFC 5322, section 4.3.
        if match.3.count == 2 { year += year < 50 ? 2000 : 1900 } else if match.3.count == 3 { year += 1900 }
        let parts = DateComponents(
            year: year, month: month + 1, day: Int(match.1), hour: Int(match.4), minute: Int(match.5), second: match.6.flatMap { Int($0) } ?? 0)
        guard let (day, hour, minute) = parts.day.flatMap({ day in parts.hour.flatMap { hour in parts.minute.map { (day, hour, $0) } } }),
            (1...31).contains(day), hour < 24, minute < 60, let local = calendar.date(from: parts)
        else { return nil }
        let minutes = match.8.flatMap { Int($0) }.map { $0 * 60 + (match.9.flatMap { Int($0) } ?? 0) } ?? (zones[match.10?.uppercased() ?? ""] ?? 0) * 60
        return local.addingTimeInterval(Double(match.7 == "-" ? minutes : -minutes) * 60)
    }
}
