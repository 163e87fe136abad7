import Foundation

/// A date without a time.
public struct DayKind: FieldKind {
    public init() {}

    public var name: String { "date" }
    public var columns: [KindColumn] { [KindColumn(.text)] }
    public var operators: Set<Operator> { .dated }
    public var jsonSchema: JSON { ["type": "string", "format": "date"] }

    public func parse(_ json: JSON) throws(ValueProblem) -> Value {
        guard let text = json.string else { throw ValueProblem(.wrongType, ["expected": "date"]) }
        guard let day = Day(text) else { throw ValueProblem(.badDate) }
        return .day(day)
    }

    /// `2026-11-22`, and as spreadsheets in China write it: `2026/11/2`, `2026年11月2日`, `20261102`.
    public func parse(text: String) throws(ValueProblem) -> Value {
        if let day = Day(text) { return .day(day) }
        let trimmed = text.trimmingCharacters(in: .whitespaces)
        if let day = Day(trimmed) { return .day(day) }
        let whole = trimmed.hasSuffix("日") ? trimmed.dropLast() : trimmed[...]
        let parts = whole.split(omittingEmptySubsequences: false, whereSeparator: { "/-.年月".contains($0) }).map(\.utf8)
        let day: Day? =
            switch parts.count {
            case 3 where parts[0].count == 4 && parts.dropFirst().allSatisfy { (1...2).contains($0.count) }:
                Self.day(parts[0], parts[1], parts[2])
            case 1 where parts[0].count == 8: Self.day(parts[0].prefix(4), parts[0].dropFirst(4).prefix(2), parts[0].suffix(2))
            default: nil
            }
        guard let day else { throw ValueProblem(.badDate) }
        return .day(day)
    }

    private static func day(_ year: Substring.UTF8View, _ month: Substring.UTF8View, _ day: Substring.UTF8View) -> Day? {
        guard let year = Digits.read(year), let month = Digits.read(month), let day = Digits.read(day) else { return nil }
        return Day(year: year, month: month, day: day)
    }

    public func store(_ value: Value) -> [Stored] {
        if case .day(let day) = value { [.text(day.description)] } else { [.null] }
    }
    public func load(_ cells: ArraySlice<Stored>) -> Value { cells.first?.text.flatMap { Day($0) }.map(Value.day) ?? .null }
    public func json(_ value: Value) -> JSON {
        if case .day(let day) = value { .string(day.description) } else { .null }
    }
    public func write(_ cells: ArraySlice<Stored>, to writer: inout JSONWriter) {
        if case .text(let text)? = cells.first { writer.string(text) } else { writer.null() }
    }
}

/// A point in time.
public struct InstantKind: FieldKind {
    public init() {}

    public var name: String { "dateTime" }
    public var columns: [KindColumn] { [KindColumn(.integer)] }
    public var operators: Set<Operator> { .dated }
    public var jsonSchema: JSON { ["type": "string", "format": "date-time"] }

    public func parse(_ json: JSON) throws(ValueProblem) -> Value {
        guard let text = json.string else { throw ValueProblem(.wrongType, ["expected": "dateTime"]) }
        return try parse(text: text)
    }

    public func parse(text: String) throws(ValueProblem) -> Value {
        guard let instant = Instant(text.stripped) else { throw ValueProblem(.badDateTime) }
        return .instant(instant)
    }

    public func store(_ value: Value) -> [Stored] {
        if case .instant(let instant) = value { [.integer(instant.milliseconds)] } else { [.null] }
    }
    public func load(_ cells: ArraySlice<Stored>) -> Value {
        cells.first?.integer.map { .instant(Instant(milliseconds: $0)) } ?? .null
    }
    public func json(_ value: Value) -> JSON {
        if case .instant(let instant) = value { .string(instant.description) } else { .null }
    }
    public func write(_ cells: ArraySlice<Stored>, to writer: inout JSONWriter) {
        guard case .integer(let milliseconds)? = cells.first else { return writer.null() }
        writer.string(Instant(milliseconds: milliseconds).description)
    }
}
