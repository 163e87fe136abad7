/// How the fields of an entity are laid out on a record's page.
public struct EntityLayout: Sendable, Hashable {
    public let sections: [Section]
    /// What stands in the head of the page.
    public let facts: [String]
    public let chips: [String]

    public static let maximumFacts = 4

    /// Some fields under a heading.
    public struct Section: Sendable, Hashable {
        public let key: String
        public let fields: [String]

        public init(key: String, fields: [String]) { (self.key, self.fields) = (key, fields) }
    }

    public init(sections: [Section] = [], facts: [String] = [], chips: [String] = []) {
        (self.sections, self.facts, self.chips) = (sections, facts, chips)
    }
}

/// A section as an entity declares it: `.section("reach", \.mobile, \.mail)`.
public struct Section<E: Entity> {
    let key: String
    let fields: [PartialKeyPath<E>]

    /// - Parameter key: its heading stands in the texts under `section.<entity>.<key>`.
    public static func section(_ key: String, _ fields: PartialKeyPath<E>...) -> Section { Section(key: key, fields: fields) }
}

extension Entity {
    /// The key of a field of whatever type; of anything else the way to it, which no entity has as a field.
    func key(_ path: PartialKeyPath<Self>) -> String { (self[keyPath: path] as? any DefinesField)?.definition.key ?? "\(path)" }
}

/// To whom a record is shown that somebody has made for themselves.
public enum Audience: String, Choice {
    case mine
    /// All who work in its unit or in one below.
    case unit
    case everyone
}
