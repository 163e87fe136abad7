public import Kernel

/// A word that people put on records to find them by.
public struct Tag: Entity {
    public let title = Field<String>("name", .text(40), .listed, .searched, .unique)
    public let colour = Field<Colour>("colour", .choice, .listed, standard: .grey)

    /// The colours that options have.
    public enum Colour: String, Choice {
        case grey, blue, green, amber, red, violet, teal, pink
        public var colour: Option.Colour { Option.Colour(rawValue: rawValue) ?? .grey }
    }

    public static let schema = Schema<Tag>(plural: "tags", title: \.title, icon: "sell", .open)
    public init() {}
}
