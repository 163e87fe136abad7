public import Foundation
public import Kernel

/// A text with the placeholders and sections of documents and no markup, as a mail has it: `Dear {{name}}, … {{renewalDueOn | date}}`.
public struct TextTemplate: Sendable {
    private let nodes: [Node]

    /// Throws the first mistake, with its place.
    public init(_ source: String, limits: DocumentLimits = .standard) throws(DocumentError) { nodes = try TextReader.nodes(source, within: limits) }

    /// The values that it asks for as written, sections included; names within a section may belong to its items.
    public var paths: Set<String> { Node.paths(of: nodes) }

    /// A value that it asks for.
    public struct Use: Sendable {
        /// `["customer", "name"]`; empty for the value of the section itself.
        public let path: [String]
        /// The sections that it stands in, the outermost first.
        public let sections: [[String]]
        public let isSection: Bool
        public let hasFormat: Bool
    }

    /// Throws `unknownPlaceholder` at the first use that is not known.
    public func check(_ isKnown: (Use) -> Bool) throws(DocumentError) { try Self.check(nodes, [], isKnown) }

    private static func check(_ nodes: [Node], _ sections: [[String]], _ isKnown: (Use) -> Bool) throws(DocumentError) {
        for node in nodes {
            switch node {
            case .text, .element: break
            case .value(let placeholder):
                let use = Use(path: placeholder.path.names, sections: sections, isSection: false, hasFormat: placeholder.format != nil)
                guard isKnown(use) else { throw DocumentError(.unknownPlaceholder, at: placeholder.place, ["path": placeholder.path.description]) }
            case .section(let section):
                let use = Use(path: section.path.names, sections: sections, isSection: true, hasFormat: false)
                guard isKnown(use) else { throw DocumentError(.unknownPlaceholder, at: section.place, ["path": section.path.description]) }
                try check(section.children, section.isInverted ? sections : sections + [section.path.names], isKnown)
            }
        }
    }

    /// The text with its values, and the placeholders that found none, or an empty one, and were left blank. Bounded by `limits`.
    public func filled(
        _ values: JSON, in language: Language, zone: TimeZone, limits: DocumentLimits = .standard
    ) throws(DocumentError) -> (text: String, missing: [String]) {
        var filling = Filling(values, language: language, zone: zone, budget: Budget(limits))
        filling.tellsBlanks = true
        let text = try filling.words(nodes)
        return (text, filling.missing.map(\.path))
    }
}
