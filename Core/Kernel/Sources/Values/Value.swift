public import Foundation

/// What a field can hold. Generic code handles values; domain code sees typed fields.
public enum Value: Sendable, Hashable {
    case null
    case text(String)
    case integer(Int64)
    case decimal(Decimal)
    case money(Money)
    case flag(Bool)
    case day(Day)
    case instant(Instant)
    case reference(RecordID)
    case address(Address)
    case list([Value])
    case json(JSON)

    public var isNull: Bool { if case .null = self { true } else { false } }

    /// Nothing in it: null, no text, no items.
    public var isEmpty: Bool {
        switch self {
        case .null: true
        case .text(let text): text.isEmpty
        case .list(let items): items.isEmpty
        case .address(let address): address.isEmpty
        default: false
        }
    }

    public var text: String? { if case .text(let text) = self { text } else { nil } }
    public var reference: RecordID? { if case .reference(let id) = self { id } else { nil } }
    public var list: [Value] { if case .list(let items) = self { items } else { [] } }
}

/// Values of one record by the keys of its fields.
public typealias Values = [String: Value]
