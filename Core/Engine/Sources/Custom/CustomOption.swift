public import Kernel

/// An option that an administrator gave to a choice at run time, be the choice built in or made at run time itself.
public struct CustomOption: Entity {
    public let entity = Field<String>("entity", .text(60), .listed, .fixed, .indexed)
    public let field = Field<String>("field", .text(40), .listed, .fixed)
    /// For a field made at run time any word; for a built-in one `x_mining`, or `vip.x_diamond` to refine one of its options.
    public let key = Field<String>("key", .text(60), .listed, .fixed)
    public let title = Field<String>("name", .text(60), .listed)
    public let nameEnglish = Field<String?>("nameEnglish", .text(80), .listed)
    public let colour = Field<Colour>("colour", .choice, .listed, standard: .grey)
    /// The options of the controlling choice under which it may be chosen, `["quality"]`; none means always.
    public let under = Field<Document?>("under", .json)
    public let position = Field<Int64?>("position", .integer(0...100_000), .listed)

    public enum Colour: String, Choice {
        case grey, blue, green, amber, red, violet, teal, pink
        public var colour: Option.Colour { Option.Colour(rawValue: rawValue) ?? .grey }
    }

    public static let schema = Schema<CustomOption>(plural: "custom-options", title: \.title, icon: "label", .administered)
    public init() {}

    /// So many a field may have beside those it was built with, retired ones among them.
    static let maximumPerField = 500
}

extension Record<CustomOption> {
    var option: Option {
        Option(self[\.key], self[\.colour].colour, isRetired: values[Common.deletedAt]?.isNull == false, under: under)
    }

    var under: [String] { self[\.under]?.json.array?.compactMap(\.string) ?? [] }
}
