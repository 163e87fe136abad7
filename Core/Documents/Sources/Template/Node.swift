/// A piece of a template. Placeholders and sections are nodes beside the elements: a value is never read as markup.
enum Node: Sendable {
    case text(String)
    case value(Placeholder)
    case section(Section)
    case element(Element)

    /// The values that these nodes ask for.
    static func paths(of nodes: [Node]) -> Set<String> {
        var paths: Set<String> = []
        for node in nodes {
            switch node {
            case .text: break
            case .value(let placeholder): paths.insert(placeholder.path.description)
            case .section(let section): paths.formUnion(Self.paths(of: section.children).union([section.path.description]))
            case .element(let element):
                let attributes = element.attributes
                for words in [attributes.title, attributes.author, attributes.subject, attributes.name] { paths.formUnion(Self.paths(of: words ?? [])) }
                paths.formUnion(Self.paths(of: element.children))
            }
        }
        return paths
    }
}

struct Element: Sendable {
    let tag: Tag
    let attributes: Attributes
    let place: TemplatePlace
    var children: [Node] = []
}

/// `{{#path}}…{{/path}}` for each, or if there is one; `{{^path}}…{{/path}}` if there is none.
struct Section: Sendable {
    let path: Path
    let isInverted: Bool
    let place: TemplatePlace
    var children: [Node] = []
}

/// `{{path | format argument}}`.
struct Placeholder: Sendable {
    let path: Path
    let format: Format?
    let place: TemplatePlace
}

/// The way to a value: `customer.name`, `.` for the value of the section itself, `@number` for its count from 1.
struct Path: Sendable, Hashable, CustomStringConvertible {
    let names: [String]

    static let number = "@number"

    /// Nil when this is no path.
    init?(_ text: String) {
        if text == "." {
            names = []
            return
        }
        guard text != Self.number else {
            names = [text]
            return
        }
        names = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard names.count <= 10, names.allSatisfy(Self.isName) else { return nil }
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 100 && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
    }

    var description: String { names.isEmpty ? "." : names.joined(separator: ".") }
}
