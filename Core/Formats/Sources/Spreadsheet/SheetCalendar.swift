import Kernel

/// What a number format shows of a number that is a moment.
enum DateFormat: UInt8 {
    case date, time, dateTime
    /// Hours beyond 24: `[h]:mm`.
    case elapsed

    /// The formats that every spreadsheet has (ISO/IEC 29500-1, 18.8.30), with those of Chinese Excel.
    init?(builtIn id: Int) {
        switch id {
        case 14...17, 27...31, 36, 50...54, 57, 58: self = .date
        case 18...21, 32...35, 45, 47, 55, 56: self = .time
        case 22: self = .dateTime
        case 46: self = .elapsed
        default: return nil
        }
    }

    /// Nil for the format of a number, an amount or a text.
    init?(code: String) {
        var hasDate = false, hasTime = false, hasMonthOrMinute = false, isElapsed = false
        var rest = code.lowercased()[...]
        // Of the sections for positive and negative numbers and for text, the first.
        scan: while let sign = rest.popFirst() {
            switch sign {
            case ";": break scan
            case "\"": rest = rest.drop { $0 != "\"" }.dropFirst()
            case "\\", "_", "*": rest = rest.dropFirst()
            case "[":
                let inside = rest.prefix { $0 != "]" }
                rest = rest.dropFirst(inside.count + 1)
                if let first = inside.first, "hms".contains(first), inside.allSatisfy({ $0 == first }) { isElapsed = true }
            case "a":
                // am/pm, a/p: the m of it is no month.
                if let mark = ["m/pm", "/p"].first(where: rest.hasPrefix) {
                    hasTime = true
                    rest = rest.dropFirst(mark.count)
                }
            case "y", "d": hasDate = true
            case "h", "s": hasTime = true
            case "m": hasMonthOrMinute = true
            default: break
            }
        }
        if isElapsed { self = .elapsed; return }
        if hasMonthOrMinute, !hasTime { hasDate = true }
        switch (hasDate, hasTime) {
        case (true, true): self = .dateTime
        case (true, false): self = .date
        case (false, true): self = .time
        case (false, false): return nil
        }
    }
}

/// How a workbook counts days: from 1900, with a 29 February that never was, or from 1904.
struct SheetCalendar {
    let isFrom1904: Bool

    /// Of what we write.
    static let excel = SheetCalendar(isFrom1904: false)

    private static let dayLength = 86_400_000
    private static let lastSerial = 2_958_466.0

    /// Nil where the number is no moment of this calendar and remains a number.
    func value(_ serial: Double, _ format: DateFormat) -> SheetValue? {
        guard serial >= 0, serial < Self.lastSerial else { return nil }
        let (days, milliseconds) = Int((serial * Double(Self.dayLength)).rounded()).quotientAndRemainder(dividingBy: Self.dayLength)
        if format == .elapsed || (days == 0 && format != .date) { return .time(milliseconds: days * Self.dayLength + milliseconds) }
        guard let day = day(days) else { return nil }
        return milliseconds == 0 && format == .date ? .date(day) : .dateTime(LocalDateTime(day: day, milliseconds: milliseconds))
    }

    /// The number that stands for a moment; nil before 1900-01-01 and, from 1904, before that.
    func serial(_ day: Day, milliseconds: Int = 0) -> Double? {
        let days = isFrom1904 ? day.number + 24_107 : day.number + (day.number < -25_508 ? 25_568 : 25_569)
        guard days >= (isFrom1904 ? 0 : 1) else { return nil }
        return Double(days) + Double(milliseconds) / Double(Self.dayLength)
    }

    private func day(_ days: Int) -> Day? {
        if isFrom1904 { return Day(number: days - 24_107) }
        switch days {
        case 0, 60: return nil
        case ..<60: return Day(number: days - 25_568)
        default: return Day(number: days - 25_569)
        }
    }
}
