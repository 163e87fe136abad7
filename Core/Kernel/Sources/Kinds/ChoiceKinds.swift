import Foundation

/// One of the answers that a choice allows. Its label stands in the texts under `option.<entity>.<field>.<key>`.
public struct Option: Sendable, Hashable {
    public let key: String
    public let colour: Colour
    /// Out of use: records that have it keep it, and no other record gets it.
    public let isRetired: Bool
    /// The options of the controlling choice under which this one may be chosen; none means always.
    public let under: [String]

    public init(_ key: String, _ colour: Colour = .grey, isRetired: Bool = false, under: [String] = []) {
        self.key = key
        self.colour = colour
        self.isRetired = isRetired
        self.under = under
    }

    /// Whether it was made at run time, beside the cases of an enumeration or to refine one of them.
    var isCustom: Bool { key.hasPrefix(Self.customPrefix) || key.contains("." + Self.customPrefix) }

    /// How the keys of entities, fields and options begin that are made at run time; nothing built in begins so.
    public static let customPrefix = "x_"

    /// The colours that the design knows; a page turns them into its own tones.
    public enum Colour: String, Sendable, Hashable, CaseIterable {
        case grey, blue, green, amber, red, violet, teal, pink
    }

    var json: JSON { ["key": .string(key), "colour": .string(colour.rawValue)] }
}

/// One option of a list.
public struct ChoiceKind: TextualKind {
    public let options: [Option]
    /// The key of the choice that decides which of the options may be chosen: a complaint's kind decides on its reason.
    public let controller: String?

    public init(_ options: [Option], controlledBy controller: String? = nil) { (self.options, self.controller) = (options, controller) }

    public var name: String { "choice" }
    public var operators: Set<Operator> { .equality }
    public var details: [String: JSON] {
        var details: [String: JSON] = ["options": .array(options.map(\.json))]
        if let controller { details["controlledBy"] = .string(controller) }
        return details
    }

    /// Whether an option may be chosen beside this value of the controlling choice.
    public func offers(_ key: String, beside controlling: String?) -> Bool {
        guard let option = options.first(where: { $0.key == key }) else { return false }
        return option.under.isEmpty || controlling.map(option.under.contains) ?? false
    }

    public var jsonSchema: JSON { ["type": "string", "enum": .array(options.map { .string($0.key) })] }

    public func check(_ text: String) throws(ValueProblem) -> String {
        // The option's own key: to Swift other bytes can be the same text, to a database they are not.
        guard let option = options.first(where: { $0.key == text }) else {
            throw ValueProblem(.unknownOption, ["option": String(text.prefix(60))])
        }
        return option.key
    }
}

/// Any number of options of a list, kept as `|a|b|` so that a plain search finds one of them.
public struct ChoicesKind: FieldKind {
    public let options: [Option]

    public init(_ options: [Option]) { self.options = options }

    public var name: String { "choices" }
    public var columns: [KindColumn] { [KindColumn(.text)] }
    public var operators: Set<Operator> { .listed }
    public var details: [String: JSON] { ["options": .array(options.map(\.json))] }
    public var jsonSchema: JSON {
        ["type": "array", "uniqueItems": true, "items": ["type": "string", "enum": .array(options.map { .string($0.key) })]]
    }

    public func parse(_ json: JSON) throws(ValueProblem) -> Value {
        guard let items = json.array else { throw ValueProblem(.wrongType, ["expected": "list"]) }
        var keys: [String] = []
        for item in items {
            guard let key = item.string else { throw ValueProblem(.wrongType, ["expected": "text"]) }
            keys.append(key)
        }
        return try checked(keys)
    }

    /// Options with `;`, `；`, `|` or `、` between them.
    public func parse(text: String) throws(ValueProblem) -> Value {
        let keys = text.split(whereSeparator: { ";；|、".contains($0) }).map { $0.trimmingCharacters(in: .whitespaces) }
        return try checked(keys.filter { !$0.isEmpty })
    }

    private func checked(_ keys: [String]) throws(ValueProblem) -> Value {
        for key in keys where !options.contains(where: { $0.key == key }) {
            throw ValueProblem(.unknownOption, ["option": String(key.prefix(60))])
        }
        let chosen = Set(keys)
        guard chosen.count == keys.count else { throw ValueProblem(.repeated) }
        // In the order of the options, so that equal choices are equal values.
        return .list(options.filter { chosen.contains($0.key) }.map { .text($0.key) })
    }

    public func store(_ value: Value) -> [Stored] {
        let keys = value.list.compactMap(\.text)
        return [keys.isEmpty ? .null : .text("|" + keys.joined(separator: "|") + "|")]
    }
    public func load(_ cells: ArraySlice<Stored>) -> Value {
        .list((cells.first?.text ?? "").split(separator: "|").map { .text(String($0)) })
    }
    public func json(_ value: Value) -> JSON { .array(value.list.compactMap(\.text).map(JSON.string)) }
    public func write(_ cells: ArraySlice<Stored>, to writer: inout JSONWriter) {
        writer.beginArray()
        if let text = cells.first?.text {
            for key in text.utf8.split(separator: UInt8(ascii: "|")) { writer.string(String(Substring(key))) }
        }
        writer.endArray()
    }
    public func text(_ value: Value) -> String { value.list.compactMap(\.text).joined(separator: ";") }
}
