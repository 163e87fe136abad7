/// How the values of a field are compared. Stable names: they stand in stored settings.
public enum Comparator: String, Sendable, Hashable, CaseIterable, Codable {
    /// A person's name, Chinese or Latin. `near`: read alike, or one slip in a Latin name. `alike`: one character differs
    /// or two are swapped; Jaro-Winkler from .88. `faint`: one holds the other; Jaro-Winkler from .78.
    case person
    /// An organisation's name. `near`: only one says where it is, or it stands in brackets. `alike`: other regions, one name
    /// holds the other, one is read as the other, or one slip. `faint`: the same brand. `part`: a branch and its head, or two branches.
    case company
    /// `near`: one digit or two neighbours. `alike`: the same last seven digits.
    case phone
    /// Identity and tax numbers. `near`: one character or two neighbours. `alike`: 15 digits and their 18.
    case identity
    /// `near`: one slip. `alike`: the same name at another provider.
    case mail
    /// `YYYY-MM-DD` or `YYYYMMDD`. `near`: one digit, or day and month swapped. `alike`: two of year, month and day, `faint`: the year.
    case date
    /// A whole address. `near`: the same numbers and most of the words. `alike`: the same numbers or most words. `faint`: some words.
    case address
    /// House numbers and the like. `near`: one slip. `alike`: one holds the other.
    case number
    /// `near`: one digit or two neighbours. `alike`: the same first three digits.
    case postcode
    /// Names of places and other short texts. `near`: one slip, or Jaro-Winkler from .94. `alike`: from .86, or two of three words. `faint`: from .76.
    case text
    /// Equal or not.
    case code

    /// The form in which values are compared; empty when there is nothing to compare.
    func prepared(_ text: String) -> Units {
        switch self {
        case .person:
            let name = PersonName(text)
            return name.written.isEmpty ? [] : name.written + [.separator] + name.read
        case .company:
            let name = CompanyName(text)
            guard !name.core.isEmpty else { return [] }
            return Units([name.core, name.region, name.branch, name.brand, name.read].joined(separator: [.separator]))
        case .phone: return PhoneDigits.of(text)
        case .mail: return Array(text.lowercased().filter { !$0.isWhitespace }.utf16.prefix(Folded.longest))
        case .date: return DateDigits.of(text)
        case .address: return AddressText(text).prepared
        case .identity, .number, .postcode, .code: return Folded.joined(text)
        case .text: return Units(Folded.words(text).joined(separator: [.blank]))
        }
    }

    /// Both values as `prepared`, neither empty.
    func grade(_ left: borrowing Span<UInt16>, _ right: borrowing Span<UInt16>) -> Grade {
        if left.equals(right) { return .equal }
        switch self {
        case .person: return PersonName.grade(left, right)
        case .company: return CompanyName.grade(left, right)
        case .phone: return PhoneDigits.grade(left, right)
        case .identity: return IdentityDigits.grade(left, right)
        case .mail: return MailAddress.grade(left, right)
        case .date: return DateDigits.grade(left, right)
        case .address: return AddressText.grade(left, right)
        case .number: return differsByOneSlip(left, right) ? .near : left.contains(right) || right.contains(left) ? .alike : .different
        case .postcode:
            if differsByOneSlip(left, right) { return .near }
            return left.count > 3 && right.count > 3 && left.extracting(0..<3).equals(right.extracting(0..<3)) ? .alike : .different
        case .text: return FreeText.grade(left, right)
        case .code: return .different
        }
    }
}
