/// A postal address with a column for each part, so that lists filter and count by province or city.
public struct AddressKind: FieldKind {
    public init() {}

    public var name: String { "address" }
    public var columns: [KindColumn] { Address.parts.map { KindColumn(.text, suffix: "_" + $0.name) } }
    public var operators: Set<Operator> { [.empty] }
    public var details: [String: JSON] { ["parts": .array(Address.parts.map { .string($0.name) })] }
    public var jsonSchema: JSON {
        let part: JSON = ["type": "string", "maxLength": JSON(Self.partKind.maximum)]
        return [
            "type": "object", "additionalProperties": false,
            "properties": .object(Dictionary(uniqueKeysWithValues: Address.parts.map { ($0.name, part) })),
        ]
    }

    /// The part that a line of free text becomes.
    public static let linePart = "street"
    private static let partKind = TextKind(maximum: 200)

    public func parse(_ json: JSON) throws(ValueProblem) -> Value {
        if let text = json.string { return try parse(text: text) }
        guard let members = json.object else { throw ValueProblem(.wrongType, ["expected": "address"]) }
        var address = Address()
        for (name, member) in members.sorted(by: { $0.key < $1.key }) {
            guard let path = Address.parts.first(where: { $0.name == name })?.path else {
                throw ValueProblem(.unknownPart, ["part": String(name.prefix(60))])
            }
            guard member != .null else { continue }
            do throws(ValueProblem) {
                address[keyPath: path] = try Self.partKind.parse(member).text
            } catch {
                throw ValueProblem(error.code, error.values.merging(["part": name]) { own, _ in own })
            }
        }
        return address.isEmpty ? .null : .address(address)
    }

    /// One line of free text becomes the street; parts in their order can stand with `|` between them, a bar inside a part
    /// being written `\|`.
    public func parse(text: String) throws(ValueProblem) -> Value {
        let pieces = Self.pieces(of: text)
        var address = Address()
        if pieces.count == 1 {
            address.street = try Self.partKind.parse(text: text).text
        } else {
            guard pieces.count == Address.parts.count else { throw ValueProblem(.tooMany, ["max": String(Address.parts.count)]) }
            for (part, piece) in zip(Address.parts, pieces) {
                address[keyPath: part.path] = try Self.partKind.parse(text: piece).text
            }
        }
        return address.isEmpty ? .null : .address(address)
    }

    private static func pieces(of text: String) -> [String] {
        var pieces = [""]
        var isEscaped = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case _ where isEscaped: pieces[pieces.count - 1].unicodeScalars.append(scalar)
            case "|": pieces.append("")
            case "\\": break
            default: pieces[pieces.count - 1].unicodeScalars.append(scalar)
            }
            isEscaped = scalar == "\\" && !isEscaped
        }
        return pieces
    }

    public func store(_ value: Value) -> [Stored] {
        guard case .address(let address) = value else { return Address.parts.map { _ in .null } }
        return Address.parts.map { address[keyPath: $0.path].map(Stored.text) ?? .null }
    }

    public func load(_ cells: ArraySlice<Stored>) -> Value {
        var address = Address()
        for (part, cell) in zip(Address.parts, cells) { address[keyPath: part.path] = cell.text }
        return address.isEmpty ? .null : .address(address)
    }

    public func json(_ value: Value) -> JSON {
        guard case .address(let address) = value else { return .null }
        var members: [String: JSON] = [:]
        for part in Address.parts {
            if let text = address[keyPath: part.path] { members[part.name] = .string(text) }
        }
        return .object(members)
    }

    public func write(_ cells: ArraySlice<Stored>, to writer: inout JSONWriter) {
        guard !cells.allSatisfy(\.isNull) else { return writer.null() }
        writer.beginObject()
        for (name, index) in Self.partsByName {
            guard let text = cells[cells.startIndex + index].text else { continue }
            writer.key(name)
            writer.string(text)
        }
        writer.endObject()
    }

    /// In the order in which an object's members are written.
    private static let partsByName = Address.parts.enumerated().map { (name: $1.name, index: $0) }.sorted { $0.name < $1.name }

    public func text(_ value: Value) -> String {
        guard case .address(let address) = value else { return "" }
        return Address.parts.map { Self.escaped(address[keyPath: $0.path] ?? "") }.joined(separator: "|")
    }

    private static func escaped(_ part: String) -> String {
        part.replacing("\\", with: "\\\\").replacing("|", with: "\\|")
    }

    public func part(_ name: String) -> KindPart? {
        guard let index = Address.parts.firstIndex(where: { $0.name == name }) else { return nil }
        let path = Address.parts[index].path
        return KindPart(kind: Self.partKind, column: index) { value in
            guard case .address(let address) = value, let text = address[keyPath: path] else { return .null }
            return .text(text)
        }
    }
}
