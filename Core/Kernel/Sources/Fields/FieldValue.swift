public import Foundation

/// A Swift type that a field can hold.
public protocol FieldValue: Sendable, Hashable {
    /// The type without optionality, which decides the kinds that fit.
    associatedtype Base = Self
    static var isOptional: Bool { get }
    init?(_ value: Value)
    var value: Value { get }
    /// Whether the value is one that was added to the field at run time and that this type has no name for.
    static func isForeign(_ value: Value) -> Bool
}

extension FieldValue {
    public static var isOptional: Bool { false }
    public static func isForeign(_ value: Value) -> Bool { false }
}

extension Optional: FieldValue where Wrapped: FieldValue {
    public typealias Base = Wrapped.Base
    public static var isOptional: Bool { true }
    public init?(_ value: Value) {
        if value == .null || Wrapped.isForeign(value) {
            self = .none
        } else if let wrapped = Wrapped(value) {
            self = .some(wrapped)
        } else {
            return nil
        }
    }
    public var value: Value { self?.value ?? .null }
}

extension String: FieldValue {
    public init?(_ value: Value) { if let text = value.text { self = text } else { return nil } }
    public var value: Value { .text(self) }
}

extension Int64: FieldValue {
    public init?(_ value: Value) { if case .integer(let number) = value { self = number } else { return nil } }
    public var value: Value { .integer(self) }
}

extension Decimal: FieldValue {
    public init?(_ value: Value) { if case .decimal(let number) = value { self = number } else { return nil } }
    public var value: Value { .decimal(self) }
}

extension Money: FieldValue {
    public init?(_ value: Value) { if case .money(let money) = value { self = money } else { return nil } }
    public var value: Value { .money(self) }
}

extension Bool: FieldValue {
    public init?(_ value: Value) { if case .flag(let flag) = value { self = flag } else { return nil } }
    public var value: Value { .flag(self) }
}

extension Day: FieldValue {
    public init?(_ value: Value) { if case .day(let day) = value { self = day } else { return nil } }
    public var value: Value { .day(self) }
}

extension Instant: FieldValue {
    public init?(_ value: Value) { if case .instant(let instant) = value { self = instant } else { return nil } }
    public var value: Value { .instant(self) }
}

extension RecordID: FieldValue {
    public init?(_ value: Value) { if let id = value.reference { self = id } else { return nil } }
    public var value: Value { .reference(self) }
}

extension Address: FieldValue {
    public init?(_ value: Value) { if case .address(let address) = value { self = address } else { return nil } }
    public var value: Value { .address(self) }
}

/// A JSON document as the value of a field. (`JSON` itself has literals of every kind and would make overloads guess.)
public struct Document: FieldValue {
    public let json: JSON

    public init(_ json: JSON) { self.json = json }
    public init?(_ value: Value) { if case .json(let json) = value { self.json = json } else { return nil } }
    public var value: Value { .json(json) }
}

extension Array: FieldValue where Element: FieldValue {
    /// A list may always be empty.
    public static var isOptional: Bool { true }
    public init?(_ value: Value) {
        guard value != .null else { self = []; return }
        guard case .list(let items) = value else { return nil }
        self = []
        for item in items where !Element.isForeign(item) {
            guard let element = Element(item) else { return nil }
            append(element)
        }
    }
    public var value: Value { .list(map(\.value)) }
}

/// A link to a record of an entity; a link to another entity does not compile.
public struct Reference<E: Entity>: FieldValue {
    public let id: RecordID

    public init(_ id: RecordID) { self.id = id }
    public init?(_ value: Value) { if let id = value.reference { self.id = id } else { return nil } }
    public var value: Value { .reference(id) }
}

/// An enumeration whose cases are the options of a choice.
///
/// Options can be added at run time. One that refines a case carries its name, `vip.x_diamond`, and is that case to domain code;
/// one that stands beside them, `x_mining`, is nothing to it, and only fields that may be empty can have it.
public protocol Choice: FieldValue, RawRepresentable<String>, CaseIterable {
    var colour: Option.Colour { get }
}

extension Choice {
    public var colour: Option.Colour { .grey }
    public init?(_ value: Value) {
        guard let text = value.text, let option = Self(rawValue: text) ?? Self(refined: text) else { return nil }
        self = option
    }

    private init?(refined text: String) {
        guard let dot = text.firstIndex(of: "."), text[dot...].hasPrefix("." + Option.customPrefix) else { return nil }
        self.init(rawValue: String(text[..<dot]))
    }

    public static func isForeign(_ value: Value) -> Bool {
        value.text.map { $0.hasPrefix(Option.customPrefix) && Self(rawValue: $0) == nil } ?? false
    }
    public var value: Value { .text(rawValue) }
    public static var options: [Option] { allCases.map { Option($0.rawValue, $0.colour) } }
}
