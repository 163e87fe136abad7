public import Foundation
public import Kernel

/// A field that an administrator gave to an entity at run time. Its column is named after its key and may always be empty.
public struct CustomField: Entity {
    /// The name of the entity, built in or made at run time.
    public let entity = Field<String>("entity", .text(60), .listed, .fixed, .indexed)
    public let key = Field<String>("key", .text(40), .listed, .fixed)
    public let title = Field<String>("name", .text(60), .listed)
    public let nameEnglish = Field<String?>("nameEnglish", .text(80), .listed)
    public let kind = Field<Kind>("kind", .choice, .listed, .fixed)

    // What the kind needs to know
    public let maximumLength = Field<Int64?>("maximumLength", .integer(1...100_000))
    public let minimum = Field<Decimal?>("minimum", .decimal(places: 4))
    public let maximum = Field<Decimal?>("maximum", .decimal(places: 4))
    /// Fixed: the column keeps whole numbers of the smallest unit.
    public let places = Field<Int64?>("places", .integer(0...8), .fixed)
    public let currency = Field<String?>("currency", .text(3))
    /// The entity that it refers to. Fixed: the column has a foreign key.
    public let target = Field<String?>("target", .text(60), .fixed)

    /// Whether its records are lines of the one that it refers to. Fixed: who sees them must not change behind people's backs.
    public let isLine = Field<Bool>("isLine", .flag, .fixed, standard: false)
    /// The choice of the same entity that decides which options this one offers.
    public let controlledBy = Field<String?>("controlledBy", .text(60))

    // How it is used
    public let isRequired = Field<Bool>("isRequired", .flag, standard: false)
    public let isListed = Field<Bool>("isListed", .flag, standard: false)
    public let isSearched = Field<Bool>("isSearched", .flag, standard: false)
    public let isUnique = Field<Bool>("isUnique", .flag, standard: false)
    public let isIndexed = Field<Bool>("isIndexed", .flag, standard: false)
    public let isPersonal = Field<Bool>("isPersonal", .flag, standard: false)
    public let isFixed = Field<Bool>("isFixed", .flag, standard: false)
    /// What a new record gets when nothing was said, as the API would take it.
    public let standard = Field<Document?>("standard", .json)
    public let position = Field<Int64?>("position", .integer(0...100_000), .listed)

    /// The kinds that can be made at run time.
    public enum Kind: String, Choice {
        case text, longText, richText, phone, mail, url, integer, decimal, percent, money, flag, date, dateTime
        case choice, choices, reference, references, json
    }

    public static let schema = Schema<CustomField>(plural: "custom-fields", title: \.title, icon: "add_box", .administered)
    public init() {}

    /// So many an entity may have, retired ones among them.
    static let maximumPerEntity = 200
}
