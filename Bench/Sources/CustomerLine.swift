import Kernel

/// A customer's row as JSON, written by hand: the bytes before each value are made once, and each value goes from its cell
/// straight into the answer.
struct CustomerLine: Sendable {
    private enum Form { case text, id, number, flag, instant, fixed(Int), money, choices, links(Int), address, document, attachments, given(String, width: Int) }

    private struct Member {
        let prefix: [UInt8]
        let form: Form
    }

    private let members: [Member]
    private static let parts = Address.parts.enumerated().map { ($1.name, $0) }.sorted { $0.0 < $1.0 }

    init(_ entity: EntityDefinition) {
        let shown = entity.fields.filter { !$0.traits.contains(.secret) }
        var linked = 0
        members = shown.enumerated().map { place, field in
            Member(
                prefix: Array("\(place == 0 ? "{" : ",")\"\(field.key)\":".utf8),
                form: field.isGiven ? .given(field.key, width: field.columns.count) : Self.form(field.kind, &linked))
        }
    }

    private static func form(_ kind: any FieldKind, _ linked: inout Int) -> Form {
        switch kind {
        case is IDKind, is ReferenceKind: return .id
        case is ReferencesKind:
            defer { linked += 1 }
            return .links(linked)
        case is IntegerKind: return .number
        case is FlagKind: return .flag
        case is InstantKind: return .instant
        case let kind as DecimalKind: return .fixed(kind.places)
        case is MoneyKind: return .money
        case is ChoicesKind: return .choices
        case is AddressKind: return .address
        case is AttachmentsKind: return .attachments
        case is JSONKind: return .document
        case let kind as any ComputedKind: return form(kind.result, &linked)
        default: return .text
        }
    }



    /// - Parameters:
    ///   - links: the ids that the record refers to in each field, from statements of their own.
    ///   - given: the values that come from elsewhere.
    func write(_ cells: some Cells, links: [[Int64]], given: [String: [UInt8]], to bytes: inout Bytes) {
        var column = 0
        for member in members {
            bytes.append(member.prefix)
            switch member.form {
            case .text: if let text = cells.text(column) { bytes.quoted(text) } else { bytes += "null" }
            case .id: if let id = cells.integer(column) { Self.id(id, &bytes) } else { bytes += "null" }
            case .number: if let number = cells.integer(column) { bytes.number(number) } else { bytes += "null" }
            case .flag: if let flag = cells.integer(column) { if flag != 0 { bytes += "true" } else { bytes += "false" } } else { bytes += "null" }
            case .instant: if let time = cells.integer(column) { Self.time(time, &bytes) } else { bytes += "null" }
            case .fixed(let places): if let units = cells.integer(column) { Self.fixed(units, places, &bytes) } else { bytes += "null" }
            case .money:
                Self.money(cells.integer(column), cells.text(column + 1), &bytes)
                column += 1
            case .choices: Self.choices(cells.text(column), &bytes)
            case .links(let place):
                Self.list(place < links.count ? links[place] : [], &bytes)
                column -= 1
            case .address:
                Self.address(cells, column, &bytes)
                column += Self.parts.count - 1
            case .document: if let text = cells.text(column) { bytes.all.append(contentsOf: text.utf8) } else { bytes += "null" }
            case .given(let key, let width):
                if let value = given[key] { bytes.append(value) } else { bytes += "null" }
                column += width - 1
            case .attachments: bytes.all.append(contentsOf: (cells.text(column) ?? "[]").utf8)
            }
            column += 1
        }
        bytes += "}"
    }

    private static func id(_ id: Int64, _ bytes: inout Bytes) {
        bytes += "\""
        bytes.number(id)
        bytes += "\""
    }

    private static func time(_ milliseconds: Int64, _ bytes: inout Bytes) {
        bytes += "\""
        bytes.all.append(contentsOf: Instant(milliseconds: milliseconds).description.utf8)
        bytes += "\""
    }

    private static func fixed(_ units: Int64, _ places: Int, _ bytes: inout Bytes) {
        var divisor: UInt64 = 1
        for _ in 0..<places { divisor *= 10 }
        let (whole, rest) = units.magnitude.quotientAndRemainder(dividingBy: divisor)
        bytes += "\""
        if units < 0 { bytes += "-" }
        bytes.all.append(contentsOf: String(whole).utf8)
        if places > 0 {
            bytes += "."
            let digits = String(rest)
            for _ in digits.utf8.count..<places { bytes += "0" }
            bytes.all.append(contentsOf: digits.utf8)
        }
        bytes += "\""
    }

    private static func money(_ units: Int64?, _ currency: String?, _ bytes: inout Bytes) {
        guard let units, let currency else { return bytes += "null" }
        bytes += "{\"amount\":"
        fixed(units, currency == "JPY" ? 0 : 2, &bytes)
        bytes += ",\"currency\":"
        bytes.quoted(currency)
        bytes += "}"
    }

    private static func choices(_ text: String?, _ bytes: inout Bytes) {
        bytes += "["
        var isFirst = true
        for choice in (text ?? "").utf8.split(separator: UInt8(ascii: "|")) {
            if isFirst { bytes += "\"" } else { bytes += ",\"" }
            isFirst = false
            bytes.all.append(contentsOf: choice)
            bytes += "\""
        }
        bytes += "]"
    }

    private static func list(_ ids: [Int64], _ bytes: inout Bytes) {
        bytes += "["
        for (place, one) in ids.enumerated() {
            if place > 0 { bytes += "," }
            id(one, &bytes)
        }
        bytes += "]"
    }

    private static func address(_ cells: some Cells, _ first: Int, _ bytes: inout Bytes) {
        var isOpen = false
        for (name, place) in parts {
            guard let text = cells.text(first + place) else { continue }
            if isOpen { bytes += "," } else { bytes += "{" }
            isOpen = true
            bytes.quoted(name)
            bytes += ":"
            bytes.quoted(text)
        }
        if isOpen { bytes += "}" } else { bytes += "null" }
    }
}

extension FieldDefinition {
    /// Whether what is shown depends on keys or rights.
    var isGiven: Bool { isSealed || traits.contains(.personal) }
}

/// The cells of one row, whichever library gave them.
protocol Cells {
    func integer(_ column: Int) -> Int64?
    func text(_ column: Int) -> String?
}
