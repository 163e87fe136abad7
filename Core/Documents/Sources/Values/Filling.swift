import Foundation
import Kernel

/// A template's tree after every section was repeated and every placeholder has its text.
enum Part {
    /// Of the template: blanks in it are layout of the source.
    case text(String)
    /// Of a value: kept as it is, with its line ends.
    case value(String)
    case element(FilledElement)
}

struct FilledElement {
    let tag: Tag
    let attributes: Attributes
    let place: TemplatePlace
    var name = ""
    var children: [Part] = []
}

/// Puts values into a template.
struct Filling {
    private struct Frame {
        let value: JSON
        let number: Int
    }

    let language: Language
    let zone: TimeZone
    var budget: Budget
    /// Whether a value that is there and empty counts as missing, too.
    var tellsBlanks = false
    private(set) var missing: [MissingValue] = []
    private var missed: Set<TemplatePlace> = []
    private var stack: [Frame]

    init(_ values: JSON, language: Language, zone: TimeZone, budget: Budget) {
        self.language = language
        self.zone = zone
        self.budget = budget
        stack = [Frame(value: values, number: 1)]
    }

    mutating func fill(_ element: Element) throws(DocumentError) -> FilledElement {
        var filled = FilledElement(tag: element.tag, attributes: element.attributes, place: element.place)
        if let name = element.attributes.name { filled.name = try words(name) }
        filled.children = try fill(element.children)
        return filled
    }

    /// The text of an attribute.
    mutating func words(_ nodes: [Node]) throws(DocumentError) -> String {
        try fill(nodes).map { part in
            switch part {
            case .text(let text), .value(let text): text
            case .element: ""
            }
        }.joined()
    }

    private mutating func fill(_ nodes: [Node]) throws(DocumentError) -> [Part] {
        var parts: [Part] = []
        for node in nodes {
            switch node {
            case .text(let text):
                try budget.take(part: nil)
                try budget.take(text: text)
                parts.append(.text(text))
            case .value(let placeholder):
                try budget.take(part: placeholder.place)
                let text = try self.text(of: placeholder)
                try budget.take(text: text)
                parts.append(.value(text))
            case .section(let section): parts += try fill(section)
            case .element(let element):
                try budget.take(part: element.place)
                parts.append(.element(try fill(element)))
            }
        }
        return parts
    }

    private mutating func fill(_ section: Section) throws(DocumentError) -> [Part] {
        let frames = items(of: value(at: section.path))
        guard !section.isInverted else { return frames.isEmpty ? try fill(section.children) : [] }
        var parts: [Part] = []
        for frame in frames {
            try budget.take(part: section.place)
            stack.append(frame)
            defer { stack.removeLast() }
            parts += try fill(section.children)
        }
        return parts
    }

    private func items(of value: JSON?) -> [Frame] {
        switch value {
        case nil, .null?, .flag(false)?, .string("")?: []
        case .array(let items)?: items.enumerated().map { Frame(value: $1, number: $0 + 1) }
        case .some(let value): [Frame(value: value, number: stack.last?.number ?? 1)]
        }
    }

    private mutating func text(of placeholder: Placeholder) throws(DocumentError) -> String {
        guard let value = value(at: placeholder.path), !tellsBlanks || (value != .null && value != .string("")) else {
            if missed.insert(placeholder.place).inserted {
                missing.append(MissingValue(path: placeholder.path.description, place: placeholder.place))
            }
            return ""
        }
        guard let text = placeholder.format.map({ $0.write(value, in: language, zone: zone) }) ?? Self.plain(value) else {
            throw DocumentError(
                .notFormattable, at: placeholder.place,
                [
                    "path": placeholder.path.description, "format": placeholder.format?.kind.rawValue ?? "",
                    "value": String(value.text.prefix(60)),
                ])
        }
        return text
    }

    /// A list or an object has no text of its own.
    private static func plain(_ value: JSON) -> String? {
        switch value {
        case .null: ""
        case .string(let text), .number(let text): text
        case .flag(let flag): flag ? "✓" : "✗"
        case .array, .object: nil
        }
    }

    /// The first name is looked for from the innermost section outwards, the others below it.
    private func value(at path: Path) -> JSON? {
        guard let first = path.names.first else { return stack.last?.value }
        if first == Path.number { return .number(String(stack.last?.number ?? 1)) }
        guard var value = stack.reversed().lazy.compactMap({ $0.value[first] }).first else { return nil }
        for name in path.names.dropFirst() {
            guard let inner = value[name] else { return nil }
            value = inner
        }
        return value
    }
}

/// A placeholder that found nothing, and was left blank.
public struct MissingValue: Sendable, Hashable {
    public let path: String
    public let place: TemplatePlace
}
