import Kernel

/// What the first values of a column look like, for people who match it to a field.
enum ColumnContent: String, Sendable, CaseIterable {
    case flag, date, dateTime, mail, phone, integer, decimal, url, text, empty

    /// The first that all values are, of those that say most.
    init(_ values: [String]) {
        let values = values.map(\.stripped).filter { !$0.isEmpty }
        self = values.isEmpty ? .empty : Self.allCases.first { content in values.allSatisfy(content.holds) } ?? .text
    }

    private func holds(_ text: String) -> Bool {
        func isRead(_ kind: any FieldKind) -> Bool { (try? kind.parse(text: text)) != nil }
        return switch self {
        // A column of 0 and 1 holds numbers as well.
        case .flag: isRead(FlagKind()) && Int(text) == nil
        case .date: isRead(DayKind())
        case .dateTime: isRead(InstantKind())
        case .mail: isRead(MailKind())
        // Short ones are numbers of anything.
        case .phone: text.utf8.count >= 10 && isRead(PhoneKind())
        case .integer: isRead(IntegerKind())
        case .decimal: isRead(DecimalKind())
        // Much that has a dot in it could be an address.
        case .url: (text.contains("://") || text.hasPrefix("www.")) && isRead(URLKind())
        case .text: true
        case .empty: false
        }
    }
}
